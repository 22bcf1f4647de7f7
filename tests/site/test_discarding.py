"""What is not needed any more is out of the way at once, and gone before long."""

import os
import time
from pathlib import Path

import pytest

from portal.site.discarding import discard, discard_left_over

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere it is deleted at once")


def fill(folder: Path) -> Path:
    (folder / "a folder").mkdir(parents=True)
    (folder / "a folder" / "-file").write_text("x")
    return folder


def wait_until_gone(near: Path) -> None:
    until = time.monotonic() + 60
    while any(near.glob("gone-*")) and time.monotonic() < until:
        os.sched_yield()
    assert not list(near.glob("gone-*"))


def test_discarded_folders_are_not_where_they_were(tmp_path: Path) -> None:
    one, other = fill(tmp_path / "one"), fill(tmp_path / "-two")
    discard(one, other, tmp_path / "never there", near=tmp_path)
    assert not one.exists()
    assert not other.exists()
    wait_until_gone(tmp_path)


def test_what_a_machine_that_was_turned_off_has_left_goes_next_time(tmp_path: Path) -> None:
    fill(tmp_path / "gone-abc")
    kept = fill(tmp_path / "kept")
    discard_left_over(tmp_path)
    wait_until_gone(tmp_path)
    assert kept.exists()


def test_folders_go_at_once_where_nothing_can_be_put_out_of_the_way(tmp_path: Path) -> None:
    one = fill(tmp_path / "one")
    discard(one, near=tmp_path / "never there")
    assert not one.exists()
