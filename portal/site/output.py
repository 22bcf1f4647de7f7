"""What is written beside the pages, and what of the theme is left out."""

import gzip
from pathlib import Path, PurePosixPath

SMALLEST = 1024
GZIP_LEVEL = 9
_TEXT = frozenset({".html", ".css", ".js", ".mjs", ".svg", ".xml", ".txt", ".json", ".md", ".webmanifest"})
PUBLISHED_FOLDER = "assets"
# A service worker rules over the folder it comes from, so this one stands at the root.
WORKER = "offline.js"


def is_published(uri: str, *, is_ours: bool) -> bool:
    """Tell whether a file of the theme belongs into the site.

    Material's own scripts and styles are not used, and of ours only `assets/` and the worker are for readers.
    """
    return is_ours and (uri == WORKER or PurePosixPath(uri).parts[0] == PUBLISHED_FOLDER)


def write_all_packed(folder: Path) -> None:
    """Write the packed twins of every text file that has none yet."""
    for file in sorted(folder.rglob("*")):
        if file.suffix in _TEXT and file.is_file() and not file.with_name(f"{file.name}.gz").exists():
            write_packed(file)


def write_packed(file: Path) -> tuple[str, ...]:
    """Write the packed twins of a text file, the same bytes each time; return what they end with.

    A small file fits into one network packet as it is and gets none.
    """
    text = file.read_bytes()
    if len(text) < SMALLEST:
        return ()
    packed = gzip.compress(text, compresslevel=GZIP_LEVEL, mtime=0)
    file.with_name(f"{file.name}.gz").write_bytes(packed)
    return (".gz",)
