"""What is written beside the pages, and what of the theme is left out."""

import gzip
import os
from collections.abc import Callable, Mapping
from errno import ENOSPC
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import brotli

from portal.site.pack import Pack

SMALLEST = 1024
# Of pages of 22 KB: higher levels save less than one percent, and take up to fifty times as long.
GZIP_LEVEL = 5
BROTLI_QUALITY = 5
# How far back brotli looks, as a power of two: as far as the text is long, which is quicker to set up.
_NEAREST = 16
_FARTHEST = 22
# Markdown twins are fetched seldom, and by programs.
_TEXT = (".html", ".css", ".js", ".mjs", ".svg", ".xml", ".txt", ".json", ".webmanifest")
PUBLISHED_FOLDER = "assets"
# A service worker rules over the folder it comes from, so this one stands at the root.
WORKER = "offline.js"


def is_published(uri: str, *, is_ours: bool) -> bool:
    """Tell whether a file of the theme belongs into the site.

    Material's own scripts and styles are not used, and of ours only `assets/` and the worker are for readers.
    """
    return is_ours and (uri == WORKER or PurePosixPath(uri).parts[0] == PUBLISHED_FOLDER)


def write_all_packed(folder: Path, kept: Pack) -> None:
    """Write the packed twins of every text file that has none yet; of a text packed before they are kept."""
    files = {f"{place}/{name}" for place, _, names in os.walk(folder) for name in names}
    used = []
    packed_with = f"{version('brotli')} {BROTLI_QUALITY}w{GZIP_LEVEL}".encode()[:16]
    for file in sorted(files):
        if is_text(file) and f"{file}.gz" not in files:
            content = Path(file).read_bytes()
            key = blake2b(content, digest_size=16, person=packed_with).hexdigest()
            if f"{key}.gz" not in kept:
                for suffix, packed in pack(content).items():
                    kept.put(f"{key}{suffix}", packed)
            for suffix in _PACKERS:
                if f"{key}{suffix}" in kept:
                    write_bytes(f"{file}{suffix}", kept.get(f"{key}{suffix}"))
                    used.append(f"{key}{suffix}")
    kept.keep(set(used))


def is_text(name: str) -> bool:
    """Tell whether browsers take the file packed."""
    return name.endswith(_TEXT)


def write_packed(file: str, text: bytes) -> tuple[str, ...]:
    """Write the packed twins of a text file; return what they end with."""
    if not is_text(file):
        return ()
    twins = pack(text)
    for suffix, packed in twins.items():
        write_bytes(f"{file}{suffix}", packed)
    return tuple(twins)


def pack(text: bytes) -> dict[str, bytes]:
    """Return the packed twins of a text by what they end with, the same bytes each time.

    A small file fits into one network packet as it is and gets none.
    """
    if len(text) < SMALLEST:
        return {}
    return {suffix: packer(text) for suffix, packer in _PACKERS.items()}


def _pack_brotli(text: bytes) -> bytes:
    window = min(max(_NEAREST, len(text).bit_length()), _FARTHEST)
    packed: bytes = brotli.compress(text, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY, lgwin=window)
    return packed


def _pack_gzip(text: bytes) -> bytes:
    return gzip.compress(text, compresslevel=GZIP_LEVEL, mtime=0)


_PACKERS: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType({".br": _pack_brotli, ".gz": _pack_gzip})


def make_folder(path: str) -> None:
    """Make a folder and those above it; most often they are there, and so are other files of it."""
    try:
        os.mkdir(path)  # noqa: PTH102  of thousands of folders
    except FileExistsError:
        return
    except FileNotFoundError:
        make_folder(os.path.dirname(path))  # noqa: PTH120
        make_folder(path)


def write_bytes(file: str, content: bytes) -> None:
    """Write a file; of tens of thousands, each layer less is felt."""
    with open(file, "wb", buffering=0) as opened:  # noqa: PTH123
        if opened.write(content) != len(content):  # so a file without a buffer tells of a full disk
            raise OSError(ENOSPC, os.strerror(ENOSPC), file)
