"""What is refused can be seen, and one visitor cannot move the dashboard's figures."""

from datetime import timedelta

from portal.domain.events import EventName
from portal.services.doors import Doors
from portal.services.making_events import new_id
from portal.services.page_events import PageEvent, take_events
from portal.services.reporting import make_report
from portal.services.reporting_periods import last_days
from portal.services.staff import Role
from portal.store.events import add_events
from portal.store.refusals import count_refusals
from tests.services.parts import visit
from tests.services_reporting.test_report import NOW, simple
from tests.web_dashboard.conftest import sign_in_as


def test_refusals_are_told_by_reason_and_source(doors: Doors) -> None:
    with doors.engine.begin() as connection:
        count_refusals(connection, day="2026-11-23", source="page", reasons={"ts": 3, "odd": 1})
        count_refusals(connection, day="2026-11-23", source="webhook", reasons={"replayed": 2})
        count_refusals(connection, day="2026-01-01", source="page", reasons={"ts": 50})
    reader = sign_in_as(doors, Role.READER)
    page = reader.get("/dashboard/record").text
    assert "Refused in this period: 6." in page
    assert "its clock is wrong by more than a week" in page
    assert "<code>replayed</code>" in page
    table = reader.get("/dashboard/export/refused.csv").text
    assert "webhook,replayed,2" in table


def figures(doors: Doors) -> tuple[int, ...]:
    doors.recorder.flush()
    period = last_days(28, now=doors.clock(), zone=doors.shop.calendar.zone)
    counts = make_report(doors, period, lang_filter=None, now=doors.clock()).outcomes.everything
    return counts.escalated, counts.confirmed, counts.implicit, counts.unknown


def test_one_visitor_with_a_thousand_solved_forged_fields_and_wrong_clocks_moves_nothing(
    doors: Doors,
) -> None:
    told = []
    for number in range(40):
        at = NOW - 3 * 86_400 + number
        told += [
            simple(2 * number, EventName.CONTACT_INTENT, at=at, sid=f"s{number}"),
            simple(2 * number + 1, EventName.SOLVED_YES, at=at + 5, sid=f"s{number}"),
        ]
    with doors.engine.begin() as connection:
        add_events(connection, told)
    before = figures(doors)
    attacker = visit(doors, address="198.51.100.9")
    now = doors.clock()
    again = new_id()
    events = []
    for number in range(1000):
        wrong = timedelta(days=365 if number % 4 == 1 else -365 if number % 4 == 2 else 0)
        event_id = again if number % 4 == 3 else new_id()
        events += [
            PageEvent(new_id(), EventName.CONTACT_INTENT, now + wrong, "en"),
            PageEvent(event_id, EventName.SOLVED_YES, now + wrong, "en"),
        ]
    for place in range(0, len(events), 50):
        take_events(doors, attacker, events[place : place + 50])
    after = figures(doors)
    assert sum(after) - sum(before) <= 5
    assert after[1] - before[1] <= 5
    page = sign_in_as(doors, Role.READER).get("/dashboard/record").text
    assert page
