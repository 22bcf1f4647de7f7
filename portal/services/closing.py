"""Close months: some days after its end a month's figures are written down, signed, and never changed again.

What comes out otherwise later is an adjustment told with the next month that closes. A closed month is signed
together with the signature of the one before, so that none can be changed or taken away unnoticed by somebody
who has the database but not the key.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Connection

from portal.services.comparing import Compared, compare_closed, is_alarming, make_strata
from portal.services.doors import Doors
from portal.services.reporting_orders import PerOrder, make_per_orders
from portal.services.reporting_periods import Period
from portal.services.saving import Saved, make_saving
from portal.store import months, rollups
from portal.store.comparison import compare, count_assigned
from portal.store.database import Collision, reading, writing
from portal.store.reports_content import first_event_at

OUTCOMES = ("escalated", "confirmed", "implicit", "unknown")
_ADJUSTED_MONTHS = 14
"""So far back a late contact may still change a month: as long as raw events are kept."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What came out otherwise in an earlier month since it was told last, by outcome."""

    month: str
    by_outcome: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What a closed month says. Counts are of needs; `deflected` began to write and were solved instead.

    `compared` is None when there was no comparison, too few people, or an alarm; `versions` are those of the
    definitions that made the figures; `recorded_from` is the first day with a record.
    """

    month: str
    time_zone: str
    recorded_from: str
    versions: tuple[int, ...]
    recontact_days: int
    by_outcome: Mapping[str, int]
    after_yes: int
    deflected: int
    self_service: int
    compared: Compared | None
    saved: Saved | None
    orders: PerOrder
    adjustments: tuple[Adjustment, ...]

    @property
    def whole(self) -> int:
        """All needs of the month."""
        return sum(self.by_outcome.values())


@dataclass(frozen=True, slots=True)
class Month:
    """A closed month with what it would be today; `is_genuine` tells whether its signature holds."""

    figures: MonthFigures
    closed_at: float
    signature: str
    is_genuine: bool
    today: Mapping[str, int]

    @property
    def restated(self) -> dict[str, int]:
        """What came out otherwise since it was closed, by outcome; empty when nothing did."""
        closed = self.figures.by_outcome
        changed = {one: self.today.get(one, 0) - closed.get(one, 0) for one in OUTCOMES}
        return {one: n for one, n in changed.items() if n}


_FIGURES = TypeAdapter(MonthFigures)


def close_months(doors: Doors) -> tuple[str, ...]:
    """Close every month that is due and return which; for the worker. Raises NotStored, Unavailable."""
    with reading(doors.engine) as connection:
        first = first_event_at(connection)
        closed = {one.month for one in months.closed_months(connection)}
    if first is None:
        return ()
    done = []
    for period in _whole_months(doors, first):
        name = _name(period)
        if name not in closed and _is_due(doors, period, first) and _close(doors, period, first):
            done.append(name)
    return tuple(done)


def list_months(doors: Doors) -> tuple[Month, ...]:
    """Return every closed month, the newest first, with what it would be today."""
    found = []
    with reading(doors.engine) as connection:
        previous = ""
        for one in months.closed_months(connection):
            figures = _FIGURES.validate_json(one.body)
            is_genuine = one.previous == previous and hmac.compare_digest(
                one.signature, _sign(doors, one.previous, one.body)
            )
            period = _period(doors, date.fromisoformat(f"{one.month}-01"))
            found.append(
                Month(figures, one.closed_at, one.signature, is_genuine, _by_outcome(connection, period))
            )
            previous = one.signature
    return tuple(reversed(found))


def _close(doors: Doors, period: Period, first: float) -> bool:
    now = doors.clock()
    orders = make_per_orders(doors, period, lang=doors.settings.default_language).now
    compared = _compare(doors, period)
    saved = (
        make_saving(doors, compared, now=datetime.fromtimestamp(period.until, tz=now.tzinfo))
        if compared
        else None
    )
    with reading(doors.engine) as connection:
        kinds = months.count_kinds(connection, since=period.since, until=period.until)
        versions = rollups.versions_between(connection, since=period.since, until=period.until)
        before = months.closed_months(connection)
        adjustments = _adjust(doors, connection, before)
    recorded = max(period.since, first)
    figures = MonthFigures(
        month=_name(period),
        time_zone=str(period.zone),
        recorded_from=datetime.fromtimestamp(recorded, tz=period.zone).date().isoformat(),
        versions=versions,
        recontact_days=doors.definition.recontact_days,
        by_outcome={one: _sum(kinds, outcome=one) for one in OUTCOMES},
        after_yes=_sum(kinds, kind="recontact_after_yes"),
        deflected=_solved(kinds, "strong"),
        self_service=_solved(kinds, "weak"),
        compared=compared,
        saved=saved,
        orders=orders,
        adjustments=adjustments,
    )
    body = _FIGURES.dump_json(figures).decode()
    previous = before[-1].signature if before else ""
    month = months.ClosedMonth(figures.month, now.timestamp(), body, previous, _sign(doors, previous, body))
    try:
        with writing(doors.engine) as connection:
            months.add_month(connection, month)
    except Collision:
        return False  # another worker closed it at the same moment
    return True


def _compare(doors: Doors, period: Period) -> Compared | None:
    with reading(doors.engine) as connection:
        counts = compare(
            connection,
            now=doors.clock().timestamp(),
            recontact_s=doors.definition.recontact_s,
            since=period.since,
            until=period.until,
        )
        assigned = count_assigned(connection)
    strata = make_strata(counts)
    return compare_closed(strata) if strata and not is_alarming(assigned) else None


def _adjust(
    doors: Doors, connection: Connection, closed: tuple[months.ClosedMonth, ...]
) -> tuple[Adjustment, ...]:
    """Return what changed in earlier months since it was told last, at their closing or as an adjustment."""
    told: dict[str, dict[str, int]] = {}
    for one in closed[-_ADJUSTED_MONTHS:]:
        figures = _FIGURES.validate_json(one.body)
        told[one.month] = dict(figures.by_outcome)
        for earlier in figures.adjustments:
            if earlier.month in told:
                for outcome, n in earlier.by_outcome.items():
                    told[earlier.month][outcome] = told[earlier.month].get(outcome, 0) + n
    found = []
    for month, counts in told.items():
        today = _by_outcome(connection, _period(doors, date.fromisoformat(f"{month}-01")))
        changed = {one: today.get(one, 0) - counts.get(one, 0) for one in OUTCOMES}
        if any(changed.values()):
            found.append(Adjustment(month, {one: n for one, n in changed.items() if n}))
    return tuple(found)


def _by_outcome(connection: Connection, period: Period) -> dict[str, int]:
    kinds = months.count_kinds(connection, since=period.since, until=period.until)
    return {one: _sum(kinds, outcome=one) for one in OUTCOMES}


def _sum(kinds: Mapping[tuple[str, str, str], int], *, outcome: str = "", kind: str = "") -> int:
    return sum(n for (_, one, how), n in kinds.items() if outcome in ("", one) and kind in ("", how))


def _solved(kinds: Mapping[tuple[str, str, str], int], intent: str) -> int:
    solved = ("confirmed", "implicit")
    return sum(n for (one, outcome, _), n in kinds.items() if one == intent and outcome in solved)


def _is_due(doors: Doors, period: Period, first: float) -> bool:
    """Tell whether every day of the month that has a record is closed."""
    with reading(doors.engine) as connection:
        settled = months.days_settled(connection, since=period.since, until=period.until)
    recorded = sum(until > first for _, until in period.days)
    return settled >= recorded > 0 and doors.clock().timestamp() > period.until


def _whole_months(doors: Doors, first: float) -> tuple[Period, ...]:
    zone = doors.shop.calendar.zone
    day = datetime.fromtimestamp(first, tz=zone).date().replace(day=1)
    today = doors.clock().astimezone(zone).date()
    found = []
    while _next(day) <= today:
        found.append(_period(doors, day))
        day = _next(day)
    return tuple(found)


def _period(doors: Doors, first: date) -> Period:
    return Period(first, _next(first) - timedelta(days=1), doors.shop.calendar.zone, "custom")


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _name(period: Period) -> str:
    return period.first_on.isoformat()[:7]


def _sign(doors: Doors, previous: str, body: str) -> str:
    key = hmac.digest(doors.secret, b"closed months", hashlib.sha256)
    return hmac.new(key, f"{previous}\n{body}".encode(), hashlib.sha256).hexdigest()
