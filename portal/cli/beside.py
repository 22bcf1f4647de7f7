"""Keep a process running beside this one: when it ends by itself, it is started again."""

import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

PAUSE_S = 5.0
_LAST_WORDS_S = 15.0


class Companion:
    """A process and the thread that starts it again."""

    def __init__(self, command: Sequence[str], *, pause_s: float = PAUSE_S) -> None:
        self._command = tuple(command)
        self._pause_s = pause_s
        self._owner = os.getpid()
        self._stop = threading.Event()
        self._starting = threading.Lock()
        self._process = self._start()
        self._watching = threading.Thread(target=self._watch, name="companion", daemon=True)
        self._watching.start()

    @property
    def pid(self) -> int:
        """The number of the process that runs now."""
        return self._process.pid

    def end(self) -> None:
        """Tell the process to end and wait until it has; only for who started it, not for a forked child."""
        if os.getpid() != self._owner:
            return
        with self._starting:
            self._stop.set()
            self._process.terminate()
        self._watching.join(timeout=_LAST_WORDS_S)

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command)  # noqa: S603  our own command

    def _watch(self) -> None:
        while True:
            self._process.wait()
            if self._stop.wait(self._pause_s):
                return
            with self._starting:
                if self._stop.is_set():
                    return
                click.echo(f"Ended by itself, starting it again: {' '.join(self._command)}", err=True)
                self._process = self._start()


@contextmanager
def running_beside(command: Sequence[str], *, pause_s: float = PAUSE_S) -> Iterator[Companion]:
    """Run a command for as long as the body runs."""
    companion = Companion(command, pause_s=pause_s)
    try:
        yield companion
    finally:
        companion.end()
