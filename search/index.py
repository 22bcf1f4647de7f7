"""Build an index beside the old one, check it, swap it in, and open it.

    var/index/current              names the version in use and the hash of its manifest
    var/index/<version>/manifest.json, <lang>/...

A reader sees the old index or the new one, never half of one: the swap is the rename of `current`.
"""

import hashlib
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np

from search.analysis import get_analyzer
from search.documents import Document
from search.engines import get_engine
from search.errors import DocumentsInvalid, IndexDamaged, SearchError
from search.knowledge import NOTHING_KNOWN, Knowledge, check_knowledge
from search.manifest import MANIFEST, SCHEMA, Manifest, hash_files
from search.reading import digest_of
from search.searching import SearchIndex
from search.shelf import Shelf
from search.shelving import Kept, Told, build_shelf
from search.versions import CURRENT, check_version, current_version, find_sound, is_current

_RETIRED: Final = "retired"
# Versions that were replaced this long ago are opened by nobody any more.
GRACE_SECONDS: Final = 60.0
_OPENING_ATTEMPTS: Final = 3


def build_index(
    documents: Iterable[Document],
    path: Path,
    *,
    engine: str = "whoosh",
    knowledge: Mapping[str, Knowledge] = NOTHING_KNOWN,
    on_progress: Callable[[int, int], None] | None = None,
    clean: bool = False,
) -> Manifest:
    """Build an index of all documents at `path` and swap it in; give its manifest.

    If the index there is sound and was made from the same content, it stays; if it was made by the same
    code, articles that have not changed are taken from it. The result is the same as with `clean`, which
    uses nothing of what is there. `knowledge` is what is known of each language besides its articles.
    `on_progress` is called with the number of articles done and their total.
    """
    ordered = sorted(documents, key=lambda document: (document.lang, document.id))
    _check_documents(ordered)
    check_knowledge(knowledge)
    told = [(digest_of(document), document) for document in ordered]
    fingerprint = _fingerprint(told, engine, knowledge)
    before = None if clean else find_sound(path)
    if before is not None and before[1].fingerprint == fingerprint:
        return before[1]
    path.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="v-", dir=path))
    folder.chmod(0o755)
    try:
        kept = _keep(before)
        manifest = _build(told, folder, engine, fingerprint, knowledge, kept, on_progress)
        _swap(path, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return manifest


def _keep(before: tuple[Path, Manifest] | None) -> dict[str, Kept]:
    """Open what can be taken from the index before, by language: nothing, if other code has made it."""
    if before is None or before[1].made_with != _made_with():
        return {}
    folder, manifest = before
    try:
        return {lang: Kept.open(folder / lang) for lang in manifest.languages}
    except OSError:
        return {}  # somebody has built meanwhile, and it is gone


def _build(
    told: Sequence[Told],
    folder: Path,
    engine_name: str,
    fingerprint: str,
    knowledge: Mapping[str, Knowledge],
    kept: Mapping[str, Kept],
    on_progress: Callable[[int, int], None] | None,
) -> Manifest:
    engine = get_engine(engine_name)
    done = Counter[str]()

    def on_article() -> None:
        done["articles"] += 1
        if on_progress is not None:
            on_progress(done["articles"], len(told))

    for lang, group in groupby(told, key=lambda one: one[1].lang):
        build_shelf(
            list(group),
            folder / lang,
            engine=engine,
            knowledge=knowledge.get(lang, Knowledge()),
            on_article=on_article,
            kept=kept.get(lang),
        )
    manifest = Manifest(
        schema=SCHEMA,
        engine=engine.name,
        engine_version=engine.version,
        languages=dict(Counter(document.lang for _, document in told)),
        fingerprint=fingerprint,
        made_with=_made_with(),
        files=hash_files(folder),
    )
    (folder / MANIFEST).write_bytes(manifest.to_json())
    return manifest


def open_index(path: Path) -> SearchIndex:
    """Open the index at `path`, after checking every file against its manifest.

    Raise IndexMissing if there is none, IndexDamaged if it is not what it promises.
    """
    for attempt in range(_OPENING_ATTEMPTS):
        name = current_version(path)
        try:
            return _open(path, name)
        except SearchError:
            # A builder may have swapped and cleaned up meanwhile; then the newer one is opened.
            if current_version(path) == name or attempt == _OPENING_ATTEMPTS - 1:
                raise
    raise IndexDamaged(f"The index in {path} changed while it was opened. Try again.")


def _open(path: Path, name: str) -> SearchIndex:
    folder, manifest = check_version(path, name)
    engine = get_engine(manifest.engine)
    if engine.version != manifest.engine_version:
        raise IndexDamaged(
            f"The index in {folder} was made by {engine.name} {manifest.engine_version}, installed "
            f"is {engine.version}. Run `portal build` to make it anew."
        )
    shelves = {lang: Shelf.open(folder / lang, lang=lang, engine=engine) for lang in manifest.languages}
    return SearchIndex(shelves, manifest, is_current=lambda: is_current(path, name))


def _swap(path: Path, folder: Path) -> None:
    digest = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    written = folder / CURRENT
    written.write_text(f"{folder.name} {digest}\n", encoding="utf-8")
    written.replace(path / CURRENT)
    _retire(path, newest=folder)


def _retire(path: Path, *, newest: Path) -> None:
    """Mark replaced versions and remove those that were marked a grace ago, by the files' clock."""
    now = (path / CURRENT).stat().st_mtime
    for folder in path.glob("v-*"):
        if folder == newest or not (folder / MANIFEST).is_file():
            continue  # one without a manifest is being built by somebody else
        mark = path / f"{folder.name}.{_RETIRED}"
        if not mark.exists():
            mark.touch()
        elif now - mark.stat().st_mtime > GRACE_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
            mark.unlink(missing_ok=True)


def _check_documents(ordered: Sequence[Document]) -> None:
    if not ordered:
        raise DocumentsInvalid("There are no documents to index. Give at least one.")
    for lang in sorted({document.lang for document in ordered}):
        get_analyzer(lang)
    for (lang, identity), count in Counter((one.lang, one.id) for one in ordered).items():
        if count > 1:
            raise DocumentsInvalid(
                f"{count} documents have the id {identity!r} in the language {lang!r}. Give each its own."
            )


def _fingerprint(told: Sequence[Told], engine: str, knowledge: Mapping[str, Knowledge]) -> str:
    """Hash the content, the engine, and the code that turns content into an index."""
    made = hashlib.sha256(f"{SCHEMA} {engine} {get_engine(engine).version} {_made_with()}".encode())
    for digest, document in told:
        made.update(document.lang.encode() + digest)
    for lang in sorted(knowledge):
        made.update(repr((lang, knowledge[lang])).encode("utf-8", "surrogatepass"))
    return made.hexdigest()


@cache
def _made_with() -> str:
    """Hash what reads articles and counts: this code, and what it is run by."""
    made = hashlib.sha256(f"{sys.version} {np.__version__} {version('snowballstemmer')}".encode())
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        made.update(source.read_bytes())
    return made.hexdigest()
