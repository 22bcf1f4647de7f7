"""A new site gets a part of the disk to itself where that can be had."""

import os
from pathlib import Path

import pytest

from portal.site import scattering
from portal.site.scattering import make_apart, scatter


def test_a_folder_may_be_told_twice_and_is_used_as_before(tmp_path: Path) -> None:
    told = scatter(tmp_path)
    assert scatter(tmp_path) is told
    (tmp_path / "new").mkdir()
    assert [one.name for one in tmp_path.iterdir()] == ["new"]


def test_a_disk_that_cannot_is_left_as_it_is() -> None:
    assert scatter(Path(os.sep, "proc", "self")) is False


@pytest.mark.parametrize("can", [True, False], ids=["a disk that can", "one that cannot"])
def test_one_empty_folder_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, can: bool) -> None:
    monkeypatch.setattr(scattering, "scatter", lambda _: can)
    made = make_apart(tmp_path, "new-")
    assert list(tmp_path.iterdir()) == [made]
    assert made.name.startswith("new-")
    assert list(made.iterdir()) == []
