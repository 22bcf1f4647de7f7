"""Months close once, stay as they are, and say what would come out otherwise today."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from portal.domain.events import EventName
from portal.services.closing import close_months, list_months
from portal.services.doors import Doors
from portal.services.marking import mark_contact
from portal.services.recomputing import conclude_marked, conclude_recent, recompute
from portal.services.staff import Member, Role
from portal.store.events import add_events
from tests.services.parts import TurnedClock, rows
from tests.services_reporting.plain import DAY
from tests.services_reporting.test_experimenting import keep, people
from tests.services_reporting.test_report import simple

OCTOBER = datetime(2026, 10, 5, 9, tzinfo=UTC).timestamp()
EDITOR = Member("1", "eva", Role.EDITOR)


@pytest.fixture
def with_october(doors: Doors, clock: TurnedClock) -> Doors:
    """Three needs of October: one written to us, two without a sign; the clock stands on 23 November."""
    told = []
    for number in range(3):
        at = OCTOBER + number * DAY
        told.append(simple(10 * number, EventName.CONTACT_INTENT, at=at, sid=f"o{number}"))
        if number == 0:
            told.append(
                simple(
                    1,
                    EventName.CONTACT_CREATED,
                    at=at + 9,
                    sid="o0",
                    ticket_id="T",
                    valid=1,
                    created_by="customer",
                )
            )
    with doors.engine.begin() as connection:
        add_events(connection, told)
    conclude_recent(doors)
    return doors


def test_a_month_closes_once_when_all_its_days_are_closed(doors: Doors, clock: TurnedClock) -> None:
    with doors.engine.begin() as connection:
        add_events(connection, [simple(1, EventName.CONTACT_INTENT, at=OCTOBER, sid="o")])
    clock.now = datetime(2026, 11, 5, tzinfo=UTC)
    conclude_recent(doors)
    assert close_months(doors) == ()
    clock.now = datetime(2026, 11, 9, tzinfo=UTC)
    conclude_recent(doors)
    assert close_months(doors) == ("2026-10",)
    assert close_months(doors) == ()
    assert [month.figures.recorded_from for month in list_months(doors)] == ["2026-10-05"]


def test_a_closed_month_stays_as_it_was_and_what_changed_stands_beside_it(
    with_october: Doors, clock: TurnedClock
) -> None:
    doors = with_october
    close_months(doors)
    kept = rows(doors, "select body, signature from closed_month")
    assert mark_contact(doors, EDITOR, "T", "spam")
    conclude_marked(doors)
    recompute(doors)
    close_months(doors)
    assert rows(doors, "select body, signature from closed_month") == kept
    (month,) = list_months(doors)
    assert dict(month.figures.by_outcome) == {"escalated": 1, "confirmed": 0, "implicit": 0, "unknown": 2}
    assert month.restated == {"escalated": -1, "unknown": 1}
    clock.now = datetime(2026, 12, 12, tzinfo=UTC)
    conclude_recent(doors)
    assert close_months(doors) == ("2026-11",)
    november, _ = list_months(doors)
    assert [(one.month, dict(one.by_outcome)) for one in november.figures.adjustments] == [
        ("2026-10", {"escalated": -1, "unknown": 1})
    ]


def test_a_month_that_somebody_changed_is_told(with_october: Doors, clock: TurnedClock) -> None:
    doors = with_october
    close_months(doors)
    clock.now = datetime(2026, 12, 12, tzinfo=UTC)
    conclude_recent(doors)
    close_months(doors)
    assert [month.is_genuine for month in list_months(doors)] == [True, True]
    with doors.engine.begin() as connection:
        connection.execute(
            text("update closed_month set body = replace(body, :old, :new) where month = '2026-10'"),
            {"old": '"escalated":1', "new": '"escalated":0'},
        )
    assert [month.is_genuine for month in list_months(doors)] == [True, False]
    with doors.engine.begin() as connection:
        connection.execute(text("delete from closed_month where month = '2026-10'"))
    assert [month.is_genuine for month in list_months(doors)] == [False]


def test_a_closed_month_holds_the_comparison_at_one_look(doors: Doors) -> None:
    told = people(0, share=0.2, withheld=(60, 100), shown=(160, 400))
    keep(doors, told)
    keep(doors, [simple(90_000, EventName.CONTACT_INTENT, at=OCTOBER, sid="o")])
    conclude_recent(doors)
    close_months(doors)
    (october,) = list_months(doors)
    assert october.figures.compared is None
    assert october.figures.orders.share is None
