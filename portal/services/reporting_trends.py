"""How a period went: against the one before, over time, by topic, language and entry page, and the funnel."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.services.counting_days import ENTRY, FUNNEL, STEPS
from portal.services.doors import Doors
from portal.services.reporting_articles import title_of
from portal.services.reporting_contacts import topic_title
from portal.services.reporting_orders import PerOrders, make_per_orders
from portal.services.reporting_outcomes import DayCounts
from portal.services.reporting_periods import Period
from portal.services.spiking import Spikes, find_spikes
from portal.statistics import Arms, Estimate, Rate, avoided_per_person
from portal.store import trends
from portal.store.database import reading
from portal.store.reports_content import first_event_at
from portal.store.trends import Segment

LEAST_FOR_RATES = 30
"""Of fewer needs only counts are told: a share of them would say nothing."""

MOST_ENTRIES = 20
_MOST_DAYS_SHOWN = 35
OUTCOMES = ("escalated", "confirmed", "implicit", "unknown")


@dataclass(frozen=True, slots=True)
class Part:
    """A topic, a language or an article that visits began with, and how its needs ended."""

    title: str
    escalated: int = 0
    confirmed: int = 0
    implicit: int = 0
    unknown: int = 0

    @property
    def whole(self) -> int:
        """All its needs."""
        return self.escalated + self.confirmed + self.implicit + self.unknown

    @property
    def has_rates(self) -> bool:
        """Whether there are enough for shares."""
        return self.whole >= LEAST_FOR_RATES

    def rate(self, outcome: str) -> Rate:
        """Return the share that ended in a way."""
        part: int = getattr(self, outcome)
        return Rate(part, self.whole)


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
class Trends:
    """Everything about a period that takes time to see; the worker counts it every hour."""

    period: Period
    before: Period
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
    length = timedelta(days=len(period.dates))
    before = Period(period.first_on - length, period.last_on - length, period.zone, "custom")
    with reading(doors.engine) as connection:
        now_parts, before_parts = (
            trends.outcomes_by_topic(connection, since=one.since, until=one.until, locale=lang_filter)
            for one in (period, before)
        )
        languages = trends.outcomes_by_language(connection, since=period.since, until=period.until)
        funnel = trends.sum_day_figures(connection, FUNNEL, since=period.since, until=period.until)
        entries = trends.sum_day_figures(connection, ENTRY, since=period.since, until=period.until)
        is_weekly = len(period.dates) > _MOST_DAYS_SHOWN
        series = tuple(
            _day(
                first,
                trends.outcomes_by_topic(connection, since=since, until=until, locale=lang_filter),
            )
            for first, since, until in _slices(period, is_weekly=is_weekly)
        )
        measured_since = first_event_at(connection)
    whole, whole_before = _sum("", now_parts), _sum("", before_parts)
    return Trends(
        period=period,
        before=before,
        measured_since=measured_since,
        whole=whole,
        changes=tuple(Change(one, whole.rate(one), whole_before.rate(one)) for one in OUTCOMES),
        topics=_parts(now_parts, lambda item: topic_title(doors, item, reader_lang)),
        languages=_parts(languages, lambda item: item or ""),
        entries=_parts(_split(entries), lambda item: title_of(doors, item, reader_lang)[0] if item else "")[
            :MOST_ENTRIES
        ],
        funnel=_funnel(funnel),
        series=series,
        is_weekly=is_weekly,
        orders=make_per_orders(doors, period, lang=reader_lang),
        spikes=find_spikes(doors),
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


def _day(first: date, segments: Iterable[Segment]) -> DayCounts:
    part = _sum("", segments)
    return DayCounts(first, part.escalated, part.confirmed, part.implicit, part.unknown)


def _sum(title: str, segments: Iterable[Segment]) -> Part:
    counts = dict.fromkeys(OUTCOMES, 0)
    for one in segments:
        counts[one.outcome] += one.n
    return Part(title, **counts)


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
