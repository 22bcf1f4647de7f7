"""Begin a build with what needs no setting: the lock, the hashes of all sources, the process for the index.

Settings are checked, and MkDocs is read, while that process gets ready on another processor.
"""

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from portal.places import Places
from portal.site.ending import BuildFailed, explain_refusal
from portal.site.fingerprint import hash_sources
from portal.site.folders import one_at_a_time, readable_by_all
from portal.site.kept import STAMPS_FILE, STATE_FILE, forget_all
from portal.site.stamps import Stamps
from portal.site.state import read_head

if TYPE_CHECKING:
    from portal.site.indexing import Indexer


@dataclass(frozen=True, slots=True)
class Beginning:
    """A build that has begun; nobody else builds here."""

    near: Path
    """The folder of what is being made and what is kept for the next build."""
    stamps: Stamps
    sources: str
    """The hash of all sources; empty where it does not matter."""
    indexer: "Indexer | None"
    """Who builds the index; None as long as there may be nothing to do."""


@contextmanager
def beginning(places: Places, *, clean: bool = False, index: "Indexer | None" = None) -> Iterator[Beginning]:
    """Begin to build; what the system refuses to the body, too, is raised as BuildFailed.

    With `index` something else builds the index, perhaps later: what there is to do is found out in any case.
    """
    near = places.var_dir / "build"
    try:
        near.mkdir(parents=True, exist_ok=True)
        with one_at_a_time(near / "lock"), _no_look_for_garbage(), ExitStack() as stack:
            if clean:
                forget_all(near)
            stamps = Stamps(near / STAMPS_FILE)
            # Of an index that comes later nothing is known, so the next build must not rely on it.
            sources = "" if index else hash_sources(places, stamps)
            head = read_head(near / STATE_FILE)
            if index is None and (head is None or head.sources != sources):
                index = _begin_index(places, stack, clean=clean)
            yield Beginning(near, stamps, sources, index)
    except OSError as error:
        raise BuildFailed(explain_refusal(error, places.var_dir)) from error


def _begin_index(places: Places, stack: ExitStack, *, clean: bool) -> "Indexer":
    # Where nothing has changed, nobody need wait for what begins processes.
    from portal.site.indexing import indexing

    with readable_by_all():
        return stack.enter_context(indexing(None, places.index_dir, clean=clean))


@contextmanager
def _no_look_for_garbage() -> Iterator[None]:
    """Look for no garbage: a build makes much that stays, and who works for it looks for its own."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
