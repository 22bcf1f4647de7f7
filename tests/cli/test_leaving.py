"""A program that leaves at once has said everything and gives the code it ended with."""

import subprocess
import sys

import pytest

PROGRAM = """
import atexit, sys
from portal.cli.leaving import leaving_at_once

class Held:
    def __del__(self):
        print("taken apart")

with leaving_at_once():
    atexit.register(print, "told of the end")
    held = Held()
    print("done")
    {end}
"""


def run(end: str) -> subprocess.CompletedProcess[str]:
    """Run a program that ends like this, into a pipe."""
    command = [sys.executable, "-c", PROGRAM.format(end=end)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("end", "code"), [("sys.exit()", 0), ("sys.exit(0)", 0), ("sys.exit(3)", 3)])
def test_what_was_printed_arrives_and_the_code_stays(end: str, code: int) -> None:
    ended = run(end)
    assert (ended.returncode, ended.stdout) == (code, "done\ntold of the end\n")


def test_a_mistake_ends_as_ever() -> None:
    ended = run("raise OSError('torn')")
    assert ended.returncode == 1
    assert "torn" in ended.stderr
    assert "taken apart" in ended.stdout


def test_the_command_that_builds_says_what_is_wrong() -> None:
    command = [sys.executable, "-m", "portal", "build", "--nonsense"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "--nonsense" in ended.stderr
