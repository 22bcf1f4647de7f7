"""What is written beside the pages, and what of the theme is left out."""

import gzip
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from errno import ENOSPC
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from types import MappingProxyType

import brotli

from portal.site.pack import Pack

SMALLEST = 1024
# Of pages of 20 KB: the next levels save less than one percent in brotli and two in gzip, which hardly any
# browser takes any more, and that one takes a third longer; the highest take up to fifty times as long.
GZIP_LEVEL = 4
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


def list_files(folder: Path) -> set[str]:
    """Return the names of all files in a folder and those within it."""
    found = (f"{place}/{name}" for place, _, names in os.walk(folder) for name in names)
    return {file.removeprefix(f"{folder}/") for file in found}


def write_all_packed(folder: Path, names: Collection[str], kept: Pack) -> set[str]:
    """Write the packed twins of these files, if they are texts, and return their names.

    Those of a text packed before are kept, and those that are there stay.
    """
    used, written = set(), set()
    packed_with = f"{version('brotli')} {BROTLI_QUALITY}w{GZIP_LEVEL}".encode()[:16]
    for name in sorted(filter(is_text, names)):
        if f"{name}.gz" in names:
            continue
        content = (folder / name).read_bytes()
        key = blake2b(content, digest_size=16, person=packed_with).hexdigest()
        if f"{key}.gz" not in kept:
            for twin, packed in pack_all({name: content}).items():
                kept.put(f"{key}{twin.removeprefix(name)}", packed)
        for suffix in _PACKERS:
            if f"{key}{suffix}" in kept:
                write_bytes(f"{folder}/{name}{suffix}", kept.get(f"{key}{suffix}"))
                used.add(f"{key}{suffix}")
                written.add(f"{name}{suffix}")
    kept.keep(used)
    return written


def is_text(name: str) -> bool:
    """Tell whether browsers take the file packed."""
    return name.endswith(_TEXT)


def pack_all(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the packed twins of text files by their names, the same bytes each time.

    A small file fits into one network packet as it is and gets none. One packer makes all of its twins
    before the next begins: both are quicker with their tables at hand.
    """
    texts = {name: text for name, text in files.items() if is_text(name) and len(text) >= SMALLEST}
    return {
        f"{name}{suffix}": pack(text) for suffix, pack in _PACKERS.items() for name, text in texts.items()
    }


def with_twins(names: Iterable[str], packed: Collection[str]) -> Iterator[str]:
    """Return names of files, each followed by those of its twins that are among the packed ones."""
    for name in names:
        yield name
        yield from (twin for suffix in _PACKERS if (twin := f"{name}{suffix}") in packed)


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
