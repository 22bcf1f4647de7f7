"""Have the search index built in a process of its own.

The process gets ready, with all that is slow to read, while it is not known yet what has changed.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import search
from portal.site.crew import can_fork, look_for_garbage
from portal.site.kept_documents import KeptDocuments
from search import Knowledge

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    # It brings numpy, which only the process for the index needs.
    from search import Prepared


@dataclass(frozen=True, slots=True)
class Order:
    """What an index is to be made of, and where."""

    documents: KeptDocuments
    place: Path
    engine: str
    knowledge: Mapping[str, Knowledge]

    def fill(self, prepared: "Prepared | None" = None) -> None:
        """Bring the index up to date, with what was prepared for its place; raise SearchError."""
        if prepared is None or prepared.path != self.place:
            prepared = search.prepare_index(self.place)
        search.update_index(
            self.documents.places,
            prepared,
            read=self.documents.read,
            engine=self.engine,
            knowledge=self.knowledge,
        )


class Indexer(Protocol):
    """Takes an order when the texts are there; the site is written meanwhile."""

    def begin(self, order: Order) -> None:
        """Take the order."""

    def finish(self) -> None:
        """Return when the index is there, or will be; raise what went wrong."""


class IndexHere:
    """Builds the index in this process, where another one cannot be begun."""

    def __init__(self, place: Path, *, clean: bool) -> None:
        self._place, self._clean = place, clean

    def begin(self, order: Order) -> None:
        """Build the index."""
        order.fill(search.prepare_index(self._place, clean=self._clean))

    def finish(self) -> None:
        """Return: it is there."""

    def close(self) -> None:
        """Return: nothing is open."""


class IndexBeside:
    """A process that gets ready to build the index at a place, and then builds it."""

    def __init__(self, place: Path, *, clean: bool) -> None:
        context = get_context("fork")
        self._connection, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=_work, args=(theirs, self._connection, place, clean)
        )
        self._process.start()
        self.pid = self._process.pid or 0
        theirs.close()

    def begin(self, order: Order) -> None:
        """Hand the order over and wait until its documents cannot get lost any more."""
        with suppress(OSError):  # it has ended; what it said last tells why
            self._connection.send(order)
        self._receive()

    def finish(self) -> None:
        """Wait for the index; raise the error it ended with."""
        self._receive()  # the process may still be giving back what it held

    def close(self) -> None:
        """End the process; it has nothing to do if it got no order."""
        self._connection.close()
        self._process.join()

    def _receive(self) -> None:
        try:
            error = self._connection.recv()
        except (EOFError, ConnectionResetError):
            error = OSError(
                "A process of the build was ended from outside. Is there enough memory? Build again."
            )
        if error is not None:
            raise error


@contextmanager
def indexing(given: Indexer | None, place: Path, *, clean: bool = False) -> Iterator[Indexer]:
    """Give who was given, or who builds at a place: a process, if there can be one, ready as soon as it can.

    With `clean` nothing is taken from the index that is there.
    """
    if given is not None:
        yield given
        return
    with closing((IndexBeside if can_fork() else IndexHere)(place, clean=clean)) as own:
        yield own


def _work(connection: Connection, parents: Connection, place: Path, clean: bool) -> None:  # noqa: FBT001
    # As long as the parent's end is open here, too, its closing would go unnoticed.
    parents.close()
    look_for_garbage()
    told: Exception | None = None
    try:
        with ThreadPoolExecutor(max_workers=1) as beside:
            # Who hands the order over does not wait until all is ready.
            order = beside.submit(_take, connection)
            prepared, _ = search.prepare_index(place, clean=clean), search.update_index  # reads what builds
            order.result().fill(prepared)
    except (EOFError, KeyboardInterrupt):
        return  # the build was given up
    except Exception as error:  # noqa: BLE001  raised again by who waits
        told = error
    with suppress(OSError):  # nobody waits any more: the build has failed meanwhile
        connection.send(told)


def _take(connection: Connection) -> Order:
    """Wait for the order, and tell when its documents cannot get lost any more."""
    order: Order = connection.recv()
    held = Order(order.documents.held(), order.place, order.engine, order.knowledge)
    connection.send(None)
    return held
