"""Twenty visits of one month, worked out by hand: eighteen needs, and what became of each."""

import pytest
from sqlalchemy import Connection

from portal.domain.events import Event, EventName, Traffic
from portal.domain.outcomes import Definition, IssueOutcome, Outcome
from portal.statistics import Rate
from portal.store.events import add_events
from portal.store.outcomes import conclude
from tests.store.test_outcomes import DAY, NOON, Story

NOW = NOON + 30 * DAY
YESTERDAY = NOW - DAY - NOON
SHOWN = {"arm": "shown", "prob": 0.9}
WITHHELD = {"arm": "withheld", "prob": 0.1}


class Month(Story):
    """A story in which each visit has a name, and the form suggests something."""

    def form(self, sid: str, at: float, *, arm: dict[str, object], topic: str | None, **who: object) -> None:
        self.begin(at, sid=sid, **who)
        self.tell(EventName.SUGGEST_ELIGIBLE, at=at + 9, sid=sid, topic=topic, **arm, **who)

    def click(self, sid: str, at: float) -> None:
        self.tell(EventName.SUGGEST_CLICK, at=at, sid=sid, article_id="a", position=1)


def tell_the_month() -> list[Event]:
    month = Month()
    _helped(month)
    _came_back(month)
    _silent(month)
    _searched(month)
    _beside(month)
    return month.events


def _helped(month: Month) -> None:
    month.search(0, sid="reads, then says it is solved", topic="payment-methods")
    month.form("reads, then says it is solved", 60, arm=SHOWN, topic="payment-methods")
    month.click("reads, then says it is solved", 75)
    month.yes(120, sid="reads, then says it is solved")
    month.form("reads and goes", 0, arm=SHOWN, topic="account")
    month.click("reads and goes", 15)
    month.read(40, sid="reads and goes", seconds=25)
    month.form("said so yesterday", YESTERDAY, arm=SHOWN, topic=None)
    month.click("said so yesterday", YESTERDAY + 20)
    month.yes(YESTERDAY + 60, sid="said so yesterday")


def _came_back(month: Month) -> None:
    month.form("writes", 0, arm=SHOWN, topic="account")
    month.write(200, sid="writes", topic="account", ckey="wrote")
    for sid, key, topic, days in (
        ("solved, writes on day three", "K1", "return", 3),
        ("solved, writes on day nine", "K2", "return", 9),
        ("solved, writes about something else", "K3", "delivery-info", 2),
    ):
        month.form(sid, 0, arm=SHOWN, topic="return", ckey=key)
        month.yes(50, sid=sid, ckey=key)
        month.write(50 + days * DAY, sid=None, ckey=key, topic=topic, channel="email")
    month.form("calls with the code", 0, arm=SHOWN, topic="account", ref_code="4810271")
    month.write(DAY, sid=None, ref_code="4810271", channel="phone")


def _silent(month: Month) -> None:
    month.form("goes at once", 0, arm=SHOWN, topic="account")
    month.form("says no and goes", 0, arm=SHOWN, topic="account")
    month.click("says no and goes", 20)
    month.no(50, sid="says no and goes")
    month.form("looks for three seconds", 0, arm=SHOWN, topic="account")
    month.click("looks for three seconds", 15)
    month.read(19, sid="looks for three seconds", seconds=3)
    month.form("sends spam", 0, arm=SHOWN, topic=None)
    month.write(50, sid="sends spam", valid=0)


def _searched(month: Month) -> None:
    month.search(0, sid="searches and reads", topic="delivery-info")
    month.read(95, sid="searches and reads", seconds=90)
    month.search(0, sid="searches in vain").read(20, sid="searches in vain", seconds=15)
    month.search(50, sid="searches in vain", n=2).search(90, sid="searches in vain", n=0)
    month.search(0, sid="two needs", topic="account").read(40, sid="two needs").yes(50, sid="two needs")
    month.search(100, sid="two needs", topic="invoice", n=1)
    month.form("two needs", 120, arm=SHOWN, topic="invoice")
    month.write(200, sid="two needs", topic="invoice")


