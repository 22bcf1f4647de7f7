"""Channels of the team as integrations.yml tells them, and things that happen for them to hear."""

from collections.abc import Callable

import pytest

from portal.services.delivering import NOTICE, deliver_due
from portal.services.doors import Doors
from portal.services.notifiers import Channel
from portal.services.notifying import NoticeDelivery
from portal.store.comments import Comment, add_comment
from portal.store.outbox import Outgoing, add_outgoing, mark_undelivered
from tests.connectors.schedules import Bench, Mailbox

Open = Callable[..., dict[str, Channel]]
HOOK = {"service": "slack-webhook", "address": "HOST/services/T/B/X"}
BOT = {"service": "slack", "address": "HOST", "token": "xoxb-team", "channel": "C01"}
TEAMS = {"service": "teams", "address": "HOST/workflows/1?api-version=1&sig=s3cret"}


def deliver(bench: Bench, channels: dict[str, Channel]) -> None:
    notices = NoticeDelivery(bench.doors, channels)
    deliver_due(
        bench.doors.engine,
        Mailbox(),
        lambda _row: pytest.fail("a letter"),
        clock=bench.clock,
        ways={NOTICE: notices},
    )


def vote_no(doors: Doors, number: int, words: str) -> None:
    now = doors.clock().timestamp()
    with doors.engine.begin() as connection:
        add_comment(connection, Comment(f"c{number}", now, "en", "refund-times", None, "no", "hard", words))
    doors.clock.turn(seconds=1)  # type: ignore[attr-defined]  # it is the one of the tests


def fail_one(doors: Doors, name: str) -> None:
    with doors.engine.begin() as connection:
        add_outgoing(connection, Outgoing(name, "desk", None, "x@example.com", "{}", 0, 1.0))
        mark_undelivered(connection, name, error="The mail server answered 535.", next_at=None)
