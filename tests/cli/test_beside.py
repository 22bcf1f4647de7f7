"""What runs beside the service goes on for as long as the service does."""

import os
import signal
import sys
import time

import pytest

from portal.cli.beside import Companion, running_beside

FOREVER = (sys.executable, "-c", "import signal; signal.pause()")
PATIENCE_S = 20.0


def wait_for_another(companion: Companion, first: int) -> int:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if companion.pid != first:
            return companion.pid
    pytest.fail("It was not started again.")


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_worker_that_dies_is_started_again_and_ends_with_the_service() -> None:
    with running_beside(FOREVER, pause_s=0) as companion:
        first = companion.pid
        os.kill(first, signal.SIGKILL)
        second = wait_for_another(companion, first)
        assert is_alive(second)
    assert not is_alive(second)


def test_a_forked_child_does_not_end_what_it_did_not_start() -> None:
    with running_beside(FOREVER) as companion:
        child = os.fork()
        if child == 0:
            companion.end()
            os._exit(0)
        os.waitpid(child, 0)
        assert is_alive(companion.pid)
