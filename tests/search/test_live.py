"""The newest sound index answers."""

import threading
from pathlib import Path

import pytest

from search import IndexMissing, LiveIndex, build_index
from tests.search.makers import ENGLISH, RUSSIAN


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_newer_index_is_used_after_a_second(tmp_path: Path, clock: Clock) -> None:
    build_index(ENGLISH, tmp_path)
    live = LiveIndex(tmp_path, seconds=clock)
    assert live.languages == ("en",)
    build_index(RUSSIAN, tmp_path)
    assert live.languages == ("en",), "it does not look at every question"
    clock.now = 1.0
    assert live.languages == ("ru",)


def test_it_waits_for_the_first_index(tmp_path: Path, clock: Clock) -> None:
    live = LiveIndex(tmp_path / "index", seconds=clock)
    with pytest.raises(IndexMissing):
        live.search("cancel", lang="en")
    build_index(ENGLISH, tmp_path / "index")
    clock.now = 1.0
    assert live.search("cancel", lang="en").hits
    assert live.similar("I would like to cancel my order", lang="en").hits


def test_a_damaged_newer_index_leaves_the_old_one_answering(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    manifest = build_index(ENGLISH, tmp_path)
    live = LiveIndex(tmp_path, seconds=clock)
    assert live.manifest == manifest
    (tmp_path / "current").write_text("v-broken 00")
    clock.now = 1.0
    assert live.search("cancel", lang="en").hits
    assert "index not opened" in caplog.text


def test_who_watches_opens_a_newer_index_before_anybody_looks(tmp_path: Path, clock: Clock) -> None:
    build_index(ENGLISH, tmp_path)
    live = LiveIndex(tmp_path, seconds=clock)
    live.watch()
    try:
        assert live.languages == ("en",)
        build_index(RUSSIAN, tmp_path)
        until = threading.Event()
        assert any(live.languages == ("ru",) for _ in range(200) if not until.wait(0.05))
        assert clock.now == 0.0, "for who asks it was too early to look"
    finally:
        live.stop()


def test_who_asks_looks_herself_when_nobody_has_watched_for_long(tmp_path: Path, clock: Clock) -> None:
    build_index(ENGLISH, tmp_path)
    live = LiveIndex(tmp_path, seconds=clock)
    live.stop()
    live.watch()
    assert live.languages == ("en",)
    build_index(RUSSIAN, tmp_path)
    clock.now = 1.0
    assert live.languages == ("en",)
    clock.now = 60.0
    assert live.languages == ("ru",)
