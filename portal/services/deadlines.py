"""The clock of deadlines: what is open with the days it has left, and who said what is met."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portal.articles.acts import ACTS
from portal.articles.topics import ActId
from portal.domain.case_numbers import format_case_number
from portal.errors import Forbidden, InvalidRequest
from portal.services.doors import Doors
from portal.services.reporting_contacts import topic_title
from portal.services.reporting_export import Table
from portal.services.staff import Member
from portal.store import deadlines
from portal.store.database import reading, writing
from portal.store.deadlines import Deadline, Met

NEAR = timedelta(hours=48)
MOST_SHOWN, MOST_MET, MOST_EXPORTED = 200, 20, 10_000


@dataclass(frozen=True, slots=True)
class Running:
    """An open deadline: `days` until its day in the shop's calendar, below zero once that has passed."""

    deadline: Deadline
    case: str
    title: str
    choice: str
    days: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class Done:
    """A deadline that staff said is met."""

    met: Met
    case: str
    title: str


@dataclass(frozen=True, slots=True)
class DeadlinesPage:
    """What runs, the first to end first, and what was marked lately; `whole` is how many run."""

    running: tuple[Running, ...]
    done: tuple[Done, ...]
    whole: int


@dataclass(frozen=True, slots=True)
class DeadlineAlarm:
    """How many deadlines have passed with nobody having met them, and how many end soon."""

    over: int
    near: int

    def __bool__(self) -> bool:
        return bool(self.over or self.near)


def read_deadlines(doors: Doors, *, lang: str, most: int = MOST_SHOWN) -> DeadlinesPage:
    """Return the open deadlines and the last ones that staff marked, told in a language."""
    with reading(doors.engine) as connection:
        running = deadlines.open_deadlines(connection, limit=most)
        whole = deadlines.count_deadlines(connection)
        met = deadlines.last_met(connection, limit=MOST_MET)
    done = (Done(one, format_case_number(one.code), topic_title(doors, one.topic, lang)) for one in met)
    return DeadlinesPage(tuple(_run(doors, one, lang) for one in running), tuple(done), whole)


def find_deadline_alarm(doors: Doors) -> DeadlineAlarm:
    """Return how many deadlines somebody has to look at."""
    now = doors.clock()
    with reading(doors.engine) as connection:
        return DeadlineAlarm(
            over=deadlines.count_deadlines(connection, until=now.timestamp()),
            near=deadlines.count_deadlines(connection, after=now.timestamp(), until=(now + NEAR).timestamp()),
        )


def mark_met(doors: Doors, member: Member, contact_ids: Iterable[str]) -> int:
    """Record that deadlines are met and who said so; return how many were not before.

    Raises Forbidden for readers, InvalidRequest when nothing was chosen, and NotStored.
    """
    _require_editor(member)
    chosen = tuple(contact_ids)
    if not chosen:
        raise InvalidRequest("Choose at least one message.")
    now = doors.clock().timestamp()
    with writing(doors.engine) as connection:
        return sum(deadlines.end_deadline(connection, one, at=now, by=member.login) for one in chosen)


def take_back(doors: Doors, member: Member, contact_id: str) -> bool:
    """Let the clock of a message run again; False if nobody had stopped it. Raises as `mark_met` does."""
    _require_editor(member)
    with writing(doors.engine) as connection:
        return deadlines.reopen_deadline(connection, contact_id)


def deadlines_table(doors: Doors, *, lang: str) -> Table:
    """Return the open deadlines as a table, the first to end first."""
    columns = (
        *("case", "register_no", "topic", "choice", "received_at", "deadline_at", "days_left"),
        *("desk_status", "answered_at"),
    )
    rows = tuple(
        (
            *(one.case, one.deadline.register_no, one.title, one.choice or None),
            *(_moment(one.deadline.created_at), _moment(one.deadline.deadline_at), one.days),
            *(one.deadline.status, _moment(one.deadline.answered_at)),
        )
        for one in read_deadlines(doors, lang=lang, most=MOST_EXPORTED).running
    )
    return Table("deadlines", columns, rows)


def _run(doors: Doors, one: Deadline, lang: str) -> Running:
    now, zone = doors.clock(), doors.shop.calendar.zone
    ends_at = datetime.fromtimestamp(one.deadline_at, tz=zone)
    return Running(
        deadline=one,
        case=format_case_number(one.code),
        title=topic_title(doors, one.topic, lang),
        choice=_choice(doors, one, lang),
        days=(ends_at.date() - now.astimezone(zone).date()).days,
        is_over=one.deadline_at <= now.timestamp(),
    )


def _choice(doors: Doors, one: Deadline, lang: str) -> str:
    if one.choice is None or one.act not in set(ActId):
        return ""
    return doors.words.get(lang, f"act.field.{ACTS[ActId(one.act)].choice}.{one.choice}")


def _require_editor(member: Member) -> None:
    if not member.may_edit:
        raise Forbidden("Only editors and administrators may say that a deadline is met.")


def _moment(ts: float | None) -> str | None:
    return None if ts is None else datetime.fromtimestamp(ts, tz=UTC).isoformat(timespec="seconds")
