"""Whatever ends a build, nobody who worked for it stays."""

import signal
import subprocess
import sys

import pytest

from portal.site.crew import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="there are no workers")

ENDS_IN_S = 20
WAITS_AMONG_WORKERS = """
import sys
from portal.site.crew import shared

with shared(str, range(100)) as results:
    print(*results, flush=True)
    sys.stdin.read()
"""
STOPPED_BETWEEN_FORKS = """
import signal
from multiprocessing.popen_fork import Popen
from portal.site.crew import shared

# What a shell began in the background was told to ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)
fork = Popen._launch

def fork_and_stop(self, process):
    fork(self, process)
    signal.raise_signal(signal.SIGINT)

Popen._launch = fork_and_stop
with shared(str, range(100)) as results:
    list(results)
"""


def test_workers_end_when_the_build_is_killed() -> None:
    command = [sys.executable, "-c", WAITS_AMONG_WORKERS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"0 1 2 ")
        process.kill()
        # Workers hold the other end, too: it is read to its end once they are gone.
        assert process.communicate(timeout=ENDS_IN_S)[0] == b""


def test_a_build_that_is_stopped_between_two_forks_ends() -> None:
    command = [sys.executable, "-c", STOPPED_BETWEEN_FORKS]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=ENDS_IN_S, check=False)
    assert ended.returncode in {-signal.SIGINT, 1}
    assert "KeyboardInterrupt" in ended.stderr
