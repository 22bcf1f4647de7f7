"""A deadline is told once before it ends and once when nobody has met it, whatever restarts in between."""

import random

import pytest
from sqlalchemy import text

from portal.services.notifying import MOST_OVERDUE, queue_digests
from portal.store.deadlines import end_deadline
from tests.connectors.fakes.channels import FakeSlack
from tests.connectors.fakes.server import Server
from tests.connectors.notice_parts import HOOK, Open, deliver
from tests.connectors.schedules import Bench, make_contact

RNG = random.Random(11)  # noqa: S311  case numbers only
ONLY = HOOK | {"events": ["deadline"], "every_minutes": 1}
HOUR = 3_600.0


def message(bench: Bench, hours: float) -> str:
    at = bench.clock().timestamp() + hours * HOUR
    contact = make_contact(bench.doors, RNG, topic="complaint", deadline_at=at)
    with bench.doors.engine.begin() as connection:
        connection.execute(text("update outbox set state = 'delivered' where kind = 'desk'"))
    return contact.contact_id


def heard(fake: FakeSlack) -> list[str]:
    """Return the lines that were said, one a deadline."""
    words = "\n".join(block["text"]["text"] for one in fake.said for block in one["blocks"])
    return [line for line in words.splitlines() if "deadline" in line]


@pytest.fixture
def fake(bench: Bench, server: Server) -> FakeSlack:
    server.fake = listening = FakeSlack(bench.clock)
    return listening


def test_a_deadline_is_told_before_and_after_and_at_no_other_time(
    bench: Bench, fake: FakeSlack, open_channels: Open
) -> None:
    queue_digests(bench.doors, open_channels(team=ONLY))
    message(bench, 50)
    told = []
    # Every round is that of a worker that has just started: it knows only what is stored.
    for hours in (1, 1, 0.5, 20, 27.4, 0.1, 0.1, 10, 100):
        bench.clock.turn(hours=hours)
        channels = open_channels(team=ONLY)
        queue_digests(bench.doors, channels)
        deliver(bench, channels)
        told.append(len(heard(fake)))
    assert told == [0, 1, 1, 1, 1, 2, 2, 2, 2]
    before, after = heard(fake)
    assert "the legal deadline ends 25 November 2026 12:30" in before
    assert "the legal deadline ended 25 November 2026 12:30, and nobody has dealt with it" in after


def test_a_deadline_that_ends_at_this_moment_has_passed(
    bench: Bench, fake: FakeSlack, open_channels: Open
) -> None:
    channels = open_channels(team=ONLY)
    queue_digests(bench.doors, channels)
    message(bench, 1)
    bench.clock.turn(hours=1)
    queue_digests(bench.doors, channels)
    deliver(bench, channels)
    (line,) = heard(fake)
    assert "ended" in line


def test_what_somebody_has_met_in_time_is_not_told_afterwards(
    bench: Bench, fake: FakeSlack, open_channels: Open
) -> None:
    channels = open_channels(team=ONLY)
    queue_digests(bench.doors, channels)
    contact_id = message(bench, 40)
    bench.clock.turn(hours=1)
    queue_digests(bench.doors, channels)
    with bench.doors.engine.begin() as connection:
        end_deadline(connection, contact_id, at=1.0, by="anna")
    for _ in range(3):
        bench.clock.turn(hours=30)
        queue_digests(bench.doors, channels)
    deliver(bench, channels)
    assert len(heard(fake)) == 1


def test_a_new_channel_hears_what_is_near_and_not_what_is_long_over(
    bench: Bench, fake: FakeSlack, open_channels: Open
) -> None:
    message(bench, -100)
    message(bench, 10)
    channels = open_channels(team=ONLY)
    for _ in range(3):
        queue_digests(bench.doors, channels)
        bench.clock.turn(minutes=5)
    deliver(bench, channels)
    (line,) = heard(fake)
    assert "ends 23 November" in line


def test_many_that_pass_at_once_are_counted(bench: Bench, fake: FakeSlack, open_channels: Open) -> None:
    channels = open_channels(team=ONLY)
    queue_digests(bench.doors, channels)
    for _ in range(MOST_OVERDUE + 3):
        message(bench, 0.01)
    bench.clock.turn(hours=1)
    queue_digests(bench.doors, channels)
    deliver(bench, channels)
    lines = heard(fake)
    assert len(lines) == MOST_OVERDUE + 1
    assert "3 more legal deadlines have passed" in lines[-1]
