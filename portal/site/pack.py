"""Keep many small pieces in one file from one build to the next, each under the hash of what it is made from.

bodies.pack   the pieces, one after the other; what is new is added at the end
bodies.kept   where each stands; written last, so that a killed build leaves the old pieces
"""

import os
import tempfile
from collections.abc import Collection, Mapping
from errno import ENOSPC
from pathlib import Path
from typing import Final, Self
from weakref import finalize
from zlib import crc32

from portal.site.kept import PLACES_SUFFIX, read_kept, write_kept

# Rewriting costs as much as some builds' additions, so it waits until half of the file is waste.
_MOST_WASTE: Final = 0.5
# Articles for staff are among the pieces, and the site beside them is for everybody.
_MODE: Final = 0o600
# What other code has written may have another shape.
_FORMAT: Final = 2

Place = tuple[int, int, int]
"""Where a piece stands in the file, how long it is, and its checksum (CRC-32)."""


class Pack:
    """Pieces by key. Forked processes may read what was put before the fork.

    Without a path the pieces are kept until the pack is closed.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._places = _read_places(path) if path else {}
        self._end = _end_of(self._places)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, _MODE) if path else _open_nameless()
        if os.fstat(self._file).st_size < self._end:
            self._places, self._end = {}, 0
        os.ftruncate(self._file, self._end)

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def get(self, key: str) -> bytes:
        """Return a piece; raise KeyError if it is not there, OSError if it is damaged."""
        return read_piece(self._file, self._places[key])

    def place(self, key: str) -> Place:
        """Return where a piece stands in the file."""
        return self._places[key]

    @property
    def file(self) -> Path | int:
        """The file the pieces stand in, or its number while it is open."""
        return self._path or self._file

    def put(self, key: str, piece: bytes) -> None:
        """Add a piece."""
        if os.pwrite(self._file, piece, self._end) != len(piece):  # so a system tells of the last bit of room
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        self._places[key] = (self._end, len(piece), crc32(piece))
        self._end += len(piece)

    def keep(self, keys: Collection[str]) -> None:
        """Forget all other pieces and write down where these stand."""
        if self._path is None:
            return
        self._places = {key: self._places[key] for key in keys}
        used = sum(size for _, size, _ in self._places.values())
        if used < self._end * _MOST_WASTE:
            self._rewrite(self._path)
        write_kept(self._path.with_suffix(PLACES_SUFFIX), (_FORMAT, self._places))

    def close(self) -> None:
        """Let go of the file; once is enough."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1

    def _rewrite(self, path: Path) -> None:
        # The list of places goes first: until the new one is there, nothing is known. Whoever still
        # reads the old file goes on reading it.
        path.with_suffix(PLACES_SUFFIX).unlink(missing_ok=True)
        pieces = {key: self.get(key) for key in self._places}
        part = path.with_suffix(".part")
        os.close(self._file)
        self._file = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, _MODE)
        self._places, self._end = {}, 0
        for key, piece in pieces.items():
            self.put(key, piece)
        part.replace(path)


class Pieces:
    """The pieces of a pack as they are now; they stay readable, whatever the next build does to the file."""

    def __init__(self, number: int, places: Mapping[str, Place]) -> None:
        self._file, self._places = number, places
        finalize(self, os.close, number)

    @classmethod
    def of(cls, path: Path) -> Self | None:
        """Return the pieces in a file, or None if some of them are missing."""
        places = _read_places(path)
        try:
            pieces = cls(os.open(path, os.O_RDONLY), places)
        except OSError:
            return None
        is_whole = os.fstat(pieces._file).st_size >= _end_of(places)
        return pieces if is_whole else None

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def get(self, key: str) -> bytes:
        """Return a piece; raise KeyError if it is not there, OSError if it is damaged."""
        return read_piece(self._file, self._places[key])


def read_piece(file: int, place: Place) -> bytes:
    """Return a piece of an open file; raise OSError if it is not what was put there."""
    start, size, told = place
    piece = os.pread(file, size, start)
    if crc32(piece) != told:
        raise OSError("What the last build kept for this one is damaged. Run `portal build --clean`.")
    return piece


def _end_of(places: Mapping[str, Place]) -> int:
    return max((start + size for start, size, _ in places.values()), default=0)


def _read_places(path: Path) -> dict[str, Place]:
    kept = read_kept(path.with_suffix(PLACES_SUFFIX))
    return kept[1] if isinstance(kept, tuple) and kept[0] == _FORMAT else {}


def _open_nameless() -> int:
    """Open a file that vanishes when it is closed."""
    number, name = tempfile.mkstemp(prefix="portal-")
    Path(name).unlink()
    return number
