"""Conclude outcomes from raw events and keep them: day by day, so that memory is bounded.

Every day is written in a transaction of its own. Doing it twice gives the same; a need that comes out
otherwise than it was kept is restated by an event that says what it was, what it is and why.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal import __version__
from portal.domain.events import Event, EventName, Traffic
from portal.domain.outcomes import IssueOutcome, Outcome
from portal.domain.visits import IDLE_SECONDS
from portal.services.doors import Doors
from portal.services.keeping import events_kept_from
from portal.services.making_events import new_id
from portal.services.reporting_periods import Period
from portal.store import rollups
from portal.store.database import reading, writing
from portal.store.events import add_events
from portal.store.marks import marked_since
from portal.store.outcomes import conclude
from portal.store.reports_content import first_event_at
from portal.store.rollups import ConcludedDay, KeptOutcome
from portal.store.stored_reports import StoredReport, find_report, keep_report

CHUNK_DAYS = 56
_MARKS = "marks"
LONGEST_VISIT_S = 86_400.0
"""A visitor is another one after midnight (UTC), so no visit is longer."""

Progress = Callable[[int, int], None]
"""Told how many days are done, of how many."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What was done: days and needs concluded, needs restated."""

    days: int = 0
    needs: int = 0
    restated: int = 0

    def plus(self, other: "Recomputed") -> "Recomputed":
        """Return the sum of two."""
        return Recomputed(self.days + other.days, self.needs + other.needs, self.restated + other.restated)


def recompute(doors: Doors, progress: Progress | None = None) -> Recomputed:
    """Conclude every day again of which raw events are kept; raises NotStored, Unavailable.

    Days whose events are deleted, also in part, stay as they were closed.
    """
    with reading(doors.engine) as connection:
        first = first_event_at(connection)
        is_cut = first is not None and rollups.is_settled(connection, first)
    if first is None:
        return Recomputed()
    first_on = _day_of(doors, first)
    # Retention deletes to the second: of the first day kept, only a part may be left.
    if is_cut and not _is_whole(doors, first_on):
        first_on += timedelta(days=1)
    return _conclude_days(doors, first_on, _today(doors), progress)


def conclude_recent(doors: Doors) -> Recomputed:
    """Conclude the days that are not closed yet; cheap enough to be done every hour."""
    with reading(doors.engine) as connection:
        settled = rollups.last_settled_until(connection)
        first = settled if settled is not None else first_event_at(connection)
    if first is None:
        return Recomputed()
    return _conclude_days(doors, _day_of(doors, first), _today(doors), None)


def conclude_again(doors: Doors, *, since: float, until: float) -> Recomputed:
    """Conclude the closed days again that a contact of this time can reach, as far as events are kept."""
    reach = doors.definition.recontact_s + LONGEST_VISIT_S
    with reading(doors.engine) as connection:
        first = first_event_at(connection)
        settled = rollups.last_settled_until(connection)
    if first is None or settled is None or since - reach >= settled:
        return Recomputed()
    first_on = _day_of(doors, max(first, since - reach))
    last_on = _day_of(doors, min(until, settled - 1))
    return _conclude_days(doors, first_on, last_on, None)


def conclude_marked(doors: Doors) -> Recomputed:
    """Conclude the closed days again that marks of contacts reach which were made since the last time."""
    now = doors.clock().timestamp()
    with reading(doors.engine) as connection:
        before = find_report(connection, _MARKS)
        times = marked_since(connection, before.made_at if before else 0.0)
    done = Recomputed()
    for first, last in _spans(times):
        done = done.plus(conclude_again(doors, since=first, until=last))
    with writing(doors.engine) as connection:
        keep_report(connection, StoredReport(_MARKS, now, "{}"))
    return done


def _spans(times: tuple[float, ...]) -> Iterator[tuple[float, float]]:
    """Join moments that lie less than a day apart, so that no day is concluded twice without need."""
    first = last = None
    for at in times:
        if first is None or last is None:
            first = last = at
        elif at - last < LONGEST_VISIT_S:
            last = at
        else:
            yield first, last
            first = last = at
    if first is not None and last is not None:
        yield first, last