def _beside(month: Month) -> None:
    month.search(0, sid="a program", traffic=Traffic.BOT)
    month.begin(0, sid="one of us", traffic=Traffic.STAFF)
    month.read(60, sid="only reads", seconds=60)
    month.form("compared, writes", 0, arm=WITHHELD, topic="account")
    month.write(100, sid="compared, writes", topic="account")
    month.form("compared, goes", 0, arm=WITHHELD, topic="account")


EXPECTED = {
    ("reads, then says it is solved", 0): "strong confirmed final",
    ("reads and goes", 0): "strong implicit final",
    ("writes", 0): "strong escalated final in_session",
    ("solved, writes on day three", 0): "strong escalated final recontact_after_yes",
    ("calls with the code", 0): "strong escalated final recontact",
    ("solved, writes on day nine", 0): "strong confirmed final",
    ("solved, writes about something else", 0): "strong confirmed final",
    ("goes at once", 0): "strong unknown final",
    ("says no and goes", 0): "strong unknown final",
    ("searches and reads", 0): "weak implicit final",
    ("searches in vain", 0): "weak unknown final",
    ("two needs", 0): "weak confirmed final",
    ("two needs", 1): "strong escalated final in_session",
    ("compared, writes", 0): "strong escalated final in_session",
    ("compared, goes", 0): "strong unknown final",
    ("said so yesterday", 0): "strong confirmed provisional",
    ("sends spam", 0): "strong unknown final",
    ("looks for three seconds", 0): "strong unknown final",
}


@pytest.fixture
def issues(connection: Connection) -> tuple[IssueOutcome, ...]:
    add_events(connection, tell_the_month())
    return conclude(connection, since=0, until=NOW + DAY, now=NOW, definition=Definition())


def test_each_of_the_eighteen_needs_ends_as_worked_out_by_hand(issues: tuple[IssueOutcome, ...]) -> None:
    assert len(EXPECTED) == 18
    found = {
        (one.sid, one.issue_no): " ".join(
            filter(None, (one.intent, one.outcome, one.state, one.escalation_kind))
        )
        for one in issues
    }
    assert found == EXPECTED


def test_of_twelve_closed_needs_with_suggestions_three_are_confirmed(
    issues: tuple[IssueOutcome, ...],
) -> None:
    compared = {"compared, writes", "compared, goes"}
    closed = [
        one for one in issues if one.intent == "strong" and one.state == "final" and one.sid not in compared
    ]
    counts = {outcome: sum(one.outcome is outcome for one in closed) for outcome in Outcome}
    assert counts == {"confirmed": 3, "implicit": 1, "escalated": 4, "unknown": 4}
    interval = Rate(counts[Outcome.CONFIRMED], len(closed)).interval
    assert interval is not None
    assert (round(interval.low, 3), round(interval.high, 3)) == (0.089, 0.532)


def test_only_those_whose_key_was_known_before_any_contact_are_linkable(
    issues: tuple[IssueOutcome, ...],
) -> None:
    assert {one.sid for one in issues if one.is_linkable} == {
        "solved, writes on day three",
        "solved, writes on day nine",
        "solved, writes about something else",
    }


def test_a_message_marked_as_spam_later_does_not_count_and_can_be_marked_back(connection: Connection) -> None:
    month = Month()
    month.form("writes", 0, arm=SHOWN, topic=None)
    month.write(60, sid="writes", ticket_id="T")
    month.tell(EventName.CONTACT_MARKED, at=20 * DAY, sid=None, ticket_id="T", valid=0, reason="spam")

    def outcome() -> str:
        (one,) = conclude(connection, since=0, until=NOW, now=NOW, definition=Definition())
        return one.outcome

    add_events(connection, month.events)
    assert outcome() == "unknown"
    month.tell(EventName.CONTACT_MARKED, at=21 * DAY, sid=None, ticket_id="T", valid=1, reason="genuine")
    add_events(connection, month.events)
    assert outcome() == "escalated"
