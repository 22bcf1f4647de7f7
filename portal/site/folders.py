"""Put a site into the place of another in one step, and bring an old copy up to date instead of a new one.

    var/site              the site that is served
    var/build/spare       the one before it, with spare.kept, the list of its files
    var/build/gone-*      what is deleted by and by
    var/build/old         where a site stands while another takes its place without an exchange

Where the system can exchange two folders (Linux), readers and a kill see the old site or the new one.
Elsewhere it takes two renames; what a kill leaves between them is put back at the next start.
"""

import ctypes
import os
import posixpath
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from portal.site.discarding import discard, discard_left_over
from portal.site.kept import read_kept, write_kept

try:
    import fcntl
except ImportError:  # only where there is no fork either
    fcntl = None  # type: ignore[assignment]

_AT_WORKING_FOLDER: Final = -100
_EXCHANGE: Final = 2


class SiteFolder:
    """The folder that is served; `near` is one on the same disk for what is being made."""

    def __init__(self, site: Path, near: Path) -> None:
        self.site = site
        self._near = near
        self._spare = near / "spare"
        self._spare_list = near / "spare.kept"
        self._old = near / "old"

    def recover(self) -> None:
        """Put back the old site if a build was killed between two renames."""
        if self._old.exists() and not self.site.exists():
            self._old.rename(self.site)
        shutil.rmtree(self._old, ignore_errors=True)
        discard_left_over(self._near)

    def replace(self, fresh: Path) -> None:
        """Serve a whole new site; the one before it is gone."""
        self._spare_list.unlink(missing_ok=True)
        self.site.parent.mkdir(parents=True, exist_ok=True)
        if self.site.exists():
            self._exchange(fresh)
        else:
            fresh.rename(self.site)
        discard(fresh, self._spare, near=self._near)

    def update(self, fresh: Path, *, known: Mapping[str, str], wanted: Mapping[str, str]) -> None:
        """Serve the wanted files: what has changed is in `fresh`, the rest is served already.

        `known` and `wanted` say of each file what it was made from; equal values mean equal bytes.
        """
        there = read_kept(self._spare_list) if self._spare.is_dir() else None
        self._spare_list.unlink(missing_ok=True)
        if there is None:
            discard(self._spare, near=self._near)
            there = {}
        for name in there.keys() - wanted.keys():
            (self._spare / name).unlink(missing_ok=True)
        _remove_empty(self._spare, {posixpath.dirname(name) for name in there.keys() - wanted.keys()})
        for folder in sorted({posixpath.dirname(name) for name in wanted.keys() - there.keys()}):
            (self._spare / folder).mkdir(parents=True, exist_ok=True)
        for name, made_from in wanted.items():
            if there.get(name) != made_from:
                _take(name, self._spare, fresh=fresh, served=self.site)
        self._exchange(self._spare)
        write_kept(self._spare_list, dict(known))

    def _exchange(self, fresh: Path) -> None:
        if exchange(fresh, self.site):
            return
        self.site.rename(self._old)
        fresh.rename(self.site)
        self._old.rename(fresh)


@contextmanager
def readable_by_all() -> Iterator[None]:
    """Make files that another user's web server can read, too; the rest of the portal's are the owner's."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Wait until nobody else builds here, as an author and the worker might; a process that ends lets go."""
    with file.open("a") as opened:
        if fcntl is not None:
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done = rename(
        _AT_WORKING_FOLDER, os.fsencode(one), _AT_WORKING_FOLDER, os.fsencode(other), ctypes.c_uint(_EXCHANGE)
    )
    return bool(done == 0)


def _take(name: str, folder: Path, *, fresh: Path, served: Path) -> None:
    """Move a new file into a folder, or share one that is served already."""
    target = folder / name
    if (fresh / name).exists():
        (fresh / name).replace(target)
        return
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(served / name)
    except OSError:
        shutil.copy2(served / name, target)


def _remove_empty(folder: Path, names: Iterable[str]) -> None:
    """Remove folders that have lost their last file, and those above them."""
    for name in names:
        place = folder / name
        while place != folder and place.is_dir() and not any(place.iterdir()):
            place.rmdir()
            place = place.parent
