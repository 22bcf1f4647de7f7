"""The outbox as a page: what waits, what failed and why in plain words, what was delivered."""

from dataclasses import dataclass
from datetime import UTC, datetime

from portal.domain.case_numbers import format_case_number
from portal.errors import Forbidden, InvalidRequest
from portal.services.delivering import DESK
from portal.services.doors import Doors
from portal.services.outbox_care import LONG_S, retry
from portal.services.reporting_export import Table
from portal.services.staff import Member
from portal.store.database import reading
from portal.store.deliveries import count_failed
from portal.store.outbox import count_by_state
from portal.store.outbox_list import (
    DELIVERED,
    FAILED,
    WAITING,
    Listed,
    count_waiting_since,
    ids_of_failed,
    list_outbox,
)

STATES = (FAILED, WAITING, DELIVERED)
MOST_SHOWN, MOST_EXPORTED = 200, 10_000
EVERYTHING = "*"
"""What stands for all failed messages where the id of one is asked."""

_BEGINNINGS = (
    ("The mail server refused the recipient", "recipient"),
    ("The mail server answered", "mail_answer"),
    ("The mail server cannot be reached", "mail_reach"),
    ("Cannot write", "folder"),
    ("The contact was deleted", "gone"),
    ("It is not known", "unsure"),
    ("The desk did not confirm", "unsure"),
)
_INSIDE = (
    (("(401)", "credentials are"), "sign_in"),
    (("(403)", "lack a right"), "rights"),
    (("(404)",), "place"),
    (("refused it",), "refused"),
    (("sent us elsewhere",), "place"),
    (("too many", "too much", "left alone", "used up", "(429)"), "busy"),
    (("cannot be reached", "cannot be resolved", "No whole answer", "answered 5"), "reach"),
)
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Shown:
    """A message with what is wrong with it: the name of a trouble that has words, or None."""

    message: Listed
    trouble: str | None

    @property
    def case(self) -> str:
        """The case number as people read it; empty for what belongs to no contact."""
        return format_case_number(self.message.code) if self.message.code else ""


@dataclass(frozen=True, slots=True)
class Alarm:
    """What somebody has to look at: messages to a person that reached nobody, or wait for too long."""

    failed: int
    waiting_long: int

    def __bool__(self) -> bool:
        return bool(self.failed or self.waiting_long)


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """One list of the outbox and the numbers of all three."""

    state: str
    rows: tuple[Shown, ...]
    counts: dict[str, int]


def read_outbox(doors: Doors, state: str, *, most: int = MOST_SHOWN) -> OutboxPage:
    """Return a list of the outbox; an unknown state shows what failed, or else what waits."""
    with reading(doors.engine) as connection:
        told = count_by_state(connection)
        counts = {
            FAILED: told.get("failed", 0),
            WAITING: told.get("waiting", 0) + told.get("sending", 0),
            DELIVERED: told.get("delivered", 0),
        }
        chosen = state if state in STATES else FAILED if counts[FAILED] else WAITING
        rows = list_outbox(connection, chosen, limit=most)
    return OutboxPage(chosen, tuple(Shown(row, find_trouble(row)) for row in rows), counts)


def find_alarm(doors: Doors) -> Alarm:
    """Return how many messages to a person need somebody."""
    with reading(doors.engine) as connection:
        before = doors.clock().timestamp() - LONG_S
        return Alarm(count_failed(connection, DESK), count_waiting_since(connection, before, kind=DESK))


def find_trouble(message: Listed) -> str | None:
    """Name what holds a message, by the reason that was kept; None when nothing does.

    The name has words in every language, what it means and what to do; the reason itself stands beside it.
    """
    reason = message.last_error
    if message.state == DELIVERED or not reason:
        return None
    for beginning, name in _BEGINNINGS:
        if reason.startswith(beginning):
            return name
    for signs, name in _INSIDE:
        if any(sign in reason for sign in signs):
            return name
    return "unsure" if message.is_unsure else OTHER


def retry_messages(doors: Doors, member: Member, which: str) -> int:
    """Let one message, or with `*` all that failed, be tried at once; return how many.

    Raises Forbidden for readers, and InvalidRequest for a message that is neither waiting nor failed.
    """
    if not member.may_edit:
        raise Forbidden("Only editors and administrators may try messages again.")
    if which == EVERYTHING:
        with reading(doors.engine) as connection:
            ids = ids_of_failed(connection)
        return retry(doors, ids)
    if not retry(doors, (which,)):
        raise InvalidRequest("There is no such message that waits or failed; it may have left meanwhile.")
    return 1


def outbox_table(doors: Doors) -> Table:
    """Return the whole outbox as a table, what failed first."""
    columns = (
        *("state", "kind", "case", "desk", "tries", "created_at", "next_at", "delivered_at"),
        *("trouble", "reason", "ticket", "ticket_url"),
    )
    rows = tuple(
        (
            *(one.message.state, one.message.kind, one.case, one.message.desk, one.message.attempts),
            *(_moment(one.message.created_at), _moment(one.message.next_at)),
            *(_moment(one.message.delivered_at), one.trouble, one.message.last_error),
            *(one.message.ticket, one.message.url),
        )
        for state in STATES
        for one in read_outbox(doors, state, most=MOST_EXPORTED).rows
    )
    return Table("outbox", columns, rows)


def _moment(ts: float | None) -> str | None:
    return None if ts is None else datetime.fromtimestamp(ts, tz=UTC).isoformat(timespec="seconds")
