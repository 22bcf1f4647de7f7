"""Two failures in one visit put a person first."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from portal.domain.events import EventName, Traffic
from portal.services.making_events import make_event
from portal.services.setbacks import Setbacks, read_from
from portal.services.visitors import Visitor
from portal.store.database import open_database, writing
from portal.store.events import add_events

NOW = 1_000.0


def search(
    setbacks: Setbacks, query: str, *, found: bool = True, sid: str | None = "a", at: float = NOW
) -> bool:
    return setbacks.note_search(sid, query, found=found, at=at)


def test_nothing_found_twice_is_enough() -> None:
    setbacks = Setbacks()
    assert not search(setbacks, "quartz", found=False)
    assert search(setbacks, "zebra", found=False)


def test_a_no_and_a_reworded_query_are_enough() -> None:
    setbacks = Setbacks()
    assert not search(setbacks, "refund card")
    setbacks.note("a", at=NOW)
    assert search(setbacks, "where is my refund")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("refund", "refund", id="same-again"),
        pytest.param("refund", "password", id="another-need"),
    ],
)
def test_asking_again_or_something_else_is_no_failure(first: str, second: str) -> None:
    setbacks = Setbacks()
    assert not search(setbacks, first)
    setbacks.note("a", at=NOW)
    assert not search(setbacks, second)


def test_a_solution_and_a_pause_wipe_the_slate() -> None:
    setbacks = Setbacks()
    search(setbacks, "quartz", found=False)
    setbacks.note_success("a")
    assert not search(setbacks, "zebra", found=False)
    assert not search(setbacks, "onyx", found=False, at=NOW + 7_200)


def test_visits_are_kept_apart_and_the_unlinked_have_none() -> None:
    setbacks = Setbacks()
    search(setbacks, "quartz", found=False)
    assert not search(setbacks, "zebra", found=False, sid="b")
    assert not search(setbacks, "quartz", found=False, sid=None)
    assert not search(setbacks, "zebra", found=False, sid=None)


VISITOR = Visitor("a", "v", Traffic.HUMAN, None, token_key="v")


@pytest.fixture
def recorded(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


def record(engine: Engine, ev: EventName, *, at: float, **fields: Any) -> None:
    with writing(engine) as connection:
        add_events(connection, [make_event(VISITOR, ev, at=at, locale="en", **fields)])


def test_what_came_to_another_process_counts_as_well(recorded: Engine) -> None:
    here = Setbacks(read=read_from(recorded))
    record(recorded, EventName.SEARCH, at=NOW - 60, q_redacted="zebra", n_results=0)
    assert search(here, "quartz", found=False)
    assert here.is_enough("a", at=NOW)


def test_what_was_solved_or_is_long_past_counts_nowhere(recorded: Engine) -> None:
    here = Setbacks(read=read_from(recorded))
    record(recorded, EventName.SOLVED_NO, at=NOW - 7_200)
    record(recorded, EventName.SOLVED_NO, at=NOW - 60)
    record(recorded, EventName.SOLVED_YES, at=NOW - 30)
    assert not search(here, "quartz", found=False)
