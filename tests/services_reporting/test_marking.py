"""Spam and duplicates: said by editors, taken back, and out of every figure from the next computation on."""

import pytest

from portal.domain.events import EventName
from portal.errors import Forbidden, InvalidRequest, NotFound
from portal.services.doors import Doors
from portal.services.marking import mark_contact, mark_told
from portal.services.recomputing import conclude_marked, conclude_recent
from portal.services.reporting import make_report
from portal.services.reporting_periods import last_days
from portal.services.staff import Member, Role
from portal.store.events import add_events
from tests.services.parts import TurnedClock, rows
from tests.services_reporting.plain import DAY
from tests.services_reporting.test_report import NOW, simple

EDITOR = Member("1", "eva", Role.EDITOR)
READER = Member("2", "rita", Role.READER)


def write(doors: Doors, *, days_ago: float) -> None:
    at = NOW - days_ago * DAY
    told = [
        simple(1, EventName.CONTACT_INTENT, at=at, sid="s1"),
        simple(
            2, EventName.CONTACT_CREATED, at=at + 9, sid="s1", ticket_id="T", valid=1, created_by="customer"
        ),
    ]
    with doors.engine.begin() as connection:
        add_events(connection, told)


def escalated(doors: Doors) -> int:
    period = last_days(28, now=doors.clock(), zone=doors.shop.calendar.zone)
    return make_report(doors, period, lang_filter=None, now=doors.clock()).outcomes.everything.escalated


def test_a_mark_is_kept_with_who_and_when_and_can_be_taken_back(doors: Doors, clock: TurnedClock) -> None:
    write(doors, days_ago=2)
    assert escalated(doors) == 1
    assert mark_contact(doors, EDITOR, "T", "spam")
    assert not mark_contact(doors, EDITOR, "T", "spam")
    assert escalated(doors) == 0
    kept = rows(doors, "select created_by, reason, valid, ts from event where ev = 'contact_marked'")
    assert kept == [("eva", "spam", 0, NOW)]
    clock.turn(minutes=1)
    assert mark_contact(doors, EDITOR, "T", "counts")
    assert escalated(doors) == 1


def test_a_mark_reaches_closed_days_with_the_next_computation(doors: Doors, clock: TurnedClock) -> None:
    write(doors, days_ago=20)
    conclude_recent(doors)
    assert mark_contact(doors, EDITOR, "T", "duplicate")
    assert escalated(doors) == 1
    assert conclude_marked(doors).restated == 1
    assert escalated(doors) == 0
    assert rows(doors, "select cause from event where ev = 'outcome_revision'") == [("mark",)]
    clock.turn(hours=1)
    conclude_marked(doors)
    clock.turn(hours=1)
    assert conclude_marked(doors).days == 0


def test_readers_may_not_mark_and_what_is_not_there_cannot_be(doors: Doors) -> None:
    write(doors, days_ago=2)
    with pytest.raises(Forbidden):
        mark_contact(doors, READER, "T", "spam")
    with pytest.raises(InvalidRequest):
        mark_contact(doors, EDITOR, "T", "nonsense")
    with pytest.raises(NotFound):
        mark_contact(doors, EDITOR, "other", "spam")


def test_a_desk_says_that_a_message_is_spam_and_takes_it_back(doors: Doors, clock: TurnedClock) -> None:
    write(doors, days_ago=20)
    conclude_recent(doors)
    assert mark_told(doors, "T", "spam", source="zendesk")
    assert not mark_told(doors, "T", "spam", source="zendesk")
    assert conclude_marked(doors).restated == 1
    assert escalated(doors) == 0
    clock.turn(minutes=1)
    assert mark_told(doors, "T", None, source="zendesk")
    assert conclude_marked(doors).restated == 1
    assert escalated(doors) == 1
    told = rows(doors, "select old_outcome, new_outcome, cause from event where ev = 'outcome_revision'")
    assert sorted(told) == [("escalated", "unknown", "mark"), ("unknown", "escalated", "contact")]


def test_what_an_editor_said_holds_against_the_desk(doors: Doors) -> None:
    write(doors, days_ago=2)
    assert mark_contact(doors, EDITOR, "T", "duplicate")
    assert not mark_told(doors, "T", None, source="zendesk")
    assert escalated(doors) == 0


def test_a_desk_that_says_nothing_marks_nothing(doors: Doors) -> None:
    write(doors, days_ago=2)
    assert not mark_told(doors, "T", None, source="zendesk")
    assert not mark_told(doors, "not recorded", "spam", source="zendesk")
    assert rows(doors, "select ev from event where ev = 'contact_marked'") == []
