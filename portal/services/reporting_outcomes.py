"""What became of the issues of a period: counts that sum to the whole, strong and weak, closed and open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.domain.outcomes import Intent, Outcome, State
from portal.statistics import Rate
from portal.store.reports import DayGroup, IssueGroup

LEAST_FOR_RATES = 30
"""Of fewer issues only counts are told: a share of them would say nothing."""


@dataclass(frozen=True, slots=True)
class OutcomeCounts:
    """How many issues ended in each way; the four outcomes sum to `whole`.

    The three kinds of escalation sum to `escalated` where they are counted, else they are 0.
    """

    escalated: int = 0
    confirmed: int = 0
    implicit: int = 0
    unknown: int = 0
    in_session: int = 0
    recontact: int = 0
    recontact_after_yes: int = 0

    @property
    def solved(self) -> int:
        """Issues that ended well, as far as one can see."""
        return self.confirmed + self.implicit

    @property
    def whole(self) -> int:
        """All issues."""
        return self.escalated + self.confirmed + self.implicit + self.unknown

    @property
    def has_rates(self) -> bool:
        """Whether there are enough for shares."""
        return self.whole >= LEAST_FOR_RATES

    def rate(self, name: str) -> Rate:
        """Return the share of an outcome, or of a kind of escalation, by its key."""
        part: int = getattr(self, name)
        return Rate(part, self.whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts(OutcomeCounts):
    """A day, and how the issues that began on it ended."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(OutcomeCounts):
    """A topic, a language or an article that visits began with, and how its issues ended."""

    title: str


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The issues of a period.

    Closed are those whose re-contact window has passed, contacts as well as successes: a contact settles an
    issue at once, a success only later, so taking whatever is settled would make contacts look too frequent.
    `provisional` may still change; `closes_at` is when the last of them closes, None if there are none.
    """

    everything: OutcomeCounts
    strong_closed: OutcomeCounts
    strong_open: OutcomeCounts
    weak_closed: OutcomeCounts
    weak_open: OutcomeCounts
    provisional: int
    closes_at: float | None
    days: tuple[DayCounts, ...]

    @property
    def deflected(self) -> int:
        """Began to write, solved instead, closed: the only issues that may be called deflected."""
        return self.strong_closed.solved

    @property
    def self_service(self) -> int:
        """Only searched, solved, closed."""
        return self.weak_closed.solved


def count_outcomes(groups: Iterable[IssueGroup]) -> OutcomeCounts:
    """Sum groups of issues up."""
    counts = dict.fromkeys(OutcomeCounts.__dataclass_fields__, 0)
    for group in groups:
        counts[group.outcome] += group.n
        if group.outcome == Outcome.ESCALATED:
            counts[str(group.escalation_kind)] += group.n
    return OutcomeCounts(**counts)


def make_outcomes(
    groups: Iterable[IssueGroup],
    day_groups: Iterable[DayGroup],
    dates: tuple[date, ...],
    *,
    last_end: float | None,
    recontact_s: float,
) -> Outcomes:
    """Put the counted groups of a report together; groups outside the figures are passed over."""
    counted = [group for group in groups if group.is_counted]

    def of(intent: Intent, *, is_mature: bool) -> OutcomeCounts:
        return count_outcomes(
            group for group in counted if (group.intent, bool(group.is_mature)) == (intent, is_mature)
        )

    return Outcomes(
        everything=count_outcomes(counted),
        strong_closed=of(Intent.STRONG, is_mature=True),
        strong_open=of(Intent.STRONG, is_mature=False),
        weak_closed=of(Intent.WEAK, is_mature=True),
        weak_open=of(Intent.WEAK, is_mature=False),
        provisional=sum(group.n for group in counted if group.state == State.PROVISIONAL),
        closes_at=None if last_end is None else last_end + recontact_s,
        days=_by_day(day_groups, dates),
    )


def _by_day(groups: Iterable[DayGroup], dates: tuple[date, ...]) -> tuple[DayCounts, ...]:
    counts: dict[int, dict[str, int]] = {}
    for group in groups:
        counts.setdefault(group.day_no, {})[group.outcome] = group.n
    nothing: Mapping[str, int] = {}
    return tuple(DayCounts(day=day, **counts.get(number, nothing)) for number, day in enumerate(dates))
