"""Delete whole sites while nobody waits: tens of thousands of files can take longer than a build.

What is to go is moved into a folder of its own, out of the way at once, and deleted by a program that goes on
when this one has ended. What a machine that is turned off leaves of it goes with the next build.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

_PREFIX: Final = "gone-"
# Ends at once and leaves the deleting to its child, whose parent is then the system itself.
_DELETE: Final = 'nice rm -rf -- "$@" &'


def discard(*folders: Path, near: Path) -> None:
    """Take folders away and delete them by and by; `near` is a folder on the same disk."""
    there = [folder for folder in folders if folder.exists()]
    if not there:
        return
    try:
        gone = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=near))
        for folder in there:
            folder.rename(gone / folder.name)
        _delete(gone)
    except OSError:  # a full disk has no room for one more folder, and deleting makes room
        for folder in there:
            shutil.rmtree(folder, ignore_errors=True)


def discard_left_over(near: Path) -> None:
    """Delete what was not deleted to its end."""
    left_over = list(near.glob(f"{_PREFIX}*"))
    if left_over:
        _delete(*left_over)


def _delete(*folders: Path) -> None:
    if os.name == "posix":
        import subprocess  # few builds have something to delete

        nothing = subprocess.DEVNULL
        subprocess.run(  # noqa: S603  our own folders, each a word of its own
            ["/bin/sh", "-c", _DELETE, "sh", *map(str, folders)],
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            # Whoever stops this program does not stop the deleting.
            start_new_session=True,
            check=False,
        )
        return
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
