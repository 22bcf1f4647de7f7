"""Walk once through a content folder: what stands there, and what is only a link to it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Found:
    """One file or symbolic link below the content, with its path as addresses are written."""

    path: str
    is_link: bool

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def suffix(self) -> str:
        """The ending with its dot, in small letters; empty if there is none."""
        stem, dot, ending = self.name.rpartition(".")
        return f".{ending.lower()}" if dot and stem else ""


def walk(content: Path) -> tuple[Found, ...]:
    """Return everything below a folder in order, but for what is hidden; links are not followed."""
    return tuple(sorted(_walk(content, ""), key=lambda found: found.path.split("/")))


def _walk(folder: Path, inside: str) -> Iterator[Found]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue  # neither read nor published
            path = f"{inside}{entry.name}"
            if entry.is_symlink():
                yield Found(path, is_link=True)
            elif entry.is_dir():
                yield from _walk(folder / entry.name, f"{path}/")
            else:
                yield Found(path, is_link=False)
