"""Let each new site have a part of the disk to itself, where the disk can be told so (ext4).

Without a journal, as on many virtual machines, ext4 looks at every file deleted in the last minutes before it
makes one beside them: a site that takes the place of another then costs thirty times as much to write.
Folders within one that is said to be the top of many unrelated ones are put far from each other, by name.
"""

import os
import shutil
import struct
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

if sys.platform == "linux":
    import fcntl

# From the system's linux/fs.h, as most processors have them; others refuse these numbers.
_SIZE: Final = struct.calcsize("l") << 16 | ord("f") << 8
_GET_FLAGS: Final = 2 << 30 | _SIZE | 1
_SET_FLAGS: Final = 1 << 30 | _SIZE | 2
_TOP_OF_MANY: Final = 0x20000
# Of so many places one is surely fresh, and trying them takes a millisecond.
_PLACES: Final = 5


def make_apart(near: Path, prefix: str) -> Path:
    """Make a folder of a new name in another, where the disk makes files quickly."""
    if not scatter(near):
        return Path(tempfile.mkdtemp(prefix=prefix, dir=near))
    places = [Path(tempfile.mkdtemp(prefix=prefix, dir=near)) for _ in range(_PLACES)]
    quickest = min(places, key=_try)
    for place in places:
        if place != quickest:
            shutil.rmtree(place)
    return quickest


def scatter(folder: Path) -> bool:
    """Have what is made in a folder from now on put far from each other; False where the disk cannot."""
    if sys.platform != "linux":
        return False
    opened = os.open(folder, os.O_RDONLY)
    try:
        (flags,) = struct.unpack("I", fcntl.ioctl(opened, _GET_FLAGS, bytes(4)))
        if not flags & _TOP_OF_MANY:
            fcntl.ioctl(opened, _SET_FLAGS, struct.pack("I", flags | _TOP_OF_MANY))
    except OSError:
        return False
    finally:
        os.close(opened)
    return True


def _try(place: Path) -> float:
    """Return how long it takes to make a file in a folder."""
    file = place / "tried"
    started = time.perf_counter()
    file.touch()
    taken = time.perf_counter() - started
    file.unlink()
    return taken
