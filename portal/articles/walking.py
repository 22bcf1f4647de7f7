"""Walk once through a content folder: what stands there, and what is only a link to it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Found(NamedTuple):
    """One file or symbolic link below the content, with its path as addresses are written; there are many."""

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


def walk(content: Path, *, leave_out: tuple[str, ...] = ()) -> tuple[Found, ...]:
    """Return everything below a folder in order, but for what is hidden; links are not followed.

    Of thousands of files those may be left out whose names end in a certain way.
    """
    return tuple(_walk(str(content), "", leave_out))


def _walk(folder: str, inside: str, leave_out: tuple[str, ...]) -> Iterator[Found]:
    with os.scandir(folder) as entries:
        in_order = sorted(entries, key=_name)
    for entry in in_order:
        if entry.name.startswith("."):
            continue  # neither read nor published
        path = f"{inside}{entry.name}"
        if entry.is_symlink():
            yield Found(path, is_link=True)
        elif entry.is_dir():
            yield from _walk(entry.path, f"{path}/", leave_out)
        elif not entry.name.endswith(leave_out):
            yield Found(path, is_link=False)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name
