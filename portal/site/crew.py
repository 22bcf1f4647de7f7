"""Share work among all processors; the workers are forks, so what they need is simply there."""

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from multiprocessing import get_all_start_methods, get_context, parent_process
from typing import Any, Final, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Fewer tasks are done sooner than processes are started for them.
_WORTH_A_CREW: Final = 48
# The smaller the batches, the less one worker has to do when the others are done.
_BATCHES_A_WORKER: Final = 96
_MANY_OBJECTS: Final = 50_000
_work: Callable[[int], Any] | None = None


@contextmanager
def shared(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Iterator[Result]]:
    """Begin to work on all items and give an iterator over the results, in the items' order."""
    with shared_in_batches(partial(_each, work), items) as results:
        yield results


@contextmanager
def shared_in_batches(
    work: Callable[[Sequence[Item]], Sequence[Result]], items: Sequence[Item]
) -> Iterator[Iterator[Result]]:
    """Do the same where `work` takes some items at a time, and may take them all step by step.

    A step that follows itself finds its code and its tables still in the processor's caches.

    Without fork, with threads about that a fork would leave behind, or for a handful of items, the
    work is done in this process while the results are taken.
    """
    workers = len(os.sched_getaffinity(0)) if can_fork() else 1
    size = max(1, len(items) // (workers * _BATCHES_A_WORKER))
    batches = [items[start : start + size] for start in range(0, len(items), size)]
    if workers < 2 or len(items) < _WORTH_A_CREW:
        yield chain.from_iterable(map(work, batches))
        return
    from concurrent.futures import ProcessPoolExecutor  # an edit has no use for it

    numbered = partial(_by_number, work, batches)
    with ProcessPoolExecutor(workers, get_context("fork"), initializer=_begin, initargs=(numbered,)) as pool:
        try:
            with _uninterrupted():
                results = pool.map(_do, range(len(batches)))
            yield chain.from_iterable(results)
        finally:
            pool.shutdown(cancel_futures=True)  # after a mistake, nobody waits for the rest


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait: who stopped between two forks would wait for ever for the first.

    Those that are forked meanwhile never hear of it; who waits for them tells them to end.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def can_fork() -> bool:
    """Tell whether a copy of this process can work: threads would be missing in it."""
    is_safe = "fork" in get_all_start_methods() and sys.platform != "darwin"
    return is_safe and threading.active_count() == 1


def _each(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return [work(item) for item in items]


def _by_number(work: Callable[[Item], Result], items: Sequence[Item], number: int) -> Result:
    return work(items[number])


def _begin(work: Callable[[int], Any]) -> None:
    """Take the task over."""
    global _work  # noqa: PLW0603  the one thing a worker is told
    _work = work
    look_for_garbage()
    # Work comes through a pipe that each worker could write to, so nobody hears that it will bring no more.
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def look_for_garbage() -> None:
    """Look for garbage among what comes from now on, and seldom: much of it stays."""
    gc.freeze()
    gc.set_threshold(_MANY_OBJECTS)
    gc.enable()


def _do(number: int) -> Any:
    if _work is None:
        raise RuntimeError("A worker was given an item before its task.")
    return _work(number)
