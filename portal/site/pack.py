"""Keep many small pieces in one file from one build to the next, each under the hash of what it is made from.

bodies.pack   the pieces, one after the other; what is new is added at the end
bodies.json   where each stands; written last, so that a killed build leaves the old pieces
"""

import json
import os
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Final

# Rewriting costs as much as some builds' additions, so it waits until half of the file is waste.
_MOST_WASTE: Final = 0.5


class Pack:
    """Pieces by key. Forked processes may read what was put before the fork.

    Without a path the pieces are kept until the pack is closed.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._places = _read_places(path) if path else {}
        self._end = max((start + size for start, size in self._places.values()), default=0)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644) if path else _open_nameless()
        if os.fstat(self._file).st_size < self._end:
            self._places, self._end = {}, 0
        os.ftruncate(self._file, self._end)

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def get(self, key: str) -> bytes:
        """Return a piece; raise KeyError if it is not there."""
        start, size = self._places[key]
        return os.pread(self._file, size, start)

    def put(self, key: str, piece: bytes) -> None:
        """Add a piece."""
        os.pwrite(self._file, piece, self._end)
        self._places[key] = (self._end, len(piece))
        self._end += len(piece)

    def keep(self, keys: Collection[str]) -> None:
        """Forget all other pieces and write down where these stand."""
        if self._path is None:
            return
        self._places = {key: self._places[key] for key in keys}
        used = sum(size for _, size in self._places.values())
        if used < self._end * _MOST_WASTE:
            self._rewrite(self._path)
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps(self._places), encoding="utf-8")
        part.replace(self._path.with_suffix(".json"))

    def close(self) -> None:
        """Let go of the file; once is enough."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1

    def _rewrite(self, path: Path) -> None:
        # The list of places goes first: until the new one is there, nothing is known.
        path.with_suffix(".json").unlink(missing_ok=True)
        pieces = {key: self.get(key) for key in self._places}
        os.ftruncate(self._file, 0)
        self._places, self._end = {}, 0
        for key, piece in pieces.items():
            self.put(key, piece)


def _read_places(path: Path) -> dict[str, tuple[int, int]]:
    try:
        stored = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        return {str(key): (int(start), int(size)) for key, (start, size) in stored.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _open_nameless() -> int:
    """Open a file that vanishes when it is closed."""
    number, name = tempfile.mkstemp(prefix="portal-")
    Path(name).unlink()
    return number
