"""End the program at once when its work is done: taking thousands of articles apart helps nobody.

Python gives every object back one by one before a process ends, which takes a third of a second after a
build, and the system takes back all of them anyway.
"""

import atexit
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def leaving_at_once() -> Iterator[None]:
    """End the program with the code that the body exits with, once everything else has been told of the end.

    What the body has written must be on its way and who works for it must have ended, as when it returns.
    """
    codes: list[int] = []
    gc.disable()  # for the same reason

    def leave() -> None:
        if codes:
            # If this fails, Python says so in its own way.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(codes[0])

    # The first one that is registered is called last.
    atexit.register(leave)
    try:
        yield
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            codes.append(end.code or 0)
        raise
