"""Open the index in use, after checking that it is what it promises."""

from pathlib import Path
from typing import Final

from search.engines import get_engine
from search.errors import IndexDamaged, SearchError
from search.searching import SearchIndex
from search.shelf import Shelf
from search.versions import check_version, current_version, is_current

_OPENING_ATTEMPTS: Final = 3


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
