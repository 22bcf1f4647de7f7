"""The clock of deadlines runs until somebody has met them, and forgets nobody."""

import random
from dataclasses import replace

import pytest

from portal.domain.events import EventName
from portal.domain.references import make_reference
from portal.errors import Forbidden, InvalidRequest
from portal.services.deadlines import (
    deadlines_table,
    find_deadline_alarm,
    mark_met,
    read_deadlines,
    take_back,
)
from portal.services.doors import Doors
from portal.services.making_events import make_event
from portal.services.marking import mark_contact
from portal.services.staff import Member, Role
from portal.store import legal_acts
from portal.store.desk_tickets import DeskTicket, add_ticket
from portal.store.events import add_events
from portal.store.follow_ups import CLOSED, FollowUp, add_follow_up
from tests.connectors.schedules import make_contact
from tests.services.parts import TurnedClock, visit

HOUR, DAY = 3_600.0, 86_400.0
RNG = random.Random(7)  # noqa: S311  case numbers only
EDITOR = Member("anna", "anna", Role.EDITOR)
READER = Member("rita", "rita", Role.READER)


def message(doors: Doors, *, ends_in: float | None, topic: str = "complaint", **others: object) -> str:
    """Store a message whose deadline ends so many seconds from now."""
    ends_at = None if ends_in is None else doors.clock().timestamp() + ends_in
    code = f"{RNG.randrange(10**7):07}"
    contact = make_contact(doors, RNG, topic=topic, code=code, deadline_at=ends_at, **others)
    return contact.contact_id


def running(doors: Doors) -> list[str]:
    return [one.deadline.contact_id for one in read_deadlines(doors, lang="en").running]


def ticket(doors: Doors, contact_id: str, **told: object) -> None:
    ref = make_reference(contact_id)
    made = replace(DeskTicket("zendesk", contact_id, contact_id, ref, "7", None, 0.0), **told)  # type: ignore[arg-type]  # few and named
    with doors.engine.begin() as connection:
        add_ticket(connection, made)


def test_what_ends_first_stands_first_and_what_has_no_deadline_nowhere(doors: Doors) -> None:
    late, soon, far = (message(doors, ends_in=days * DAY) for days in (-2, 1, 20))
    message(doors, ends_in=None, topic="refund")
    assert running(doors) == [late, soon, far]
    page = read_deadlines(doors, lang="hu")
    assert [one.days for one in page.running] == [-2, 1, 20]
    assert [one.is_over for one in page.running] == [True, False, False]
    assert page.running[0].title == "Panasz"
    assert page.whole == 3


@pytest.mark.parametrize(
    ("told", "is_running"),
    [
        pytest.param({"status": "received"}, True, id="received"),
        pytest.param({"status": "in_progress", "first_answer_at": 5.0}, True, id="answered, or asked"),
        pytest.param({"status": "waiting_for_customer", "first_answer_at": 5.0}, True, id="asked back"),
        pytest.param({"status": "solved", "first_answer_at": 5.0}, False, id="solved"),
        pytest.param({"status": "solved", "closed_at": 9.0}, False, id="closed"),
    ],
)
def test_the_desk_stops_the_clock_by_solving(
    doors: Doors,
    told: dict[str, object],
    is_running: bool,
) -> None:
    contact_id = message(doors, ends_in=DAY)
    ticket(doors, contact_id, **told)
    assert (running(doors) == [contact_id]) is is_running


def test_an_editor_stops_the_clock_and_takes_it_back(doors: Doors) -> None:
    one, other = (message(doors, ends_in=DAY) for _ in range(2))
    assert mark_met(doors, EDITOR, [one, one, "nobody"]) == 1
    assert running(doors) == [other]
    (done,) = read_deadlines(doors, lang="en").done
    assert (done.met.contact_id, done.met.ended_by) == (one, "anna")
    assert take_back(doors, EDITOR, one)
    assert not take_back(doors, EDITOR, one)
    assert set(running(doors)) == {one, other}


def test_a_reader_stops_nothing_and_an_empty_choice_is_told(doors: Doors) -> None:
    contact_id = message(doors, ends_in=DAY)
    with pytest.raises(Forbidden):
        mark_met(doors, READER, [contact_id])
    with pytest.raises(Forbidden):
        take_back(doors, READER, contact_id)
    with pytest.raises(InvalidRequest):
        mark_met(doors, EDITOR, [])
    assert running(doors) == [contact_id]


def test_spam_has_no_deadline_until_the_mark_is_taken_back(doors: Doors, clock: TurnedClock) -> None:
    contact_id = message(doors, ends_in=DAY)
    created = make_event(
        visit(doors),
        EventName.CONTACT_CREATED,
        at=1.0,
        locale="en",
        ticket_id=contact_id,
        created_by="customer",
    )
    with doors.engine.begin() as connection:
        add_events(connection, [created])
    for mark, found in (("spam", []), ("counts", [contact_id]), ("duplicate", [])):
        clock.turn(minutes=1)
        mark_contact(doors, EDITOR, contact_id, mark)
        assert running(doors) == found


@pytest.mark.parametrize(("traffic", "n"), [("human", 1), ("bot", 1), ("staff", 0), ("test", 0)])
def test_a_strange_browser_loses_nobody_a_deadline(doors: Doors, traffic: str, n: int) -> None:
    message(doors, ends_in=DAY, traffic=traffic)
    assert len(running(doors)) == n


def test_the_customers_own_word_is_told_and_stops_nothing(doors: Doors) -> None:
    contact_id = message(doors, ends_in=DAY)
    with doors.engine.begin() as connection:
        add_follow_up(connection, FollowUp("f1", contact_id, 1.0, CLOSED, ""))
    (one,) = read_deadlines(doors, lang="en").running
    assert one.deadline.is_closed_by_her


def test_the_alarm_counts_what_is_near_and_what_is_over(doors: Doors, clock: TurnedClock) -> None:
    contact_id = message(doors, ends_in=48 * HOUR + 1)
    counts = []
    for seconds in (0, 1, 48 * HOUR - 1, 1, 100 * DAY):
        clock.turn(seconds=seconds)
        alarm = find_deadline_alarm(doors)
        counts.append((alarm.near, alarm.over))
    assert counts == [(0, 0), (1, 0), (1, 0), (0, 1), (0, 1)]
    assert mark_met(doors, EDITOR, [contact_id]) == 1
    assert not find_deadline_alarm(doors)


def test_days_are_those_of_the_shop(doors: Doors, clock: TurnedClock) -> None:
    message(doors, ends_in=0)
    (one,) = read_deadlines(doors, lang="en").running
    assert (one.days, one.is_over) == (0, True)
    clock.now = clock.now.replace(hour=22, minute=59)
    assert read_deadlines(doors, lang="en").running[0].days == 0
    clock.turn(minutes=2)  # past midnight in Budapest, still the same day in London
    assert read_deadlines(doors, lang="en").running[0].days == -1


def test_what_was_chosen_and_the_number_are_told_in_the_readers_language(doors: Doors) -> None:
    contact_id = message(doors, ends_in=DAY, topic="faulty-item")
    with doors.engine.begin() as connection:
        act = legal_acts.LegalAct(contact_id, "defect", "replace", "2026/481-0271")
        legal_acts.add_act(connection, act)
    (row,) = deadlines_table(doors, lang="ru").rows
    assert "Замена" in row
    assert "2026/481-0271" in row
    assert 1 in row
