"""`portal worker` does its work once, or until it is told to stop."""

import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli.worker import worker
from portal.clock import utc_now
from portal.services.contacting import ContactForm, send_message
from portal.services.doors import Doors
from tests.services.parts import ROOT, TurnedClock, rows, visit


@pytest.fixture
def environ(sqlite_doors: Doors, clock: TurnedClock) -> Mapping[str, str]:
    """Return the settings of a worker on the same database, with one message waiting."""
    clock.now = utc_now()  # the command has the real clock
    send_message(sqlite_doors, visit(sqlite_doors), ContactForm("Help", "a@example.com", "en", token="1.a.b"))
    return {"PORTAL_VAR": str(sqlite_doors.settings.var_dir), "PORTAL_ROOT": str(ROOT)}


def test_once_delivers_what_is_due_and_says_so(sqlite_doors: Doors, environ: Mapping[str, str]) -> None:
    done = CliRunner().invoke(worker, ["--once"], env=environ)
    assert done.exit_code == 0
    assert "Delivered 2, put off 0, given up 0." in done.output
    assert rows(sqlite_doors, "select distinct state from outbox") == [("delivered",)]


def test_what_it_makes_is_for_its_owner_alone(sqlite_doors: Doors, environ: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "portal", "worker", "--once"]
    subprocess.run(command, env=dict(environ), cwd=Path(ROOT), check=True, umask=0o022, capture_output=True)
    letters = list(sqlite_doors.settings.outbox_dir.glob("*.eml"))
    assert [file.stat().st_mode & 0o777 for file in letters] == [0o600, 0o600]


def test_help_has_examples() -> None:
    assert "portal worker --once" in CliRunner().invoke(worker, ["--help"]).output


def test_it_works_until_it_is_told_to_stop(sqlite_doors: Doors, environ: Mapping[str, str]) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "portal", "worker"], env=dict(environ), cwd=Path(ROOT), stderr=subprocess.PIPE
    )
    outbox = sqlite_doors.settings.outbox_dir
    for _ in range(300):
        if outbox.exists() and len(list(outbox.glob("*.eml"))) == 2:
            break
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=0.1)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0, errors
    assert rows(sqlite_doors, "select distinct state from outbox") == [("delivered",)]
