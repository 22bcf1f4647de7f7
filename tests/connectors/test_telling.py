"""Whatever the team is told comes from what is stored, and reaches Slack and Teams as it is shown there."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from portal.domain.events import Event, EventName, Traffic
from portal.services.integrations import Integrations
from portal.services.notifying import queue_digests
from portal.services.working import Worker
from portal.store.desk_tickets import DeskTicket, add_ticket
from portal.store.events import add_events
from tests.connectors.fakes.channels import FakeSlack, FakeTeams
from tests.connectors.fakes.server import Server
from tests.connectors.notice_parts import HOOK, TEAMS, Open, deliver, fail_one, vote_no
from tests.connectors.schedules import Bench, Mailbox, make_contact
from tests.services.parts import MONDAY

DAY = 86_400.0
RNG = random.Random(5)  # noqa: S311  case numbers only
Happen = Callable[[Bench], None]


@dataclass(frozen=True, slots=True)
class Team:
    """A channel of one service, and the fake that hears what is said there."""

    options: dict[str, object]
    fake: FakeSlack | FakeTeams

    def heard(self) -> str:
        """Return everything that was said, as people read it."""
        if isinstance(self.fake, FakeSlack):
            return "\n".join(block["text"]["text"] for one in self.fake.said for block in one["blocks"])
        rows = [row["inlines"][0]["text"] for card in self.fake.said for row in card["body"]]
        return "\n".join(rows)


@pytest.fixture(params=["slack", "teams"])
def team(request: pytest.FixtureRequest, bench: Bench, server: Server, open_channels: Open) -> Team:
    assert open_channels is not None
    is_slack = request.param == "slack"
    server.fake = fake = FakeSlack(bench.clock) if is_slack else FakeTeams(bench.clock)
    return Team(dict(HOOK if is_slack else TEAMS), fake)


def write_to_us(bench: Bench, topic: str | None, **others: object) -> str:
    """Store a message that a desk has taken already."""
    contact = make_contact(bench.doors, RNG, topic=topic, **others)
    with bench.doors.engine.begin() as connection:
        connection.exec_driver_sql("update outbox set state = 'delivered' where kind = 'desk'")
    return contact.contact_id


def deadline(bench: Bench, *, hours: float = 40, code: str = "4810271") -> str:
    ends_at = bench.clock().timestamp() + hours * 3600
    return write_to_us(bench, "complaint", code=code, deadline_at=ends_at)


def complaint(bench: Bench) -> None:
    deadline(bench)


def messages(bench: Bench) -> None:
    for topic in ("refund", "refund", None):
        write_to_us(bench, topic)


HAPPENINGS: dict[str, tuple[Happen, str]] = {
    "failing": (lambda bench: fail_one(bench.doors, "o1"), "1 message to a person needs somebody"),
    "deadline": (complaint, "Case 481-0271 (Complaint): the legal deadline ends 25 November 2026"),
    "vote": (
        lambda bench: vote_no(bench.doors, 1, "Call 06 30 123 4567"),
        "did not help: “Call [phone",
    ),
    "escalation": (messages, "3 new messages: "),
}


@pytest.mark.parametrize("event", HAPPENINGS)
def test_what_is_stored_is_told_where_it_was_asked_for(
    bench: Bench, open_channels: Open, team: Team, event: str
) -> None:
    happen, words = HAPPENINGS[event]
    others = [name for name in ("failing", "spike", "deadline", "weekly", "vote") if name != event]
    channels = open_channels(
        team=team.options | {"events": [event]}, office=team.options | {"events": others}
    )
    queue_digests(bench.doors, channels)
    bench.clock.turn(minutes=20)
    happen(bench)
    bench.clock.turn(minutes=1)
    assert queue_digests(bench.doors, channels) == 1
    deliver(bench, channels)
    assert words in team.heard()
    assert "123 4567" not in team.heard()
    bench.clock.turn(minutes=20)
    assert queue_digests(bench.doors, channels) == 0


def test_a_deadline_that_somebody_has_met_is_not_told(bench: Bench, open_channels: Open, team: Team) -> None:
    channels = open_channels(team=team.options | {"events": ["deadline"]})
    queue_digests(bench.doors, channels)
    bench.clock.turn(minutes=20)
    now = bench.clock().timestamp()
    contact_id = deadline(bench)
    deadline(bench, hours=49, code="4810272")
    with bench.doors.engine.begin() as connection:
        add_ticket(
            connection, DeskTicket("desk", "1", contact_id, "pr_1", None, None, now, closed_at=now + 1)
        )
    assert queue_digests(bench.doors, channels) == 0
    bench.clock.turn(hours=2)
    assert queue_digests(bench.doors, channels) == 1


def test_a_risen_topic_and_last_week_are_counted_by_the_worker_and_told_once(
    bench: Bench, open_channels: Open, team: Team
) -> None:
    open_channels(team=team.options)
    bench.clock.now = MONDAY
    bench.clock.turn(days=-1)
    worker = Worker(bench.doors, Mailbox(), Integrations())
    worker.ask()
    with bench.doors.engine.begin() as connection:
        connection.exec_driver_sql("delete from event")
        add_events(connection, _three_months())
    bench.clock.now = MONDAY.replace(hour=4)  # five in the morning in Budapest: Sunday may not be counted
    worker.conclude()
    worker.ask()
    worker.deliver_all()
    early = team.heard()
    assert "Refund" in early or "refund" in early
    assert "contacts since it rose, usual are" in early
    assert "Last week" not in early
    bench.clock.now = MONDAY
    for _ in range(3):
        worker.ask()
        worker.deliver_all()
        bench.clock.turn(minutes=20)
    assert team.heard().count("Last week: needs 140, contacted us 44") == 1
    assert team.heard().count("since it rose") == 1


def test_more_than_fits_is_said_to_be_more(bench: Bench, open_channels: Open, team: Team) -> None:
    channels = open_channels(team=team.options | {"events": ["vote"]})
    queue_digests(bench.doors, channels)
    bench.clock.turn(minutes=20)
    for number in range(30):
        vote_no(bench.doors, number, f"words {number} " + "x" * 400)
    bench.clock.turn(minutes=1)
    queue_digests(bench.doors, channels)
    deliver(bench, channels)
    assert "… +20" in team.heard()
    assert len(team.fake.said) == 1


def _three_months() -> list[Event]:
    """Return visits of twelve weeks: twenty a day, four of them wrote, twelve in the last three days."""
    told = []
    for day in range(1, 84):
        for place in range(20):
            at, sid = MONDAY.timestamp() - day * DAY, f"s{day}-{place}"
            told.append(_event(f"{sid}-1", EventName.SEARCH, at + 10, sid, n_results=3))
            if place < (12 if day <= 3 else 4 if day > 7 else 2):
                number = {"ticket_id": f"T{sid}", "topic": "refund", "valid": 1, "created_by": "customer"}
                told.append(_event(f"{sid}-2", EventName.CONTACT_CREATED, at + 30, sid, **number))
    return told


def _event(event_id: str, ev: EventName, at: float, sid: str, **others: object) -> Event:
    return Event(event_id, at, ev, "en", Traffic.HUMAN, "test", sid=sid, **others)  # type: ignore[arg-type]  # few and plain
