"""Keep the newest index open while others are being built and swapped in."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from search.answer import Answer
from search.errors import IndexMissing, SearchError
from search.manifest import Manifest
from search.opening import open_index
from search.searching import SearchIndex
from search.versions import check_index

SECONDS_BETWEEN_CHECKS: Final = 1.0
# Who asks looks herself only if whoever watches has not looked for so long.
_SECONDS_UNWATCHED: Final = 30.0
_log = logging.getLogger(__name__)


class LiveIndex:
    """Answer from the newest sound index at `path`, however often it is replaced.

    It looks for a newer one at most once a second, and answers from the old one while the new one
    is opened or if it is damaged. With no index at all, asking raises what `open_index` raises. Once it
    watches, nobody who asks waits for an index to be opened but at the very beginning.
    """

    def __init__(self, path: Path, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._seconds = seconds
        self._opening = threading.Lock()
        self._index: SearchIndex | None = None
        self._problem: SearchError | None = None
        self._checked_at: float | None = None
        self._between = SECONDS_BETWEEN_CHECKS
        self._stopped = threading.Event()

    def watch(self) -> None:
        """Open the index, and each newer one, in a thread beside those who ask; call it after a fork."""
        self._between = _SECONDS_UNWATCHED
        threading.Thread(target=self._watch, name="index", daemon=True).start()

    def stop(self) -> None:
        """Watch no more."""
        self._stopped.set()

    def current(self) -> SearchIndex:
        """Give the index to ask now; raise IndexMissing or IndexDamaged if there is none."""
        if self._index is None:
            with self._opening:
                self._look()
        elif self._is_due() and self._opening.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._opening.release()
        if self._index is None:
            raise self._problem or IndexMissing(f"No index in {self._path}.")
        return self._index

    def search(self, text: str, *, lang: str, limit: int = 10, prefix: bool = False) -> Answer:
        """Answer a question as `SearchIndex.search` does."""
        return self.current().search(text, lang=lang, limit=limit, prefix=prefix)

    def similar(self, text: str, *, lang: str, limit: int = 5) -> Answer:
        """Find articles like a long text as `SearchIndex.similar` does."""
        return self.current().similar(text, lang=lang, limit=limit)

    @property
    def languages(self) -> tuple[str, ...]:
        """Name the languages that can be asked."""
        return self.current().languages

    @property
    def manifest(self) -> Manifest:
        """Give the manifest of the index in use."""
        return self.current().manifest

    def problem_on_disk(self) -> SearchError | None:
        """Tell why what is at `path` now could not be opened, whatever answers from memory; or None."""
        try:
            check_index(self._path)
        except SearchError as error:
            return error
        return None

    def _watch(self) -> None:
        while not self._stopped.is_set():
            with self._opening:
                self._open_newer()
            self._stopped.wait(SECONDS_BETWEEN_CHECKS)

    def _is_due(self) -> bool:
        checked_at = self._checked_at
        return checked_at is None or self._seconds() - checked_at >= self._between

    def _look(self) -> None:
        # Another who waited for the same may have looked meanwhile.
        if self._is_due():
            self._open_newer()

    def _open_newer(self) -> None:
        """Open a newer index if there is one. The old one is closed when its last reader ends."""
        self._checked_at = self._seconds()
        if self._index is not None and self._index.is_current():
            return
        try:
            self._index = open_index(self._path)
            self._problem = None
        except SearchError as error:
            # Who watches meets the same problem every second.
            if str(error) != str(self._problem):
                _log.warning("index not opened, path=%s error=%s", self._path, error)
            self._problem = error
