"""Deliver what waits in the outbox: take it under a lease, send it, record what came of it."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from types import MappingProxyType
from typing import Protocol

from sqlalchemy import Engine

from portal.clock import Clock
from portal.connectors.mail import MailFailed, MailSender
from portal.services.delays import MOST_ATTEMPTS, wait_after
from portal.store import outbox
from portal.store.database import writing
from portal.store.follow_ups import KIND as FOLLOW_UP
from portal.traces import trace

log = logging.getLogger(__name__)

LEASE_S = 300.0
"""Longer than any mail server may take to answer all its commands; then another worker takes the message."""

BATCH = 20
DESK = "desk"
"""The kind of a message to a person."""
FILES = "files"
"""The kind of what brings files after a ticket."""
NOTICE = "notice"
"""The kind of what the team hears in its own channels."""
CARD = "card"
"""The kind of a card that is proposed to where the team keeps what it knows."""

Write = Callable[[outbox.Outgoing], EmailMessage]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    delivered: int
    postponed: int
    failed: int

    @property
    def total(self) -> int:
        """How many messages were tried."""
        return self.delivered + self.postponed + self.failed


class DeskWay(Protocol):
    """Whoever brings messages to the desks that answer them."""

    def deliver(self, outgoing: outbox.Outgoing) -> str:
        """Try a leased message once; return delivered, postponed or failed."""


def deliver_due(
    engine: Engine,
    sender: MailSender,
    write: Write,
    *,
    clock: Clock,
    desks: DeskWay | None = None,
    ways: Mapping[str, DeskWay] = MappingProxyType({}),
    first_topics: tuple[str, ...] = (),
) -> Round:
    """Send messages that are due, one after the other; raises NotStored if the database does not answer.

    Messages to a person go by `desks`, other kinds by their own of `ways`; all else are letters. Those about
    one of `first_topics` come before all others.

    A message whose worker died is due again when its lease ends, and leaves with the same Message-ID.
    """
    results: list[str] = []
    while len(results) < BATCH:
        with writing(engine) as connection:
            now = clock().timestamp()
            due = outbox.lease_due(connection, now=now, lease_s=LEASE_S, limit=1, first_topics=first_topics)
        if not due:
            break
        if desks is not None and due[0].kind in (DESK, FILES, FOLLOW_UP):
            results.append(desks.deliver(due[0]))
        elif due[0].kind in ways:
            results.append(ways[due[0].kind].deliver(due[0]))
        else:
            results.append(_deliver(engine, sender, write, due[0], clock=clock))
    return Round(results.count("delivered"), results.count("postponed"), results.count("failed"))


def _deliver(
    engine: Engine, sender: MailSender, write: Write, outgoing: outbox.Outgoing, *, clock: Clock
) -> str:
    try:
        sender.send(write(outgoing))
    except MailFailed as error:
        return _put_off(engine, outgoing, str(error), is_final=error.is_final, clock=clock)
    except Exception as error:  # noqa: BLE001  one letter that cannot be written must not hold the others
        log.error("outbox %s cannot be written: %s", outgoing.outbox_id, trace(error))
        return _put_off(engine, outgoing, type(error).__name__, is_final=False, clock=clock)
    with writing(engine) as connection:
        outbox.mark_delivered(connection, outgoing.outbox_id, now=clock().timestamp())
    return "delivered"


def _put_off(engine: Engine, outgoing: outbox.Outgoing, reason: str, *, is_final: bool, clock: Clock) -> str:
    is_over = is_final or outgoing.attempts >= MOST_ATTEMPTS
    log.warning("outbox %s: attempt %d: %s", outgoing.outbox_id, outgoing.attempts, reason)
    next_at = None if is_over else clock().timestamp() + wait_after(outgoing.attempts)
    with writing(engine) as connection:
        outbox.mark_undelivered(connection, outgoing.outbox_id, error=reason, next_at=next_at)
    return "failed" if is_over else "postponed"
