"""Service promises from what the help desk tells: first contact, answers in time, questions afterwards."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portal.connectors.desks.desk import State
from portal.domain.case_numbers import make_case_number
from portal.domain.events import EventName
from portal.errors import InvalidForm, NotFound
from portal.services.desk_news import keep_state
from portal.services.desk_tables import read_table
from portal.services.doors import Doors
from portal.services.importing import DeskContact, take_contacts
from portal.services.reporting_periods import last_days
from portal.services.reporting_promises import Missing, Promise, make_promises
from portal.services.surveying import find_asked, make_link, take_answers, write_survey
from portal.statistics import Rate, at_mix
from portal.store.contacts import Contact, add_contact
from portal.store.desk_tickets import DeskTicket, add_ticket, find_ticket
from portal.store.events import add_events
from portal.store.outbox import Outgoing
from tests.services.parts import rows
from tests.services_reporting.plain import DAY
from tests.services_reporting.test_report import NOW, simple

CODE = make_case_number(481_027)
FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
"""Eleven in Budapest: open until 16:00."""


def promise(doors: Doors, name: str, *, channel: str | None = None) -> Promise:
    period = last_days(28, now=doors.clock(), zone=doors.shop.calendar.zone)
    found = make_promises(doors, period, lang="en").found
    return next(one for one in found if one.name == name and channel in (None, one.channel))


def own(doors: Doors, **changes: object) -> Contact:
    contact = Contact(
        contact_id="c-1",
        code=CODE,
        created_at=FRIDAY.timestamp(),
        locale="en",
        topic="return",
        is_counted=1,
        name=None,
        email="anna@example.com",
        order_number=None,
        message="Where is my refund?",
        journey="[]",
        sid=None,
        article_id=None,
        reply_by=FRIDAY.timestamp(),
        deadline_at=None,
        traffic="human",
        submission_key="k",
    )
    contact = replace(contact, **changes)  # type: ignore[arg-type]  # few and plain
    with doors.engine.begin() as connection:
        add_contact(connection, contact)
    return contact


def test_until_the_help_desk_tells_something_each_promise_says_what_is_missing(doors: Doors) -> None:
    assert promise(doors, "first_contact").missing is Missing.NO_DESK
    assert promise(doors, "answered").missing is Missing.NO_WAITS
    assert promise(doors, "satisfaction").missing is Missing.NO_ANSWERS


def test_a_case_with_one_contact_is_solved_at_first(doors: Doors) -> None:
    def contact(number: int, *, days_ago: float, who: str, topic: str = "return") -> object:
        return simple(
            number,
            EventName.CONTACT_CREATED,
            at=NOW - days_ago * DAY,
            sid=None,
            ckey=who,
            topic=topic,
            valid=1,
            created_by="import",
            ticket_id=f"t{number}",
        )

    told = [
        contact(1, days_ago=20, who="once"),
        contact(2, days_ago=20, who="twice"),
        contact(3, days_ago=18, who="twice"),
        contact(4, days_ago=20, who="other topic"),
        contact(5, days_ago=19, who="other topic", topic="invoice"),
        contact(6, days_ago=3, who="not closed yet"),
        contact(7, days_ago=20, who="spam after"),
        contact(8, days_ago=19, who="spam after"),
        simple(9, EventName.CONTACT_MARKED, sid=None, ticket_id="t8", valid=0),
    ]
    with doors.engine.begin() as connection:
        add_events(connection, told)  # type: ignore[arg-type]  # events
    found = promise(doors, "first_contact")
    assert found.now == Rate(4, 5)
    assert len(found.topics) == 2


@pytest.mark.parametrize(
    ("channel", "at", "wait_s", "kept"),
    [
        ("phone", FRIDAY, 20, 1),
        ("phone", FRIDAY, 21, 0),
        ("email", FRIDAY, 3600, 1),
        ("email", FRIDAY, 3700, 0),
        ("email", FRIDAY + timedelta(hours=4, minutes=30), 65.5 * 3600, 1),
        ("email", FRIDAY + timedelta(hours=4, minutes=30), 66.1 * 3600, 0),
        ("chat", FRIDAY, 5, None),
    ],
    ids=[
        *("a call within 20 s", "a call after 21 s", "mail within the hour", "mail after it"),
        *("Friday 15:30, answered on Monday at 9:00", "the same, answered at 9:36", "nothing is promised"),
    ],
)
def test_an_answer_is_judged_by_what_was_promised_in_opening_hours(
    doors: Doors, channel: str, at: datetime, wait_s: float, kept: int | None
) -> None:
    taken = take_contacts(doors, [DeskContact("1", at, channel, wait_s=wait_s, lang="en")], source="import")
    assert (taken.new, taken.closed) == (1, 1)
    assert rows(doors, "select valid, channel from event where ev = 'contact_closed'") == [(kept, channel)]
    again = take_contacts(doors, [DeskContact("1", at, channel, wait_s=wait_s, lang="en")], source="import")
    assert (again.new, again.closed) == (0, 0)
    if kept is not None:
        assert promise(doors, "answered", channel=channel).now == Rate(kept, 1)


def test_tables_tell_times_as_seconds_clock_or_moment(doors: Doors) -> None:
    raw = (
        b"id,created at,channel,wait,first reply at,handle time,team\n"
        b"1,2026-11-20 10:00,phone,12,,4:05,first level\n"
        b'2,2026-11-20 10:00,email,,2026-11-20 10:30,"95,5",\n'
        b"3,2026-11-20 10:00,email,,2026-11-20 09:30,,\n"
        b"4,2026-11-20 10:00,phone,soon,,,\n"
    )
    table = read_table(raw, zone=doors.shop.calendar.zone)
    told = [(one.wait_s, one.handle_s, one.cost_centre) for _, one in table.contacts]
    assert told == [(12, 245, "first level"), (1800, 95.5, "")]
    assert [one.line for one in table.wrong] == [4, 5]


def test_a_message_of_our_own_form_is_closed_not_counted_again_and_asked_about_once(doors: Doors) -> None:
    doors = replace(doors, settings=doors.settings.model_copy(update={"survey": True}))
    contact = own(doors)
    told = DeskContact("9", FRIDAY, "email", case_number=CODE, handle_s=300)
    for _ in range(2):
        take_contacts(doors, [told], source="webhook")
    assert rows(doors, "select ev, ticket_id, channel, handle_s from event") == [
        ("contact_closed", "c-1", "form", 300)
    ]
    assert rows(doors, "select kind, recipient from outbox") == [("survey", "anna@example.com")]
    letter = write_survey(
        doors, Outgoing("x", "survey", "c-1", contact.email, '{"contact_id": "c-1"}', 0, NOW)
    )
    assert f"/en/after/?case={make_link(doors, 'c-1')}\n" in letter.get_content()


def hand_over(doors: Doors, contact: Contact, *, desk: str = "zendesk") -> None:
    ticket = DeskTicket(desk, f"{desk}-9", contact.contact_id, f"r-{desk}", None, None, contact.created_at)
    with doors.engine.begin() as connection:
        add_ticket(connection, ticket)


def news(doors: Doors, *, desk: str = "zendesk", **told: object) -> None:
    with doors.engine.connect() as connection:
        ticket = find_ticket(connection, desk, f"{desk}-9")
    assert ticket is not None
    keep_state(doors, ticket, State(**({"external_id": ticket.external_id, "status": "in_progress"} | told)))  # type: ignore[arg-type]  # few and plain


def test_an_answer_that_the_desk_tells_counts_by_what_was_promised(doors: Doors) -> None:
    in_time, late = FRIDAY + timedelta(minutes=20), FRIDAY + timedelta(hours=3)
    promised = (FRIDAY + timedelta(hours=1)).timestamp()
    hand_over(doors, own(doors, reply_by=promised))
    assert promise(doors, "answered").now == Rate(0, 1), "overdue and without an answer"
    news(doors, first_answer_at=late)
    assert promise(doors, "answered", channel="form").now == Rate(0, 1)
    news(doors, first_answer_at=in_time)
    assert promise(doors, "answered", channel="form").now == Rate(1, 1)


def test_what_is_promised_for_later_is_neither_kept_nor_broken_yet(doors: Doors) -> None:
    hand_over(doors, own(doors, reply_by=NOW + DAY))
    assert promise(doors, "answered").missing is Missing.NO_WAITS
    assert shown_standing(doors) == (0, 0, 1, 0)


def shown_standing(doors: Doors) -> tuple[int, int, int, int]:
    period = last_days(28, now=doors.clock(), zone=doors.shop.calendar.zone)
    one = make_promises(doors, period, lang="en").standing
    return one.kept, one.broken, one.open, one.untold


def test_one_ticket_told_by_the_desk_twice_and_by_an_import_counts_once(doors: Doors) -> None:
    doors = replace(doors, settings=doors.settings.model_copy(update={"survey": True}))
    contact = own(doors, reply_by=(FRIDAY + timedelta(hours=1)).timestamp())
    hand_over(doors, contact)
    answered, closed = FRIDAY + timedelta(minutes=20), FRIDAY + timedelta(hours=2)
    for _ in range(2):
        news(doors, status="solved", first_answer_at=answered, closed_at=closed)
    assert rows(doors, "select event_id, channel, valid, wait_s, ticket_id from event") == [
        ("c-1-closed", "form", 1, 1200.0, "c-1")
    ]
    assert rows(doors, "select kind from outbox") == [("survey",)]
    told = DeskContact("9", FRIDAY, "email", case_number=CODE, handle_s=300, wait_s=1200)
    take_contacts(doors, [told], source="webhook")
    assert rows(doors, "select count(*) from event where ev = 'contact_closed'") == [(2,)]
    found = promise(doors, "answered", channel="form")
    assert (found.now, found.topics[0].now) == (Rate(1, 1), Rate(1, 1))


def test_a_message_that_was_spam_is_no_promise(doors: Doors) -> None:
    hand_over(doors, own(doors))
    with doors.engine.begin() as connection:
        add_events(connection, [simple(1, EventName.CONTACT_MARKED, sid=None, ticket_id="c-1", valid=0)])
    assert promise(doors, "answered").missing is Missing.NO_WAITS


def test_a_rating_at_the_desk_counts_unless_she_answered_us(doors: Doors) -> None:
    contact = own(doors)
    for desk, rating in (("zendesk", "good"), ("freshdesk", "good")):
        hand_over(doors, contact, desk=desk)
        news(doors, desk=desk, satisfaction=rating)
    assert promise(doors, "satisfaction").now == Rate(1, 1)
    take_answers(doors, make_link(doors, "c-1"), {"satisfaction": "2", "effort": ""}, lang="en")
    assert promise(doors, "satisfaction").now == Rate(0, 1)


def test_nobody_is_asked_by_default_nor_about_topics_outside_the_figures(doors: Doors) -> None:
    own(doors)
    take_contacts(
        doors, [DeskContact("9", FRIDAY, "email", case_number=CODE, handle_s=300)], source="webhook"
    )
    asking = replace(doors, settings=doors.settings.model_copy(update={"survey": True}))
    other = make_case_number(481_028)
    own(asking, contact_id="c-2", code=other, submission_key="k2", topic="complaint", is_counted=0)
    take_contacts(
        asking, [DeskContact("10", FRIDAY, "email", case_number=other, handle_s=3)], source="webhook"
    )
    assert rows(doors, "select kind from outbox") == []


def test_the_last_answer_counts_and_only_by_a_signed_link(doors: Doors) -> None:
    own(doors)
    link = make_link(doors, "c-1")
    with pytest.raises(NotFound):
        find_asked(doors, f"c-1.{'0' * 24}")
    with pytest.raises(InvalidForm):
        take_answers(doors, link, {"satisfaction": "9", "effort": ""}, lang="en")
    take_answers(doors, link, {"satisfaction": "2", "effort": ""}, lang="en")
    take_answers(doors, link, {"satisfaction": "5", "effort": "3"}, lang="en")
    assert promise(doors, "satisfaction").now == Rate(1, 1)
    assert promise(doors, "effort").now == Rate(0, 1)


def test_a_share_at_the_mix_of_before_leaves_out_what_only_the_mix_changed() -> None:
    now = {"easy": Rate(9, 10), "hard": Rate(45, 90)}
    assert at_mix(now, {"easy": 90, "hard": 10}).value == pytest.approx(0.9 * 0.9 + 0.1 * 0.5)  # type: ignore[union-attr]  # there is one
    assert at_mix(now, {}) is None
    alone = at_mix({"easy": Rate(9, 10)}, {"easy": 3})
    assert alone is not None
    assert (alone.low, alone.high) == pytest.approx((Rate(9, 10).interval.low, Rate(9, 10).interval.high))  # type: ignore[union-attr]  # there is one
