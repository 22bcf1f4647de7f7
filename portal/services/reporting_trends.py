"""How a period went: against the one before, over time, by topic, language and entry page, and the funnel."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import TypeAdapter
from sqlalchemy import Connection

from portal.services.counting_days import ENTRY, FUNNEL, STEPS
from portal.services.doors import Doors
from portal.services.kept_counts import Asked, Kind, read_counts
from portal.services.reporting_articles import title_of
from portal.services.reporting_contacts import topic_title
from portal.services.reporting_orders import PerOrders, make_per_orders
from portal.services.reporting_outcomes import DayCounts, Part
from portal.services.reporting_periods import Period
from portal.services.spiking import Spikes, find_spikes
from portal.statistics import Arms, Estimate, Rate, avoided_per_person
from portal.store import trends
from portal.store.database import reading
from portal.store.reports_content import first_event_at
from portal.store.trends import DaySegment, Segment

MOST_ENTRIES = 20
_MOST_DAYS_SHOWN = 35
OUTCOMES = ("escalated", "confirmed", "implicit", "unknown")


@dataclass(frozen=True, slots=True)
class Change:
    """A share in this period and in the one before; the difference is None where one had no needs."""

    outcome: str
    now: Rate
    before: Rate

    @property
    def difference(self) -> Estimate | None:
        """By how much the share rose, with Newcombe's interval."""
        return avoided_per_person(Arms(self.now, self.before))


@dataclass(frozen=True, slots=True)
class Step:
    """How many visits came so far, of those that came to the step before."""

    name: str
    n: int
    of_before: Rate


@dataclass(frozen=True, slots=True)
class TrendCounts:
    """What is counted of concluded needs and of days for trends."""

    made_at: float
    now: tuple[Segment, ...]
    before: tuple[Segment, ...]
    languages: tuple[Segment, ...]
    days: tuple[DaySegment, ...]
    funnel: dict[str, int]
    entries: dict[str, int]


@dataclass(frozen=True, slots=True)
class Trends:
    """Everything about a period that takes time to see; the worker counts it every hour."""

    period: Period
    before: Period
    made_at: float
    measured_since: float | None
    whole: Part
    changes: tuple[Change, ...]
    topics: tuple[Part, ...]
    languages: tuple[Part, ...]
    entries: tuple[Part, ...]
    funnel: tuple[Step, ...]
    series: tuple[DayCounts, ...]
    is_weekly: bool
    orders: PerOrders
    spikes: Spikes | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was recorded since the beginning."""
        return self.measured_since is None


def make_trends(doors: Doors, period: Period, *, lang_filter: str | None, reader_lang: str) -> Trends:
    """Count a period and the one of the same length before it."""
    asked = Asked(doors, period, lang_filter, doors.clock().timestamp())
    with reading(doors.engine) as connection:
        counts = read_counts(connection, TRENDS, asked)
        measured_since = first_event_at(connection)
    is_weekly = len(period.dates) > _MOST_DAYS_SHOWN
    whole, whole_before = _sum("", counts.now), _sum("", counts.before)
    return Trends(
        period=period,
        before=period.before,
        made_at=counts.made_at,
        measured_since=measured_since,
        whole=whole,
        changes=tuple(Change(one, whole.rate(one), whole_before.rate(one)) for one in OUTCOMES),
        topics=_parts(counts.now, lambda item: topic_title(doors, item, reader_lang)),
        languages=_parts(counts.languages, lambda item: item or ""),
        entries=_parts(
            _split(counts.entries), lambda item: title_of(doors, item, reader_lang)[0] if item else ""
        )[:MOST_ENTRIES],
        funnel=_funnel(counts.funnel),
        series=_series(period, counts.days, is_weekly=is_weekly),
        is_weekly=is_weekly,
        orders=make_per_orders(doors, period, lang=reader_lang),
        spikes=find_spikes(doors),
    )


def count_trends(connection: Connection, asked: Asked) -> TrendCounts:
    """Count what trends show of a period, from what the worker concluded and counted by day."""
    period, before, lang = asked.period, asked.period.before, asked.lang
    since, until = period.since, period.until
    return TrendCounts(
        made_at=asked.now,
        now=trends.outcomes_by_topic(connection, since=since, until=until, locale=lang),
        before=trends.outcomes_by_topic(connection, since=before.since, until=before.until, locale=lang),
        languages=trends.outcomes_by_language(connection, since=since, until=until),
        days=trends.outcomes_by_day(connection, since=since, until=until, locale=lang),
        funnel=trends.sum_day_figures(connection, FUNNEL, since=since, until=until),
        entries=trends.sum_day_figures(connection, ENTRY, since=since, until=until),
    )


TRENDS = Kind("trends", TypeAdapter(TrendCounts), count_trends, needs_gathering=False)


def _series(period: Period, days: Iterable[DaySegment], *, is_weekly: bool) -> tuple[DayCounts, ...]:
    found: dict[float, dict[str, int]] = {}
    for one in days:
        found.setdefault(one.day_at, {})[one.outcome] = one.n
    return tuple(
        _sum_days(first, (counts for at, counts in found.items() if since <= at < until))
        for first, since, until in _slices(period, is_weekly=is_weekly)
    )


def _slices(period: Period, *, is_weekly: bool) -> Iterable[tuple[date, float, float]]:
    days = list(zip(period.dates, period.days, strict=True))
    step = 7 if is_weekly else 1
    # Weeks end with the period's last day, so that only the first may be shorter.
    first = len(days) % step
    if first:
        yield days[0][0], days[0][1][0], days[first - 1][1][1]
    for place in range(first, len(days), step):
        part = days[place : place + step]
        yield part[0][0], part[0][1][0], part[-1][1][1]


def _sum_days(first: date, days: Iterable[Mapping[str, int]]) -> DayCounts:
    counts = dict.fromkeys(OUTCOMES, 0)
    for day in days:
        for outcome, n in day.items():
            counts[outcome] += n
    return DayCounts(day=first, **counts)


def _sum(title: str, segments: Iterable[Segment]) -> Part:
    counts = dict.fromkeys(OUTCOMES, 0)
    for one in segments:
        counts[one.outcome] += one.n
    return Part(title=title, **counts)


def _parts(segments: Iterable[Segment], title: Callable[[str | None], str]) -> tuple[Part, ...]:
    by_item: dict[str | None, list[Segment]] = {}
    for one in segments:
        by_item.setdefault(one.item, []).append(one)
    rows = [_sum(title(item), found) for item, found in by_item.items()]
    return tuple(sorted(rows, key=lambda row: (-row.whole, row.title)))


def _split(figures: dict[str, int]) -> Iterable[Segment]:
    for item, n in figures.items():
        article, _, outcome = item.rpartition("|")
        yield Segment(article, outcome, n)


def _funnel(figures: dict[str, int]) -> tuple[Step, ...]:
    """Return the steps; sending is counted of those who began, whether something was suggested or not."""
    counts = {step: figures.get(step, 0) for step in STEPS}
    before = {"visits": "visits", "asked": "visits", "began": "asked", "suggested": "began", "sent": "began"}
    return tuple(
        Step(step, n, Rate(min(n, counts[before[step]]), counts[before[step]])) for step, n in counts.items()
    )
