"""What was kept long enough is deleted, as long as the shop states it and not a day more."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from portal.language import Period, Unit
from portal.services import keeping
from portal.services.answering import answer_query
from portal.services.contacting import ContactForm, send_message
from portal.services.doors import Doors
from portal.services.feedback import Vote, cast_vote
from portal.services.keeping import Deleted, before, delete_old
from portal.services.working import CLEANING_EVERY, Worker
from portal.store import retention
from portal.store.database import writing
from tests.services.parts import MONDAY, TurnedClock, rows, visit


def leave_traces(doors: Doors) -> None:
    visitor = visit(doors)
    answer_query(doors, visitor, "refund", lang="en")
    cast_vote(doors, visitor, Vote("refund-times", None, "en", helpful=False, comment="Not for cards."))
    send_message(doors, visitor, ContactForm("Help", "anna@example.com", "en", token="1.a.b"))


def test_fresh_traces_stay(doors: Doors) -> None:
    leave_traces(doors)
    assert delete_old(doors) == Deleted(0, 0, 0, 0)


def test_visits_go_after_eight_days(doors: Doors, clock: TurnedClock) -> None:
    leave_traces(doors)
    clock.turn(days=8, seconds=1)
    assert delete_old(doors) == Deleted(events=0, comments=0, contacts=0, visits=1)


def test_events_and_comments_go_after_thirteen_months(doors: Doors, clock: TurnedClock) -> None:
    leave_traces(doors)
    clock.turn(days=397)
    assert delete_old(doors) == Deleted(events=4, comments=1, contacts=0, visits=1)


def test_events_go_in_parts_so_that_others_can_write_in_between(
    doors: Doors, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PART", 1)
    monkeypatch.setattr(keeping, "MOST_IN_PART", 1)
    monkeypatch.setattr(keeping, "PAUSE_S", 0.0)
    leave_traces(doors)
    clock.turn(days=397)
    answer_query(doors, visit(doors), "refund", lang="en")
    doors.recorder.flush()
    assert delete_old(doors).events == 4
    assert rows(doors, "select ev from event") == [("search",)]


def test_deleting_ends_with_its_time_and_goes_on_in_the_next_round(
    doors: Doors, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PART", 1)
    monkeypatch.setattr(keeping, "MOST_IN_PART", 1)
    monkeypatch.setattr(keeping, "PAUSE_S", 0.0)
    leave_traces(doors)
    clock.turn(days=397)
    worker = Worker(doors)
    first = worker.clean(seconds=0.0)
    assert first is not None
    assert (first.events, first.is_finished) == (1, False)
    rest = worker.clean(seconds=None)
    assert rest is not None
    assert (rest.events, rest.is_finished) == (3, True)


def test_a_part_is_bounded_although_all_rows_are_of_one_moment(
    doors: Doors,
) -> None:
    leave_traces(doors)
    with writing(doors.engine) as connection:
        connection.execute(text("update event set ts = 1.0"))
        assert retention.delete_events_before(connection, 2.0, most=3) == 3
        assert retention.delete_events_before(connection, 2.0, most=3) == 1


def test_contacts_go_after_three_years_with_their_letters(doors: Doors, clock: TurnedClock) -> None:
    leave_traces(doors)
    clock.turn(days=3 * 366)
    assert delete_old(doors).contacts == 1
    assert rows(doors, "select * from outbox") == []


def test_letters_kept_as_files_go_with_their_contacts(sqlite_doors: Doors, clock: TurnedClock) -> None:
    leave_traces(sqlite_doors)
    Worker(sqlite_doors).deliver_all()
    folder = sqlite_doors.settings.outbox_dir
    written = MONDAY.timestamp()
    for file in folder.glob("*.eml"):
        os.utime(file, (written, written))
    clock.turn(days=3 * 365 - 1)
    assert delete_old(sqlite_doors).letters == 0
    clock.turn(days=3)
    assert delete_old(sqlite_doors).letters == 2
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("at", "period", "expected"),
    [
        ("2026-03-31", Period(1, 1, Unit.MONTHS), "2026-02-28"),
        ("2026-11-21", Period(13, 13, Unit.MONTHS), "2025-10-21"),
        ("2028-02-29", Period(3, 3, Unit.YEARS), "2025-02-28"),
        ("2026-01-05", Period(8, 8, Unit.CALENDAR_DAYS), "2025-12-28"),
        ("2026-01-05", Period(1, 1, Unit.WEEKS), "2025-12-29"),
    ],
    ids=["short month", "over the year", "leap day", "days", "weeks"],
)
def test_periods_are_counted_back_by_the_calendar(at: str, period: Period, expected: str) -> None:
    start = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert before(start, period).date().isoformat() == expected


def test_the_worker_cleans_some_times_a_day(sqlite_doors: Doors, clock: TurnedClock) -> None:
    worker = Worker(sqlite_doors)
    assert worker.clean() is not None
    assert worker.clean() is None
    clock.now += CLEANING_EVERY + timedelta(seconds=1)
    assert worker.clean() is not None
