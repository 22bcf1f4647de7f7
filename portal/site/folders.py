"""Put a site into the place of another in one step, or a few changed files into the one that is served.

    var/site              the site that is served
    var/build/gone-*      what is deleted by and by
    var/build/old         where a site stands while another takes its place without an exchange

Where the system can exchange two folders (Linux), readers and a kill see the old site or the new one.
Elsewhere it takes two renames; what a kill leaves between them is put back at the next start.
A few files are moved one by one, each in one step, in less time than a reader takes to follow a link. A kill
between them leaves newer pages beside older ones, until the next build, which then makes the whole site.
"""

import os
import posixpath
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from portal.site.discarding import discard, discard_left_over

try:
    import fcntl
except ImportError:  # only where there is no fork either
    fcntl = None  # type: ignore[assignment]

_AT_WORKING_FOLDER: Final = -100
_EXCHANGE: Final = 2
# So many are moved within a twentieth of a second.
_FEW: Final = 1000


class SiteFolder:
    """The folder that is served; `near` is one on the same disk for what is being made."""

    def __init__(self, site: Path, near: Path) -> None:
        self.site = site
        self._near = near
        self._old = near / "old"

    def recover(self) -> None:
        """Put back the old site if a build was killed between two renames."""
        if self._old.exists() and not self.site.exists():
            self._old.rename(self.site)
        shutil.rmtree(self._old, ignore_errors=True)
        discard_left_over(self._near)

    def replace(self, fresh: Path) -> None:
        """Serve a whole new site; the one before it is gone."""
        self.site.parent.mkdir(parents=True, exist_ok=True)
        if self.site.exists():
            self._exchange(fresh)
        else:
            fresh.rename(self.site)
        discard(fresh, near=self._near)

    def update(self, fresh: Path, *, known: Mapping[str, str], wanted: Mapping[str, str]) -> None:
        """Serve the wanted files: what has changed is in `fresh`, the rest is served already.

        `known` and `wanted` say of each file what it was made from; equal values mean equal bytes.
        """
        changed = {name for name, made_from in wanted.items() if known.get(name) != made_from}
        gone = known.keys() - wanted.keys()
        if len(changed) + len(gone) <= _FEW:
            self._move(fresh, changed, gone)
            return
        for name in wanted.keys() - changed:
            _share(self.site / name, fresh / name)
        self.replace(fresh)

    def _move(self, fresh: Path, changed: Collection[str], gone: Collection[str]) -> None:
        # A file may stand where a folder was, so what is gone goes first.
        for name in gone:
            (self.site / name).unlink(missing_ok=True)
        _remove_empty(self.site, {posixpath.dirname(name) for name in gone})
        for folder in {posixpath.dirname(name) for name in changed}:
            (self.site / folder).mkdir(parents=True, exist_ok=True)
        for name in changed:
            (fresh / name).replace(self.site / name)

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
        try:
            yield
        finally:
            # A process that was forked meanwhile has the file open, too, and would go on holding it.
            if fcntl is not None:
                fcntl.flock(opened, fcntl.LOCK_UN)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot."""
    # An edit exchanges nothing and need not wait for it.
    import ctypes

    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done = rename(
        _AT_WORKING_FOLDER, os.fsencode(one), _AT_WORKING_FOLDER, os.fsencode(other), ctypes.c_uint(_EXCHANGE)
    )
    return bool(done == 0)


def _share(served: Path, target: Path) -> None:
    """Let a file that is served stand in another site, too, if it is not there already."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(served)
    except OSError:
        shutil.copy2(served, target)


def _remove_empty(folder: Path, names: Iterable[str]) -> None:
    """Remove folders that have lost their last file, and those above them."""
    for name in names:
        place = folder / name
        while place != folder and place.is_dir() and not any(place.iterdir()):
            place.rmdir()
            place = place.parent
