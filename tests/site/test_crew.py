"""Work is shared among processes, and what goes wrong in one of them is told."""

import os
from pathlib import Path

import pytest

from portal.errors import PortalError
from portal.site.crew import beside


def test_work_beside_is_done_when_the_block_has_ended(tmp_path: Path) -> None:
    with beside(lambda: (tmp_path / "made").write_text("done", "utf-8")):
        (tmp_path / "meanwhile").touch()
    assert (tmp_path / "made").read_text("utf-8") == "done"


def test_an_error_beside_is_raised_after_the_block(tmp_path: Path) -> None:
    def fail() -> None:
        raise PortalError("no room")

    with pytest.raises(PortalError, match="no room"), beside(fail):
        (tmp_path / "meanwhile").touch()
    assert (tmp_path / "meanwhile").exists()


def test_an_error_of_the_block_comes_first() -> None:
    def fail() -> None:
        raise PortalError("no room")

    with pytest.raises(ValueError, match="of the block"), beside(fail):
        raise ValueError("of the block")


def test_a_process_that_is_ended_from_outside_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.site.crew._can_fork", lambda: True)
    with pytest.raises(OSError, match="ended from outside"), beside(lambda: os._exit(9)):
        pass
