"""What is written beside the pages, and what of the theme is left out."""

import gzip
from pathlib import Path, PurePosixPath

SMALLEST = 1024
_TEXT = frozenset({".html", ".css", ".js", ".mjs", ".svg", ".xml", ".txt", ".json", ".webmanifest"})
PUBLISHED_FOLDER = "assets"
# A service worker rules over the folder it comes from, so this one stands at the root.
WORKER = "offline.js"


def is_published(uri: str, *, is_ours: bool) -> bool:
    """Tell whether a file of the theme belongs into the site.

    Material's own scripts and styles are not used, and of ours only `assets/` and the worker are for readers.
    """
    return is_ours and (uri == WORKER or PurePosixPath(uri).parts[0] == PUBLISHED_FOLDER)


def write_compressed(folder: Path) -> int:
    """Write a .gz beside each larger text file, the same bytes each time; return how many."""
    written = 0
    for file in sorted(folder.rglob("*")):
        if file.suffix not in _TEXT or not file.is_file() or file.stat().st_size < SMALLEST:
            continue
        packed = gzip.compress(file.read_bytes(), compresslevel=9, mtime=0)
        file.with_name(f"{file.name}.gz").write_bytes(packed)
        written += 1
    return written
