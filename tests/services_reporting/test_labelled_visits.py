"""A visit that did more than one person can is told apart, and moves no figure."""

from portal.domain.events import Event, EventName, Traffic
from portal.services.doors import Doors
from portal.services.reporting import Report, make_report
from portal.services.reporting_periods import last_days
from portal.store.events import add_events
from tests.services.parts import MONDAY


def report_of(doors: Doors) -> Report:
    period = last_days(7, now=MONDAY, zone=doors.shop.calendar.zone)
    return make_report(doors, period, lang_filter=None, now=MONDAY)


def test_a_labelled_visit_is_counted_apart(doors: Doors) -> None:
    at = MONDAY.timestamp() - 3600
    names = (EventName.CONTACT_INTENT, EventName.SOLVED_YES, EventName.VISIT_MARKED)
    with doors.engine.begin() as connection:
        for sid in ("honest", "labelled"):
            told = names[: 3 if sid == "labelled" else 2]
            add_events(
                connection,
                [
                    Event(f"{sid}-{n}", at + n, ev, "en", Traffic.HUMAN, "test", sid=sid, vid=sid)
                    for n, ev in enumerate(told)
                ],
            )
    report = report_of(doors)
    assert report.outcomes.everything.whole == 1
    assert [(one.traffic, one.visits, one.events) for one in report.left_out] == [("implausible", 1, 3)]
