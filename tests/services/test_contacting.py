"""A message is kept whole or not at all, once, and nobody is told "sent" when it was not."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event

from portal.domain.case_numbers import find_case_number
from portal.domain.events import EventName, Signal
from portal.errors import InvalidForm, NotStored, TooMany
from portal.services.answering import answer_query
from portal.services.budgets import Budget
from portal.services.contacting import ContactForm, send_message
from portal.services.doors import Doors
from portal.services.feedback import Vote, cast_vote
from portal.services.letters import is_greetable
from portal.services.making_events import make_event
from portal.services.solving import begin_writing, say_solved
from tests.services.parts import MONDAY, TurnedClock, rows, visit, with_budgets


def make_form(**others: Any) -> ContactForm:
    form = ContactForm(
        message="The kettle came without its lid.", email="anna@example.com", lang="en", token="1.ab.cd"
    )
    return replace(form, **others)


def fill_disk(doors: Doors) -> None:
    """Let the database file grow no further, as on a full disk."""
    doors.engine.dispose()

    @event.listens_for(doors.engine, "connect")
    def limit(connection: object, _record: object) -> None:
        connection.execute("pragma max_page_count = 1")  # type: ignore[attr-defined]  # a DBAPI connection


def test_a_message_is_stored_with_its_two_letters_and_its_event(doors: Doors) -> None:
    sent = send_message(doors, visit(doors), make_form())
    assert find_case_number(sent.code) == sent.code
    (contact,) = rows(doors, "select code, email, message, locale from contact")
    assert contact == (sent.code, "anna@example.com", "The kettle came without its lid.", "en")
    letters = rows(doors, "select kind, recipient, state from outbox order by kind")
    assert letters == [
        ("acknowledgement", "anna@example.com", "waiting"),
        ("desk", doors.settings.desk_email, "waiting"),
    ]
    created = rows(doors, "select ref_code, valid, created_by from event where ev = 'contact_created'")
    assert created == [(sent.code, 1, "customer")]


def test_one_address_gets_three_acknowledgements_a_day_and_every_message_reaches_the_desk(
    doors: Doors, clock: TurnedClock
) -> None:
    for number in range(5):
        send_message(doors, visit(doors), make_form(message=f"Message {number}"))
    send_message(doors, visit(doors), make_form(email="bela@example.com"))
    letters = "select kind, recipient, count(*) from outbox group by kind, recipient order by kind, recipient"
    assert rows(doors, letters) == [
        ("acknowledgement", "anna@example.com", 3),
        ("acknowledgement", "bela@example.com", 1),
        ("desk", doors.settings.desk_email, 6),
    ]
    clock.turn(days=1, seconds=1)
    send_message(doors, visit(doors), make_form(message="Tomorrow"))
    assert ("acknowledgement", "anna@example.com", 4) in rows(doors, letters)


@pytest.mark.parametrize(
    ("name", "is_greeted"),
    [
        ("Dr. Kovács-Nagy Éva", True),
        ("Seán O'Brien", True),
        ("Анна Петрова", True),
        ("", False),
        ("You won, see evil.example", False),
        ("https://evil.example", False),
        ("evil.example", False),
        ("Call 0900 123", False),
        ("word " * 19, False),
    ],
)
def test_only_a_name_is_greeted(name: str, is_greeted: bool) -> None:
    assert is_greetable(name) is is_greeted


def test_the_promise_is_kept_in_opening_hours(doors: Doors) -> None:
    sent = send_message(doors, visit(doors), make_form())
    assert sent.reply_by.astimezone(UTC) == datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


def test_the_same_form_sent_twice_is_one_case(doors: Doors) -> None:
    first, again = (send_message(doors, visit(doors), make_form()) for _ in range(2))
    assert first == again
    assert rows(doors, "select count(*) from contact") == [(1,)]
    assert rows(doors, "select count(*) from outbox") == [(2,)]


def test_other_words_in_the_same_form_are_another_message(doors: Doors) -> None:
    first = send_message(doors, visit(doors), make_form())
    other = send_message(doors, visit(doors), make_form(message="And the base is missing, too."))
    assert first.code != other.code
    assert rows(doors, "select count(*) from contact") == [(2,)]


def test_the_code_shown_before_becomes_the_first_number_and_the_next_gets_a_new_one(doors: Doors) -> None:
    shown = doors.visitors.find_code(visit(doors))
    first = send_message(doors, visit(doors), make_form())
    assert first.code == shown
    second = send_message(doors, visit(doors), make_form(token="2.ab.cd"))
    assert second.code != shown
    assert doors.visitors.find_code(visit(doors)) == second.code


def test_a_form_sent_by_many_threads_at_once_is_one_case(doors: Doors) -> None:
    visitor = visit(doors)
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(lambda _: send_message(doors, visitor, make_form()), range(8)))
    assert len({one.code for one in sent}) == 1
    assert rows(doors, "select count(*) from contact") == [(1,)]


def test_messages_of_one_visit_that_come_together_all_get_numbers_of_their_own(doors: Doors) -> None:
    visitor = visit(doors)
    doors.visitors.find_code(visitor)
    forms = [make_form(message=f"Message {n}") for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(lambda form: send_message(doors, visitor, form), forms))
    assert len({one.code for one in sent}) == 8
    assert rows(doors, "select count(*) from contact") == [(8,)]


def test_on_a_full_disk_nothing_is_stored_and_the_customer_is_told_so(sqlite_doors: Doors) -> None:
    fill_disk(sqlite_doors)
    with pytest.raises(NotStored):
        send_message(sqlite_doors, visit(sqlite_doors), make_form(message="long " * 900))
    assert rows(sqlite_doors, "select * from contact") == []
    assert rows(sqlite_doors, "select * from outbox") == []


def test_the_message_carries_what_was_done_before(doors: Doors, clock: TurnedClock) -> None:
    visitor = visit(doors)
    found = answer_query(doors, visitor, "refund for anna@example.com", lang="en", is_typing=True)
    clock.turn(seconds=40)
    vote = Vote("refund-times", "a1b2c3d4", "en", helpful=False, reason="wrong", query_id=found.query_id)
    cast_vote(doors, visitor, vote)
    clock.turn(seconds=20)
    send_message(doors, visitor, make_form(query_id=found.query_id))
    (row,) = rows(doors, "select journey from contact")
    steps = json.loads(str(row[0]))
    assert [step["kind"] for step in steps] == ["searched", "voted"]
    assert steps[0]["text"] == "refund for [email]"
    assert steps[1]["article_id"] == "refund-times"


def test_that_she_began_to_write_is_recorded_once(doors: Doors, clock: TurnedClock) -> None:
    visitor = visit(doors)
    begin_writing(doors, visitor, lang="en", topic="")
    clock.turn(seconds=5)
    begin_writing(doors, visitor, lang="en", topic="")
    clock.turn(seconds=5)
    send_message(doors, visitor, make_form())
    assert rows(doors, "select count(*) from event where ev = 'contact_intent'") == [(1,)]


def test_without_scripts_the_service_records_that_she_began_to_write(doors: Doors) -> None:
    send_message(doors, visit(doors), make_form(topic="order-incomplete"))
    found = rows(doors, "select ev, topic, channel from event order by ts")
    assert found == [
        ("contact_intent", "order-incomplete", "form"),
        ("contact_created", "order-incomplete", "form"),
    ]


def test_an_intent_that_a_page_sent_is_enough(doors: Doors, clock: TurnedClock) -> None:
    visitor = visit(doors)
    begun = make_event(visitor, EventName.CONTACT_INTENT, at=MONDAY.timestamp(), locale="en", channel="form")
    doors.recorder.record(visitor, begun)
    clock.turn(seconds=30)
    send_message(doors, visitor, make_form())
    assert rows(doors, "select event_id from event where ev = 'contact_intent'") == [(begun.event_id,)]


def test_solved_and_taken_back_are_recorded(doors: Doors, clock: TurnedClock) -> None:
    visitor = visit(doors)
    for is_solved in (True, False):
        say_solved(doors, visitor, is_solved=is_solved, lang="en", topic="")
        clock.turn(seconds=1)
    doors.recorder.flush()
    found = rows(doors, "select ev, prompt_id from event order by ts")
    assert found == [("solved_yes", "form"), ("solved_no", "form")]


def test_a_topic_outside_every_figure_is_marked(doors: Doors) -> None:
    quiet = next(topic.id for topic in doors.shop.topics.values() if not topic.suggest)
    send_message(doors, visit(doors), make_form(topic=quiet))
    assert rows(doors, "select is_counted, topic from contact") == [(0, quiet)]


def test_a_topic_with_a_legal_clock_has_a_deadline(doors: Doors) -> None:
    timed = next(topic.id for topic in doors.shop.topics.values() if topic.deadline)
    send_message(doors, visit(doors), make_form(topic=timed))
    assert rows(doors, "select count(*) from contact where deadline_at > created_at + 86400") == [(1,)]


def test_who_asks_not_to_be_followed_is_answered_and_not_linked(doors: Doors) -> None:
    visitor = visit(doors, signal=Signal.GPC)
    sent = send_message(doors, visitor, make_form())
    assert rows(doors, "select code, sid, journey from contact") == [(sent.code, None, "[]")]
    assert rows(doors, "select distinct sid, vid, ckey from event") == [(None, None, None)]


def test_a_name_of_several_lines_is_not_called_too_long(sqlite_doors: Doors) -> None:
    with pytest.raises(InvalidForm) as caught:
        send_message(sqlite_doors, visit(sqlite_doors), make_form(name="Anna\u2028Bcc: all@example.com"))
    assert [error.text for error in caught.value.errors] == ["Write this in one line"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"message": "  \n "}, "message"),
        ({"message": "x" * 5_001}, "message"),
        ({"email": "anna"}, "email"),
        ({"email": "anna@example.com\nBcc: all@example.com"}, "email"),
        ({"email": ""}, "email"),
        ({"topic": "no-such-topic"}, "topic"),
        ({"name": "A\nB"}, "name"),
        ({"name": "A\u2028B"}, "name"),
        ({"name": "A\u0085B"}, "name"),
        ({"name": "A" * 101}, "name"),
        ({"order_number": "1" * 41}, "order_number"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value)[:40],
)
def test_wrong_fields_are_named_and_nothing_is_stored(
    sqlite_doors: Doors, fields: dict[str, str], wrong: str
) -> None:
    for lang in ("en", "ru", "hu"):
        with pytest.raises(InvalidForm) as caught:
            send_message(sqlite_doors, visit(sqlite_doors), make_form(lang=lang, **fields))
        assert [error.field for error in caught.value.errors] == [wrong]
    assert rows(sqlite_doors, "select * from contact") == []


def test_an_order_number_is_read_as_people_type_it(sqlite_doors: Doors) -> None:
    send_message(sqlite_doors, visit(sqlite_doors), make_form(order_number=" #104 2391"))
    assert rows(sqlite_doors, "select order_number from contact") == [("104-2391",)]


def test_an_address_of_another_script_is_kept_as_mail_servers_take_it(sqlite_doors: Doors) -> None:
    send_message(sqlite_doors, visit(sqlite_doors), make_form(email="anna@пример.рф"))
    assert rows(sqlite_doors, "select email from contact") == [("anna@xn--e1afmkfd.xn--p1ai",)]


def test_an_unknown_article_or_query_of_the_address_does_not_stop_a_message(sqlite_doors: Doors) -> None:
    send_message(sqlite_doors, visit(sqlite_doors), make_form(article_id="nix", query_id="'; drop table"))
    assert rows(sqlite_doors, "select article_id from contact") == [(None,)]


def test_one_address_cannot_fill_the_mailbox(sqlite_doors: Doors) -> None:
    doors = with_budgets(sqlite_doors, contacts=Budget(2, seconds=3600))
    for n in range(2):
        send_message(doors, visit(doors), make_form(message=f"Message {n}"))
    with pytest.raises(TooMany) as caught:
        send_message(doors, visit(doors), make_form(message="Message 3"))
    assert "+36 1 234 5678" in str(caught.value)
    send_message(doors, visit(doors, address="203.0.113.8"), make_form(message="Message 4"))


def test_all_together_cannot_fill_the_mailbox(sqlite_doors: Doors) -> None:
    doors = with_budgets(sqlite_doors, contacts_in_all=Budget(1, seconds=3600))
    send_message(doors, visit(doors), make_form())
    with pytest.raises(TooMany):
        send_message(doors, visit(doors, address="203.0.113.8"), make_form(message="Another"))
