"""One try to bring something to a door outside, and what its errors mean for the next, alike for all."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from portal.connectors.desks.outcomes import DeskError, NotReached, Refused, Throttled
from portal.connectors.mail import MailFailed
from portal.errors import NotStored
from portal.services.delays import LONGEST_S, wait_at_age
from portal.services.doors import Doors
from portal.store import outbox
from portal.store.database import writing
from portal.store.outbox import Outgoing
from portal.traces import trace

log = logging.getLogger(__name__)

_MOST_REASON = 500


class NotTaken(Exception):
    """What was brought was not taken: tried again after `wait_s` seconds, or not at all if there are none."""

    def __init__(self, reason: str, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait_s = wait_s


@contextmanager
def reaching(
    doors: Doors, outgoing: Outgoing, where: str, *, patience_s: float = LONGEST_S, settles_s: float = 0.0
) -> Iterator[None]:
    """Turn whatever goes wrong within into NotTaken.

    A clear no and an answer nobody thought of end it; all else is tried again until it is `patience_s` old.
    When nobody knows whether it arrived, the next try waits at least `settles_s`: then one can look.
    Raises NotStored as it is: without a database nothing can be recorded either.
    """
    age = doors.clock().timestamp() - outgoing.created_at
    try:
        yield
    except NotStored:
        raise
    except Refused as error:
        raise NotTaken(str(error)) from error
    except MailFailed as error:
        raise NotTaken(
            str(error), None if error.is_final or age >= patience_s else wait_at_age(age)
        ) from error
    except DeskError as error:
        wait = error.wait_s if isinstance(error, Throttled) and error.wait_s else wait_at_age(age)
        if not isinstance(error, Throttled | NotReached):
            wait = max(wait, settles_s)
        raise NotTaken(str(error), wait if age < patience_s else None) from error
    except Exception as error:
        log.error("outbox %s at %s: %s", outgoing.outbox_id, where, trace(error))
        raise NotTaken(f"{type(error).__name__} in the adapter.") from error


def put_off(doors: Doors, outgoing: Outgoing, why: NotTaken) -> str:
    """Record that it was not taken, and when it is tried again; return postponed or failed."""
    next_at = None if why.wait_s is None else doors.clock().timestamp() + why.wait_s
    with writing(doors.engine) as connection:
        reason = why.reason[:_MOST_REASON]
        outbox.mark_undelivered(connection, outgoing.outbox_id, error=reason, next_at=next_at)
    return "failed" if next_at is None else "postponed"


def finish(doors: Doors, outgoing: Outgoing) -> str:
    """Record that it was taken; return delivered."""
    with writing(doors.engine) as connection:
        outbox.mark_delivered(connection, outgoing.outbox_id, now=doors.clock().timestamp())
    return "delivered"
