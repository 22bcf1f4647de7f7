"""Deliver what waits in the outbox: take it under a lease, send it, record what came of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage

from sqlalchemy import Engine

from portal.connectors.mail import MailFailed, MailSender
from portal.store import outbox
from portal.store.database import reading, writing

log = logging.getLogger(__name__)

LEASE_S = 120.0
BATCH = 20
MOST_ATTEMPTS = 30
_FIRST_WAIT_S, _LONGEST_WAIT_S = 15.0, 6 * 3600.0

Write = Callable[[outbox.Outgoing], EmailMessage]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    delivered: int
    postponed: int
    failed: int


def deliver_due(engine: Engine, sender: MailSender, write: Write, *, now: float) -> Round:
    """Send every message that is due; a message whose worker died is due again when its lease ends."""
    with writing(engine) as connection:
        due = outbox.lease_due(connection, now=now, lease_s=LEASE_S, limit=BATCH)
    results = [_deliver(engine, sender, write, outgoing, now=now) for outgoing in due]
    return Round(results.count("delivered"), results.count("postponed"), results.count("failed"))


def count_outbox(engine: Engine) -> dict[str, int]:
    """Return how many messages wait, are being sent, were delivered, or failed."""
    with reading(engine) as connection:
        return outbox.count_by_state(connection)


def wait_after(attempts: int) -> float:
    """Return the seconds to wait after this many attempts: doubling from 15 s to 6 h."""
    return min(_FIRST_WAIT_S * 2.0 ** (attempts - 1), _LONGEST_WAIT_S)


def _deliver(
    engine: Engine, sender: MailSender, write: Write, outgoing: outbox.Outgoing, *, now: float
) -> str:
    try:
        sender.send(write(outgoing))
    except MailFailed as error:
        is_over = error.is_final or outgoing.attempts >= MOST_ATTEMPTS
        log.warning("outbox %s: attempt %d: %s", outgoing.outbox_id, outgoing.attempts, error)
        next_at = None if is_over else now + wait_after(outgoing.attempts)
        with writing(engine) as connection:
            outbox.mark_undelivered(connection, outgoing.outbox_id, error=str(error), next_at=next_at)
        return "failed" if is_over else "postponed"
    with writing(engine) as connection:
        outbox.mark_delivered(connection, outgoing.outbox_id, now=now)
    return "delivered"
