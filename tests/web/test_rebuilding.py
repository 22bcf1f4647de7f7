"""The index is replaced again and again while the service answers, and nobody notices."""

import itertools
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.services.doors import Doors
from portal.web.app import create_app
from search import LiveIndex, build_index
from tests.services.parts import TurnedClock, close, make_documents, make_doors
from tests.web.conftest import as_chrome

TIMES, PEOPLE = 50, 3


@pytest.fixture
def patient(tmp_path: Path, small_index: Path, clock: TurnedClock) -> Iterator[Doors]:
    """Return doors that answer as many requests a minute as come."""
    opened = make_doors(tmp_path / "var", index=small_index, clock=clock, reads_per_minute=10**6)
    yield opened
    close(opened)


def test_no_request_fails_while_the_index_is_replaced_fifty_times(patient: Doors) -> None:
    doors = patient
    seconds = itertools.count()
    live = LiveIndex(doors.settings.index_dir, seconds=lambda: float(next(seconds)))
    app = create_app(replace(doors, index=live), start_recorder=False)
    wrong: list[int] = []
    right: list[int] = []
    stop = threading.Event()

    def ask(person: int) -> None:
        client = as_chrome(app)
        for turn in itertools.count():
            if stop.is_set():
                return
            answer = client.get(f"/api/search?q=refund+{person}+{turn}&lang=en")
            is_right = answer.status_code == 200 and answer.get_json()["hits"]
            (right if is_right else wrong).append(answer.status_code)
            # Leave the processor to those who build.
            stop.wait(0.002)

    people = [threading.Thread(target=ask, args=(person,)) for person in range(PEOPLE)]
    for thread in people:
        thread.start()
    documents = list(make_documents())
    try:
        for turn in range(TIMES):
            changed = replace(documents[0], title=f"{documents[0].title} {turn}")
            build_index([changed, *documents[1:]], doors.settings.index_dir)
    finally:
        stop.set()
        for thread in people:
            thread.join()
    assert not wrong
    assert len(right) >= TIMES
    assert live.current().is_current()
