"""Kept outcomes and counts by day equal what raw events say, and survive them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from sqlalchemy import text

from portal.cli import main
from portal.domain.events import Event, EventName
from portal.domain.outcomes import Definition
from portal.services.doors import Doors
from portal.services.keeping import delete_old
from portal.services.recomputing import conclude_again, conclude_recent, recompute
from portal.services.reporting import Report, make_report
from portal.services.reporting_periods import last_days
from portal.store.events import add_events
from tests.services.parts import MONDAY, TurnedClock, rows
from tests.services_reporting.plain import DAY
from tests.services_reporting.test_report import NOW, histories, simple

KEPT = ("outcome", "outcome_day", "concluded_day")


def report_of(doors: Doors, *, days: int = 90) -> Report:
    now = doors.clock()
    period = last_days(days, now=now, zone=doors.shop.calendar.zone)
    return make_report(doors, period, lang_filter=None, now=now)


def fill(doors: Doors, events: list[Event]) -> None:
    with doors.engine.begin() as connection:
        for table in ("event", *KEPT):
            connection.execute(text(f"delete from {table}"))
        add_events(connection, events)


def kept(doors: Doors) -> list[list[tuple[object, ...]]]:
    return [rows(doors, f"select * from {table} order by 1, 2, 3") for table in KEPT]


def story(*, at: float, key: str = "K") -> list[Event]:
    return [
        simple(1, EventName.CONTACT_INTENT, at=at, sid="s", topic="refund", ckey=key),
        simple(2, EventName.SOLVED_YES, at=at, sid="s", topic="refund", ckey=key, prompt_id="form"),
    ]


def late_contact(*, at: float) -> Event:
    return simple(9, EventName.CONTACT_CREATED, at=at, sid=None, ckey="K", valid=1, ticket_id="T9")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=histories())
def test_figures_from_kept_counts_equal_those_from_raw_events(doors: Doors, events: list[Event]) -> None:
    fill(doors, events)
    raw = report_of(doors)
    recompute(doors)
    assert replace(report_of(doors), restated=raw.restated) == raw


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=histories())
def test_recomputing_twice_changes_nothing(doors: Doors, events: list[Event]) -> None:
    fill(doors, events)
    recompute(doors)
    first = kept(doors)
    assert recompute(doors).restated == 0
    assert kept(doors) == first


def test_what_is_kept_is_brought_up_to_date_without_touching_closed_days(
    doors: Doors, clock: TurnedClock
) -> None:
    fill(doors, story(at=NOW - 30 * DAY))
    recompute(doors)
    clock.turn(days=1)
    again = conclude_recent(doors)
    assert 8 <= again.days <= 11
    assert again.needs == 0


def test_a_late_contact_restates_a_success(doors: Doors, clock: TurnedClock) -> None:
    fill(doors, story(at=NOW - 3 * DAY))
    assert conclude_recent(doors).restated == 0
    with doors.engine.begin() as connection:
        add_events(connection, [late_contact(at=NOW)])
    clock.turn(hours=1)
    assert conclude_recent(doors).restated == 1
    assert conclude_recent(doors).restated == 0
    found = rows(
        doors,
        "select issue, old_outcome, new_outcome, cause, sid from event where ev = 'outcome_revision'",
    )
    assert found == [("s/0", "confirmed", "escalated", "contact", None)]
    assert report_of(doors).restated == {"escalated": 1}


def test_a_contact_told_late_reaches_days_that_were_closed(doors: Doors) -> None:
    began = NOW - 40 * DAY
    fill(doors, story(at=began))
    recompute(doors)
    with doors.engine.begin() as connection:
        add_events(connection, [late_contact(at=began + 2 * DAY)])
    assert report_of(doors).outcomes.deflected == 1, "the counts of a closed day"
    assert conclude_again(doors, since=began + 2 * DAY, until=began + 2 * DAY).restated == 1
    assert report_of(doors).outcomes.deflected == 0


def test_another_definition_restates_and_is_named(doors: Doors) -> None:
    began = NOW - 40 * DAY
    fill(doors, [*story(at=began), late_contact(at=began + 10 * DAY)])
    recompute(doors)
    assert report_of(doors).versions == (1,)
    longer = replace(doors, definition=Definition(recontact_s=14 * DAY, version=2))
    assert recompute(longer).restated == 1
    assert rows(doors, "select cause from event where ev = 'outcome_revision'") == [("definition",)]
    assert report_of(longer).versions == (2,)


def test_counts_outlive_the_events_they_were_made_of(doors: Doors, clock: TurnedClock) -> None:
    fill(doors, story(at=NOW - 40 * DAY))
    recompute(doors)
    before = report_of(doors, days=90).outcomes
    clock.turn(days=300)
    with doors.engine.begin() as connection:
        add_events(connection, [simple(5, EventName.SEARCH, at=clock().timestamp() - DAY, n_results=2)])
    clock.now = MONDAY + timedelta(days=380)
    conclude_recent(doors)
    delete_old(doors)
    assert rows(doors, "select count(*) from outcome where sid = 's'") == [(0,)]
    recompute(doors)
    clock.now = MONDAY
    after = report_of(doors, days=90).outcomes
    assert after.strong_closed == before.strong_closed
    assert after.strong_closed.confirmed == 1


@pytest.fixture
def demo_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path / "var"))
    return tmp_path


@pytest.mark.usefixtures("demo_var")
def test_the_command_tells_what_it_did() -> None:
    done = CliRunner().invoke(main, ["recompute"])
    assert done.exit_code == 0, done.output
    assert "0 days, 0 needs, 0 restated, under version 1" in done.output