def _conclude_days(doors: Doors, first_on: date, last_on: date, progress: Progress | None) -> Recomputed:
    done = Recomputed()
    total = (last_on - first_on).days + 1
    while first_on <= last_on:
        until_on = min(first_on + timedelta(days=CHUNK_DAYS - 1), last_on)
        period = Period(first_on, until_on, doors.shop.calendar.zone, "custom")
        for part in _conclude_chunk(doors, period):
            done = done.plus(part)
            if progress is not None:
                progress(done.days, total)
        first_on = until_on + timedelta(days=1)
    return done


def _conclude_chunk(doors: Doors, period: Period) -> Iterator[Recomputed]:
    now = doors.clock().timestamp()
    with reading(doors.engine) as connection:
        issues = conclude(
            connection, since=period.since, until=period.until, now=now, definition=doors.definition
        )
    by_day: dict[int, list[IssueOutcome]] = {}
    place, days = 0, period.days
    for issue in issues:
        while issue.started_at >= days[place][1]:
            place += 1
        # A visit that goes on may still change by itself: that is no restatement.
        if issue.ended_at <= now - IDLE_SECONDS:
            by_day.setdefault(place, []).append(issue)
    for number, (since, until) in enumerate(days):
        yield _keep(doors, _make_day(doors, since, until, now), by_day.get(number, []))


def _make_day(doors: Doors, since: float, until: float, now: float) -> ConcludedDay:
    settles_at = until + LONGEST_VISIT_S + doors.definition.recontact_s
    return ConcludedDay(since, until, doors.definition.version, int(now >= settles_at), now)


def _keep(doors: Doors, day: ConcludedDay, issues: list[IssueOutcome]) -> Recomputed:
    outside = frozenset(topic.id for topic in doors.shop.topics.values() if not topic.suggest)
    with writing(doors.engine) as connection:
        before = rollups.outcomes_of_day(connection, day)
        restated = [
            _restate(day, issue, known)
            for issue in issues
            if (known := before.get((issue.sid, issue.issue_no))) is not None
            and known.outcome != issue.outcome
            and issue.topic not in outside
        ]
        rollups.replace_day(connection, day, issues, outside=outside)
        add_events(connection, restated)
    return Recomputed(1, len(issues), len(restated))


def _restate(day: ConcludedDay, issue: IssueOutcome, known: KeptOutcome) -> Event:
    """Make the event that says that a need is told otherwise than before; it belongs to no visit."""
    return Event(
        event_id=new_id(),
        ts=day.made_at,
        ev=EventName.OUTCOME_REVISION,
        locale=issue.locale,
        traffic=Traffic.HUMAN,
        app_v=__version__,
        topic=issue.topic,
        issue=f"{issue.sid}/{issue.issue_no}",
        old_outcome=known.outcome,
        new_outcome=issue.outcome,
        cause=_cause(day, issue, known),
    )


def _cause(day: ConcludedDay, issue: IssueOutcome, known: KeptOutcome) -> str:
    if known.definition != day.definition:
        return "definition"
    if issue.outcome is Outcome.ESCALATED:
        return "contact"
    return "mark" if known.outcome == Outcome.ESCALATED else "event"


def _is_whole(doors: Doors, day: date) -> bool:
    """Tell whether the retention limit lies before a day, so that none of its events is deleted."""
    return _midnight(doors, day) >= events_kept_from(doors)


def _midnight(doors: Doors, day: date) -> float:
    return Period(day, day, doors.shop.calendar.zone, "custom").since


def _day_of(doors: Doors, ts: float) -> date:
    return datetime.fromtimestamp(ts, tz=doors.shop.calendar.zone).date()


def _today(doors: Doors) -> date:
    return doors.clock().astimezone(doors.shop.calendar.zone).date()
