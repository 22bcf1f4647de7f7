"""Who may wait: in the loop that hears all clients nobody may, for all would wait with him.

A request answered there meets `about_to_wait` before anything it would have to wait for, a database above
all, and begins anew in a thread.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_may_wait: ContextVar[bool] = ContextVar("may_wait", default=True)


class MustWait(BaseException):
    """Something has to be waited for, here where nobody may; it is no error, and nobody handles it as one."""


@contextmanager
def nobody_waits() -> Iterator[None]:
    """Let `about_to_wait` raise MustWait in here."""
    before = _may_wait.set(False)
    try:
        yield
    finally:
        _may_wait.reset(before)


def about_to_wait() -> None:
    """Say that what comes next may take long; nothing that must not be done twice may have been done yet."""
    if not _may_wait.get():
        raise MustWait
