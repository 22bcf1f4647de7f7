"""Build again whenever something is saved, in a process of its own; the search index follows behind.

The process stays warm and has no threads, so that it can share larger builds among all processors.
"""

import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

import search
from portal import clock
from portal.errors import PortalError
from portal.settings import Settings
from portal.site.building import build_site
from portal.site.crew import can_fork, look_for_garbage
from portal.site.indexing import Order

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from search import Prepared

# Editors write a file in several steps; what follows within this time belongs together.
_SETTLING_S: Final = 0.05
_LOOKING_S: Final = 0.25
_WRITES: Final = frozenset({"created", "modified", "moved", "deleted", "closed"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one build came to: how many pages, or what is wrong, with file and line."""

    pages: int
    error: str
    seconds: float


class Rebuilder:
    """The process that builds. Make it before any thread is started."""

    def __init__(self, settings: Settings) -> None:
        context = _context()
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, self._connection, settings), daemon=False)
        self._process.start()
        theirs.close()

    def build(self) -> Outcome:
        """Build what has changed; the index is brought up to date afterwards."""
        self._connection.send("build")
        outcome: Outcome = self._connection.recv()
        return outcome

    def close(self) -> None:
        """End the process once it has done its work."""
        self._connection.close()
        self._process.join()


class Watcher:
    """Tells that something was saved below some folders."""

    def __init__(self, *folders: Path) -> None:
        self._saved = threading.Event()
        self._observer = Observer()
        handler = _Handler(self._saved.set)
        for folder in folders:
            # The project's own folder holds what is built, too: only its files are looked at.
            self._observer.schedule(handler, str(folder), recursive=not (folder / "mkdocs.yml").exists())

    def __enter__(self) -> Self:
        self._observer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._observer.stop()
        self._observer.join()

    def wait(self) -> None:
        """Return when something was saved and the editor has finished."""
        # A signal may reach another thread: a wait without an end would then not hear of Ctrl-C.
        while not self._saved.wait(_LOOKING_S):
            pass
        while self._saved.is_set():
            self._saved.clear()
            time.sleep(_SETTLING_S)


class _Handler(FileSystemEventHandler):
    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in _WRITES and not event.is_directory:
            self._tell()


class _Index:
    """The index, built in one more process beside the site, one at a time; what came meanwhile is built next.

    What the next one takes from it is looked up here while there is nothing else to do, and a fork has it.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self._prepared: Prepared | None = None
        self._waiting: Order | None = None
        self._running: BaseProcess | None = None

    def begin(self, order: Order) -> None:
        """Take the order; its documents stay where they are, whatever the build does to their file.

        All texts are right; if a template is not, people find what they cannot see until it is.
        """
        if self._waiting is not None:
            self._waiting.documents.let_go()
        self._waiting = replace(order, documents=order.documents.held())
        self.go_on()

    def finish(self) -> None:
        """Wait for nothing: the site is shown without it."""

    def go_on(self) -> None:
        """Begin what waits if nothing is being built."""
        if self._waiting is None or self._is_busy:
            return
        self._running = _context().Process(target=_build_index, args=(self._waiting, self._prepared))
        self._running.start()
        self._waiting.documents.let_go()
        self._waiting = self._prepared = None

    def get_ready(self) -> None:
        """Look up what the next index takes from the newest one, if that is done and time allows."""
        if self._prepared is None and self._waiting is None and not self._is_busy and can_fork():
            self._prepared, _ = search.prepare_index(self._place), search.update_index  # reads what builds

    def wait_beside(self, connection: Connection) -> bool:
        """Wait until a connection has something and tell so, or else until no index is being built."""
        sentinels = [self._running.sentinel] if self._running is not None and self._is_busy else []
        return connection in wait([connection, *sentinels], None if sentinels else _LOOKING_S)

    @property
    def _is_busy(self) -> bool:
        return self._running is not None and self._running.is_alive()

    def end(self) -> None:
        """Build what waits and return when it is done."""
        if self._running is not None:
            self._running.join()
        self.go_on()
        if self._running is not None:
            self._running.join()


def _work(connection: Connection, parents: Connection, settings: Settings) -> None:
    # As long as the parent's end is open here, too, its closing would go unnoticed.
    parents.close()
    # Ctrl-C reaches the whole group; the parent closes the pipe, which ends this process in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    index = _Index(settings.index_dir)
    while True:
        index.go_on()
        if not index.wait_beside(connection):
            index.get_ready()
            continue
        try:
            connection.recv()
            connection.send(_build(settings, index))
        except (EOFError, ConnectionError):  # it was told to end, perhaps while it built
            break
    index.end()


def _build(settings: Settings, index: _Index) -> Outcome:
    started = time.monotonic()
    try:
        today = settings.today or clock.today()
        built = build_site(settings, today=today, index=index, with_drafts=True)
    except PortalError as error:
        return Outcome(0, str(error), time.monotonic() - started)
    return Outcome(built.pages, "", time.monotonic() - started)


def _build_index(order: Order, prepared: "Prepared | None") -> None:
    look_for_garbage()
    try:
        order.fill(prepared)
    except search.SearchError as error:
        raise SystemExit(f"The search index was not built: {error}") from error


def _context() -> ForkContext | SpawnContext:
    return get_context("fork") if "fork" in get_all_start_methods() else get_context("spawn")
