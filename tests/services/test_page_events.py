"""Events that pages send are believed as far as they can be true."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.domain.events import EventName, Signal
from portal.errors import InvalidForm, TooMany
from portal.services.budgets import Budget
from portal.services.doors import Doors
from portal.services.feedback import Vote, cast_vote
from portal.services.making_events import is_event_id, new_id
from portal.services.page_events import PageEvent, take_events
from portal.services.solving import begin_writing, say_solved
from portal.services.visitors import Visitor
from tests.services.parts import CHROME, MONDAY, rows, visit, with_budgets


def make_view(**others: object) -> PageEvent:
    event = PageEvent(new_id(), EventName.ARTICLE_VIEW, MONDAY, "en", article_id="refund-times")
    return replace(event, **others)  # type: ignore[arg-type]  # fields of the event


def test_an_event_gets_the_visit_and_the_topic_of_its_article(doors: Doors) -> None:
    visitor = visit(doors)
    assert take_events(doors, visitor, [make_view()]) == ()
    doors.recorder.flush()
    found = rows(doors, "select ev, sid, topic, article_id, traffic from event")
    assert found == [("article_view", visitor.sid, "return", "refund-times", "human")]


def test_an_article_that_was_merely_shown_says_nothing_of_the_topic(sqlite_doors: Doors) -> None:
    take_events(sqlite_doors, visit(sqlite_doors), [make_view(ev=EventName.SUGGEST_SHOWN)])
    sqlite_doors.recorder.flush()
    assert rows(sqlite_doors, "select topic from event") == [(None,)]


def test_an_event_sent_twice_is_recorded_once(doors: Doors) -> None:
    event = make_view()
    for _ in range(2):
        assert take_events(doors, visit(doors), [event]) == ()
    assert rows(doors, "select count(*) from event") == [(1,)]
    assert rows(doors, "select source, reason, n from refusal") == [("page", "duplicate", 1)]
    assert doors.recorder.health().duplicate == 1


def test_an_event_that_somebody_else_sends_again_stays_hers_who_sent_it_first(doors: Doors) -> None:
    event = make_view()
    first = visit(doors)
    take_events(doors, first, [event])
    take_events(doors, visit(doors, address="203.0.113.99"), [replace(event, ev=EventName.SOLVED_YES)])
    assert rows(doors, "select ev, sid from event") == [("article_view", first.sid)]


def test_what_is_accepted_is_written_before_it_is_said(doors: Doors) -> None:
    event = make_view()
    assert take_events(doors, visit(doors), [event]) == ()
    assert rows(doors, "select event_id from event") == [(event.event_id,)]


@pytest.mark.parametrize(
    ("off", "kept"),
    [
        (timedelta(hours=-23), True),
        (timedelta(minutes=4), True),
        (timedelta(hours=-25), False),
        (timedelta(minutes=6), False),
    ],
    ids=["sent late", "clock a little fast", "clock a day slow", "clock fast"],
)
def test_a_device_whose_clock_is_wrong_gets_our_time(sqlite_doors: Doors, off: timedelta, kept: bool) -> None:
    take_events(sqlite_doors, visit(sqlite_doors), [make_view(at=MONDAY + off)])
    sqlite_doors.recorder.flush()
    expected = MONDAY + off if kept else MONDAY
    assert rows(sqlite_doors, "select ts from event") == [(expected.timestamp(),)]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"at": MONDAY - timedelta(days=30)}, "ts"),
        ({"at": MONDAY - timedelta(days=365)}, "ts"),
        ({"at": MONDAY + timedelta(days=365)}, "ts"),
        ({"article_id": "no-such-article"}, "article_id"),
        ({"lang": "de"}, "lang"),
        ({"topic": "no-such-topic"}, "topic"),
    ],
    ids=["a month ago", "a year ago", "in a year", "unknown article", "unknown language", "unknown topic"],
)
def test_an_event_that_cannot_be_true_is_refused_and_spoils_no_other(
    sqlite_doors: Doors, fields: dict[str, object], reason: str
) -> None:
    wrong, right = make_view(**fields), make_view()
    refused = take_events(sqlite_doors, visit(sqlite_doors), [wrong, right])
    assert [(one.event_id, one.reason) for one in refused] == [(wrong.event_id, reason)]
    sqlite_doors.recorder.flush()
    assert rows(sqlite_doors, "select event_id from event") == [(right.event_id,)]
    assert rows(sqlite_doors, "select source, reason, n from refusal") == [("page", reason, 1)]


def test_events_of_those_who_are_not_followed_belong_to_no_visit(sqlite_doors: Doors) -> None:
    take_events(sqlite_doors, visit(sqlite_doors, signal=Signal.GPC), [make_view()])
    sqlite_doors.recorder.flush()
    assert rows(sqlite_doors, "select sid, vid, signal from event") == [(None, None, "gpc")]


def test_batches_of_one_address_are_bounded(sqlite_doors: Doors) -> None:
    doors = with_budgets(sqlite_doors, writes=Budget(1, seconds=60))
    take_events(doors, visit(doors), [make_view()])
    with pytest.raises(TooMany):
        take_events(doors, visit(doors), [make_view()])


def send_pairs(doors: Doors, visitor: Visitor, *, times: int) -> list[str]:
    """Send "began to write" and "solved" again and again, and return why some were refused."""
    reasons = []
    for number in range(times):
        at = MONDAY + timedelta(seconds=number / 10)
        pair = (EventName.CONTACT_INTENT, EventName.SOLVED_YES)
        events = [make_view(ev=ev, at=at, article_id=None) for ev in pair]
        reasons += [one.reason for one in take_events(doors, visitor, events)]
    return reasons


def test_one_visitor_who_says_solved_a_thousand_times_is_believed_five_times_and_labelled(
    sqlite_doors: Doors,
) -> None:
    doors = with_budgets(sqlite_doors, writes=Budget(10_000, seconds=60), events=Budget(10_000, seconds=60))
    reasons = send_pairs(doors, visit(doors), times=1_000)
    doors.recorder.flush()
    counts = rows(doors, "select ev, count(*) from event group by ev order by ev")
    assert counts == [("contact_intent", 5), ("solved_yes", 5), ("visit_marked", 1)]
    assert reasons == ["too_many"] * 1_990
    assert doors.recorder.health().refused == 1_990
    assert rows(doors, "select source, reason, n from refusal") == [("page", "too_many", 1_990)]


def test_a_visit_of_more_events_than_one_person_makes_is_labelled_once(sqlite_doors: Doors) -> None:
    doors = with_budgets(sqlite_doors, events=Budget(3, seconds=60))
    visitor = visit(doors)
    refused = take_events(doors, visitor, [make_view() for _ in range(9)])
    assert [one.reason for one in refused] == ["too_many"] * 6
    doors.recorder.flush()
    found = rows(doors, "select sid, cause, traffic from event where ev = 'visit_marked'")
    assert found == [(visitor.sid, "events", "human")]
    assert rows(doors, "select count(*) from event where ev = 'article_view'") == [(3,)]


def test_who_is_not_followed_is_bounded_and_has_no_visit_to_label(sqlite_doors: Doors) -> None:
    doors = with_budgets(sqlite_doors, events=Budget(1, seconds=60))
    take_events(doors, visit(doors, signal=Signal.DNT), [make_view() for _ in range(3)])
    doors.recorder.flush()
    assert rows(doors, "select ev from event") == [("article_view",)]


def test_another_browser_name_does_not_make_her_many(sqlite_doors: Doors) -> None:
    doors = with_budgets(sqlite_doors, writes=Budget(10_000, seconds=60))
    for number in range(100):
        send_pairs(doors, visit(doors, browser=f"{CHROME} {number}"), times=5)
    doors.recorder.flush()
    assert rows(doors, "select count(*) from event where ev = 'solved_yes'") == [(60,)]


def test_the_form_without_scripts_is_bounded_alike(sqlite_doors: Doors) -> None:
    doors = with_budgets(sqlite_doors, writes=Budget(10_000, seconds=60))
    for _ in range(50):
        begin_writing(doors, visit(doors), lang="en", topic="")
        say_solved(doors, visit(doors), is_solved=True, lang="en", topic="")
    doors.recorder.flush()
    counts = rows(doors, "select ev, count(*) from event group by ev order by ev")
    assert counts == [("contact_intent", 5), ("solved_yes", 5), ("visit_marked", 1)]


def test_ids_are_of_version_seven() -> None:
    assert is_event_id(new_id())
    assert not is_event_id("9b2fdd0e-6f8e-4a43-8a3b-2f0e5a3c1d4e")
    assert not is_event_id("x")


def test_a_vote_and_its_comment_are_stored_together_and_redacted(doors: Doors) -> None:
    vote = Vote(
        "refund-times", "a1b2c3d4", "en", helpful=False, reason="wrong", comment=" Call +36 30 123 4567 "
    )
    cast_vote(doors, visit(doors), vote)
    assert rows(doors, "select vote, reason, topic from event") == [("no", "wrong", "return")]
    assert rows(doors, "select body, article_id from comment") == [("Call [phone]", "refund-times")]


@pytest.mark.parametrize(
    ("vote", "wrong"),
    [
        (Vote("nix", None, "en", helpful=True), "article_id"),
        (Vote("refund-times", None, "en", helpful=False, reason="nix"), "reason"),
        (Vote("refund-times", None, "en", helpful=False, comment="x" * 2_001), "comment"),
    ],
    ids=["unknown article", "unknown reason", "long comment"],
)
def test_a_wrong_vote_is_refused_in_every_language(sqlite_doors: Doors, vote: Vote, wrong: str) -> None:
    for lang in ("en", "ru", "hu"):
        with pytest.raises(InvalidForm) as caught:
            cast_vote(sqlite_doors, visit(sqlite_doors), replace(vote, lang=lang))
        assert [error.field for error in caught.value.errors] == [wrong]
    assert rows(sqlite_doors, "select * from event") == []
