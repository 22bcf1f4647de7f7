"""Know the hash of a file without reading it again, while nothing about it has changed since it was read.

A file changed shortly before it was read is read again: its times might not tell of a further change.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from portal.site.kept import read_kept, write_kept

_IGNORED: Final = frozenset({"__pycache__", ".git"})
_SETTLED_NS: Final = 2_000_000_000

_Stamp = tuple[int, ...]


class Stamps:
    """The hashes of files as they were when a build began; without a place every file is read."""

    def __init__(self, place: Path | None = None) -> None:
        self._place = place
        self._before = _read(place) if place else {}
        self._now = _now_beside(place) if place else 0
        self._kept: dict[str, tuple[_Stamp, str]] = {}
        self._hashes: dict[str, str] = {}

    def digest(self, file: str) -> str:
        """Return the hash of a file as it was when it was first asked for; raise OSError if there is none."""
        if file not in self._hashes:
            self._hashes[file] = self._digest(file)
        return self._hashes[file]

    def find(self, file: str) -> str | None:
        """Return the hash of a file, or None if there is none."""
        try:
            return self.digest(file)
        except OSError:
            return None

    def is_still(self, file: str) -> bool:
        """Tell whether a file still is what its hash says, by reading it."""
        try:
            return self.digest(file) == _hash(file)
        except OSError:
            return False

    def digest_all(self, *places: Path) -> str:
        """Return one hash of all files below some folders, and of single files, with their names."""
        made = hashlib.sha256()
        for place in places:
            # Others name the same files by their whole path: each is asked for once.
            for file in _files(os.path.abspath(place)):  # noqa: PTH100  links stay as they are written
                made.update(f"\0{file}\0{self.digest(file)}".encode("utf-8", "surrogateescape"))
        return made.hexdigest()

    def write(self) -> None:
        """Leave the hashes for the next build."""
        if self._place is None or self._kept == self._before:
            return
        write_kept(self._place, self._kept)

    def _digest(self, file: str) -> str:
        told = os.stat(file)  # noqa: PTH116  of thousands of files
        stamp = (told.st_mtime_ns, told.st_ctime_ns, told.st_size, told.st_ino)
        before = self._before.get(file)
        digest = before[1] if before is not None and before[0] == stamp else _hash(file)
        if max(told.st_mtime_ns, told.st_ctime_ns) < self._now - _SETTLED_NS:
            self._kept[file] = (stamp, digest)
        return digest


def _hash(file: str) -> str:
    with open(file, "rb", buffering=0) as opened:  # noqa: PTH123  of thousands of files
        return hashlib.sha256(opened.read()).hexdigest()


def _files(place: str) -> Iterator[str]:
    """Return the files below a folder in order, or the file itself."""
    if Path(place).is_file():
        yield place
        return
    try:
        entries = sorted(os.scandir(place), key=_name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.name in _IGNORED:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path)
        elif entry.is_file():
            yield entry.path


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _read(place: Path) -> dict[str, tuple[_Stamp, str]]:
    kept: dict[str, tuple[_Stamp, str]] | None = read_kept(place)
    return kept or {}


def _now_beside(place: Path) -> int:
    """Ask the disk's own clock for the time, which files are stamped with."""
    asked = place.with_suffix(".now")
    asked.write_bytes(b"")
    return asked.stat().st_mtime_ns
