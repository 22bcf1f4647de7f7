"""Build an index beside the old one, check it and swap it in. How it is opened tells opening.py.

    var/index/current              names the version in use and the hash of its manifest
    var/index/<version>/manifest.json, <lang>/...

A reader sees the old index or the new one, never half of one: the swap is the rename of `current`.
"""

import hashlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from search.analysis import get_analyzer
from search.documents import Document, Identity
from search.engines import get_engine
from search.errors import DocumentsInvalid
from search.hashing import Hashing
from search.knowledge import NOTHING_KNOWN, Knowledge, check_knowledge
from search.manifest import MANIFEST, SCHEMA, Manifest
from search.preparing import Prepared, made_with, prepare_index
from search.shelving import Kept, Read, build_shelf
from search.versions import CURRENT

_RETIRED: Final = "retired"
# Versions that were replaced this long ago are opened by nobody any more.
GRACE_SECONDS: Final = 60.0
# No build takes that long, so who began a version this long ago was killed.
GIVEN_UP_SECONDS: Final = 3600.0


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
    told = [Identity.of(document) for document in ordered]
    given = dict(zip(told, ordered, strict=True))
    return update_index(
        told,
        prepare_index(path, clean=clean),
        read=lambda wanted: (given[one] for one in wanted),
        engine=engine,
        knowledge=knowledge,
        on_progress=on_progress,
    )


def update_index(
    told: Iterable[Identity],
    prepared: Prepared,
    *,
    read: Read,
    engine: str = "whoosh",
    knowledge: Mapping[str, Knowledge] = NOTHING_KNOWN,
    on_progress: Callable[[int, int], None] | None = None,
) -> Manifest:
    """Do what `build_index` does, but read only those documents that `prepared` lacks."""
    told = sorted(told, key=lambda one: (one.lang, one.id))
    _check_documents(told)
    check_knowledge(knowledge)
    fingerprint = _fingerprint(told, engine, knowledge)
    path, before = prepared.path, prepared.before
    if before is not None and before.fingerprint == fingerprint:
        return before
    path.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="v-", dir=path))
    folder.chmod(0o755)
    try:
        manifest = _build(told, folder, read, engine, fingerprint, knowledge, prepared.kept, on_progress)
        _swap(path, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return manifest


def _build(
    told: Sequence[Identity],
    folder: Path,
    read: Read,
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

    with Hashing.of(folder) as hashing:
        for lang, group in groupby(told, key=lambda one: one.lang):
            build_shelf(
                list(group),
                folder / lang,
                read=read,
                engine=engine,
                knowledge=knowledge.get(lang, Knowledge()),
                on_article=on_article,
                on_written=hashing.go_on,
                kept=kept.get(lang),
            )
        files = hashing.hashes()
    manifest = Manifest(
        schema=SCHEMA,
        engine=engine.name,
        engine_version=engine.version,
        languages=dict(Counter(one.lang for one in told)),
        fingerprint=fingerprint,
        made_with=made_with(),
        files=files,
    )
    (folder / MANIFEST).write_bytes(manifest.to_json())
    return manifest


def _swap(path: Path, folder: Path) -> None:
    digest = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    written = folder / CURRENT
    written.write_text(f"{folder.name} {digest}\n", encoding="utf-8")
    written.replace(path / CURRENT)
    _retire(path, newest=folder)


def _retire(path: Path, *, newest: Path) -> None:
    """Mark replaced versions; remove those marked a grace ago, by the files' clock, and unfinished ones."""
    now = (path / CURRENT).stat().st_mtime
    for folder in path.glob("v-*"):
        if folder == newest or not folder.is_dir():
            continue
        if not (folder / MANIFEST).is_file():  # it may be being built by somebody else
            if now - folder.stat().st_mtime > GIVEN_UP_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
            continue
        mark = path / f"{folder.name}.{_RETIRED}"
        if not mark.exists():
            mark.touch()
        elif now - mark.stat().st_mtime > GRACE_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
            mark.unlink(missing_ok=True)


def _check_documents(ordered: Sequence[Identity]) -> None:
    if not ordered:
        raise DocumentsInvalid("There are no documents to index. Give at least one.")
    for lang in sorted({one.lang for one in ordered}):
        get_analyzer(lang)
    for (lang, identity), count in Counter((one.lang, one.id) for one in ordered).items():
        if count > 1:
            raise DocumentsInvalid(
                f"{count} documents have the id {identity!r} in the language {lang!r}. Give each its own."
            )


def _fingerprint(told: Sequence[Identity], engine: str, knowledge: Mapping[str, Knowledge]) -> str:
    """Hash the content, the engine, and the code that turns content into an index."""
    made = hashlib.sha256(f"{SCHEMA} {engine} {get_engine(engine).version} {made_with()}".encode())
    for one in told:
        made.update(one.lang.encode() + one.digest)
    for lang in sorted(knowledge):
        made.update(repr((lang, knowledge[lang])).encode("utf-8", "surrogatepass"))
    return made.hexdigest()
