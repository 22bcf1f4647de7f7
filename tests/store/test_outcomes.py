"""What became of an issue: examples a manager could check by hand, on both databases."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Connection

from portal.domain.events import Event, EventName, Traffic
from portal.domain.outcomes import Definition, IssueOutcome
from portal.store.events import add_events
from portal.store.outcomes import conclude

DAY = 86_400.0
NOON = 100 * DAY
LONG_AFTER = NOON + 30 * DAY


@dataclass
class Story:
    """Events of visits, told one after the other."""

    events: list[Event] = field(default_factory=list)

    def tell(self, ev: EventName, *, at: float, sid: str | None = "s1", **fields: Any) -> "Story":
        values = {"valid": 1} | fields if ev is EventName.CONTACT_CREATED else fields
        number = f"{len(self.events):06d}"
        traffic = values.pop("traffic", Traffic.HUMAN)
        event = Event(number, NOON + at, ev, "en", traffic, "test", sid=sid, **values)
        self.events.append(event)
        return self

    def search(self, at: float, *, n: int = 5, **more: Any) -> "Story":
        return self.tell(EventName.SEARCH, at=at, n_results=n, **more)

    def begin(self, at: float, **more: Any) -> "Story":
        return self.tell(EventName.CONTACT_INTENT, at=at, channel="form", **more)

    def read(self, at: float, *, seconds: float = 40, **more: Any) -> "Story":
        return self.tell(EventName.ARTICLE_LEFT, at=at, article_id="a", visible_s=seconds, **more)

    def yes(self, at: float, **more: Any) -> "Story":
        return self.tell(EventName.SOLVED_YES, at=at, **({"prompt_id": "form"} | more))

    def no(self, at: float, **more: Any) -> "Story":
        return self.tell(EventName.SOLVED_NO, at=at, **({"prompt_id": "form"} | more))

    def write(self, at: float, **more: Any) -> "Story":
        return self.tell(EventName.CONTACT_CREATED, at=at, **more)


def conclude_story(
    connection: Connection, story: Story, *, now: float = LONG_AFTER
) -> tuple[IssueOutcome, ...]:
    add_events(connection, story.events)
    return conclude(connection, since=0, until=now + DAY, now=now, definition=Definition())


CASES = {
    "more than one person can do: labelled, and no need at all": (
        Story().search(0).read(60).yes(90).tell(EventName.VISIT_MARKED, at=95, cause="needs"),
        [],
    ),
    "searched and read: probably solved": (Story().search(0).read(60), ["weak implicit"]),
    "searched, glanced for three seconds: unknown": (Story().search(0).read(60, seconds=3), ["weak unknown"]),
    "read first, searched then: unknown": (Story().read(0).search(60), ["weak unknown"]),
    "searched and left: unknown": (Story().search(0), ["weak unknown"]),
    "read, then found nothing: unknown": (Story().search(0).read(9).search(20, n=0), ["weak unknown"]),
    "only read: no issue at all": (Story().read(0), []),
    "began to write, was helped, said so": (Story().begin(0).yes(60), ["strong confirmed"]),
    "said so and took it back": (Story().begin(0).yes(60).no(70), ["strong unknown"]),
    "took it back and wrote: one issue, escalated": (
        Story().begin(0).yes(60).no(70).write(90),
        ["strong escalated"],
    ),
    "wrote": (Story().search(0).begin(10).write(90), ["strong escalated"]),
    "wrote, but it was spam": (Story().begin(0).write(90, valid=0), ["strong unknown"]),
    "solved, then another need that was written about": (
        Story()
        .search(0, topic="points")
        .yes(9)
        .search(50, topic="invoice")
        .begin(60)
        .write(99, topic="invoice"),
        ["weak confirmed", "strong escalated"],
    ),
    "yes under one article, no under another later": (
        Story()
        .search(0)
        .yes(9, prompt_id="article", article_id="a")
        .search(50)
        .no(60, prompt_id="article", article_id="b"),
        ["weak confirmed", "weak unknown"],
    ),
    "three reworded queries are one issue": (
        Story().search(0).search(9).search(20).read(30),
        ["weak implicit"],
    ),
    "a bot is not counted": (Story().search(0, traffic=Traffic.BOT), []),
    "staff are not counted": (Story().begin(0, traffic=Traffic.STAFF), []),
    "not linked: in no issue": (Story().search(0, sid=None), []),
}


@pytest.mark.parametrize("name", CASES)
def test_an_issue_ends_as_a_manager_would_say(name: str, connection: Connection) -> None:
    story, expected = CASES[name]
    found = conclude_story(connection, story)
    assert [f"{issue.intent} {issue.outcome}" for issue in found] == expected


@pytest.mark.parametrize("key", ["vid", "ckey", "ref_code"])
@pytest.mark.parametrize(("days", "outcome"), [(6, "escalated"), (8, "confirmed")])
def test_a_later_contact_undoes_a_success_within_seven_days(
    key: str, days: float, outcome: str, connection: Connection
) -> None:
    story = Story().begin(0, **{key: "K"}).yes(60).write(60 + days * DAY, sid=None, **{key: "K"})
    (issue,) = conclude_story(connection, story)
    assert issue.outcome == outcome
    assert issue.escalation_kind == ("recontact_after_yes" if outcome == "escalated" else None)


def test_a_later_contact_on_another_topic_does_not(connection: Connection) -> None:
    story = Story().begin(0, ckey="K", topic="refund").yes(60).write(DAY, sid=None, ckey="K", topic="points")
    assert [issue.outcome for issue in conclude_story(connection, story)] == ["confirmed"]


def test_success_is_provisional_until_the_window_has_passed(connection: Connection) -> None:
    story = Story().begin(0).yes(60)
    (early,) = conclude_story(connection, story, now=NOON + DAY)
    assert early.state == "provisional"
    (late,) = conclude(connection, since=0, until=LONG_AFTER, now=LONG_AFTER, definition=Definition())
    assert late.state == "final"


def test_only_a_key_known_before_any_contact_makes_somebody_linkable(connection: Connection) -> None:
    story = Story().begin(0, sid="known", ckey="K").begin(0, sid="unknown").write(9, sid="unknown", ckey="L")
    found = {issue.sid: issue.is_linkable for issue in conclude_story(connection, story)}
    assert found == {"known": True, "unknown": False}


def test_the_same_event_twice_is_one_event(connection: Connection) -> None:
    story = Story().search(0).read(60)
    assert add_events(connection, story.events) == 2
    assert add_events(connection, story.events) == 0
