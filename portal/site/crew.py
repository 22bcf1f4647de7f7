"""Share work among all processors; the workers are forks, so what they need is simply there."""

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from typing import Any, Final, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Fewer tasks are done sooner than processes are started for them.
_WORTH_A_CREW: Final = 48
_CHUNKS_A_WORKER: Final = 24
_work: Callable[[int], Any] | None = None


@contextmanager
def shared(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Iterator[Result]]:
    """Begin to work on all items and give an iterator over the results, in the items' order.

    Without fork, with threads about that a fork would leave behind, or for a handful of items, the
    work is done in this process while the results are taken.
    """
    workers = len(os.sched_getaffinity(0)) if _can_fork() else 1
    if workers < 2 or len(items) < _WORTH_A_CREW:
        yield map(work, items)
        return
    numbered = partial(_by_number, work, items)
    with ProcessPoolExecutor(workers, get_context("fork"), initializer=_begin, initargs=(numbered,)) as pool:
        chunk = max(1, len(items) // (workers * _CHUNKS_A_WORKER))
        yield pool.map(_do, range(len(items)), chunksize=chunk)


@contextmanager
def beside(work: Callable[[], object]) -> Iterator[None]:
    """Do some work in a process of its own while the block goes on, and raise its error in the end.

    What it changes in memory stays there. Without fork the work is done here, before the block.
    """
    if not _can_fork():
        error = _attempt(work)
        yield
        if error is not None:
            raise error
        return
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_report, args=(work, theirs))
    process.start()
    theirs.close()
    try:
        yield
    finally:
        error = _receive(ours)
        process.join()
        ours.close()
    if error is not None:
        raise error


def _report(work: Callable[[], object], connection: Connection) -> None:
    """Do the work and tell the error it ended with, if any."""
    gc.freeze()
    connection.send(_attempt(work))


def _attempt(work: Callable[[], object]) -> Exception | None:
    """Do the work; its error is raised by who waits, when the block has ended."""
    try:
        work()
    except Exception as error:  # noqa: BLE001  raised again by who waits
        return error
    return None


def _receive(connection: Connection) -> Exception | None:
    """Wait for what the other process has to tell."""
    try:
        told: Exception | None = connection.recv()
    except EOFError:
        return OSError("A process of the build was ended from outside. Is there enough memory? Build again.")
    return told


def _can_fork() -> bool:
    is_safe = "fork" in get_all_start_methods() and sys.platform != "darwin"
    return is_safe and threading.active_count() == 1


def _by_number(work: Callable[[Item], Result], items: Sequence[Item], number: int) -> Result:
    return work(items[number])


def _begin(work: Callable[[int], Any]) -> None:
    """Take the task over; what was there before the fork is never looked through for garbage."""
    global _work  # noqa: PLW0603  the one thing a worker is told
    _work = work
    gc.freeze()


def _do(number: int) -> Any:
    if _work is None:
        raise RuntimeError("A worker was given an item before its task.")
    return _work(number)
