"""Hash the files of an index beside the work that writes the others."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from search.manifest import files_of, hash_file


class Hashing:
    """Hashes what is written in a folder, in a thread of its own."""

    def __init__(self, folder: Path, thread: ThreadPoolExecutor) -> None:
        self._folder, self._thread = folder, thread
        self._begun: dict[str, Future[str]] = {}

    @classmethod
    @contextmanager
    def of(cls, folder: Path) -> Iterator[Self]:
        """Give one that ends with its thread."""
        with ThreadPoolExecutor(max_workers=1) as thread:
            yield cls(folder, thread)

    def go_on(self) -> None:
        """Begin with the files that are there now: they must be whole, and stay as they are."""
        for name, path in files_of(self._folder):
            if name not in self._begun:
                self._begun[name] = self._thread.submit(hash_file, path)

    def hashes(self) -> dict[str, str]:
        """Give the hash of every file."""
        self.go_on()
        return {name: begun.result() for name, begun in self._begun.items()}
