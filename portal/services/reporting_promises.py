"""The service promises: solved at first contact, answered as promised, satisfaction and effort afterwards.

Each stands beside the period before, and beside what it would be at that period's mix of topics: as easy
contacts vanish, those left take longer and are solved less often at first, which is no worse service.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import TypeAdapter
from sqlalchemy import Connection

from portal.services.doors import Doors
from portal.services.kept_counts import Asked, Kind, read_counts
from portal.services.reporting_contacts import topic_title
from portal.services.reporting_periods import Period
from portal.services.surveying import QUESTIONS
from portal.statistics import Estimate, Rate, at_mix
from portal.store import service_promises as promises
from portal.store import surveys
from portal.store.database import reading
from portal.store.promises import Promises as Standing
from portal.store.promises import count_promises
from portal.store.reports_content import first_event_at

GOOD_FROM = 4
"""Of the answers 1 to 5 these speak well of us."""

_NOBODY = Rate(0, 0)


class Missing(StrEnum):
    """Why a promise cannot be told."""

    NO_DESK = "no_desk"
    NO_WAITS = "no_waits"
    NO_ANSWERS = "no_answers"


@dataclass(frozen=True, slots=True)
class TopicShare:
    """One topic of a promise, in this period and the one before."""

    title: str
    now: Rate
    before: Rate


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise: its share now and before, now at the mix of topics of before, and by topic.

    `name` is first_contact, answered, satisfaction or effort; `channel` is set for answered. `missing` says
    why there is nothing, `at_old_mix` is None when no topic has data in both periods.
    """

    name: str
    now: Rate
    before: Rate
    at_old_mix: Estimate | None
    topics: tuple[TopicShare, ...]
    channel: str | None = None
    missing: Missing | None = None


@dataclass(frozen=True, slots=True)
class Promises:
    """All promises of a period and of the one before it."""

    period: Period
    before: Period
    made_at: float
    measured_since: float | None
    standing: Standing
    found: tuple[Promise, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was recorded since the beginning."""
        return self.measured_since is None


ByTopic = Mapping[str, Rate]


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """What is counted of one period; first contacts only where other ways than the form are known."""

    first_contacts: tuple[promises.TopicCases, ...]
    kept: tuple[promises.KeptPromises, ...]
    scores: tuple[surveys.ScoreGroup, ...]


@dataclass(frozen=True, slots=True)
class PromiseCounts:
    """What is counted of a period and of the one before it."""

    made_at: float
    has_desk: bool
    now: PeriodCounts
    before: PeriodCounts
    standing: Standing


def make_promises(doors: Doors, period: Period, *, lang: str) -> Promises:
    """Count the promises of a period and of the one of the same length before it."""
    asked = Asked(doors, period, None, doors.clock().timestamp())
    with reading(doors.engine) as connection:
        counts = read_counts(connection, PROMISES, asked)
        measured_since = first_event_at(connection)
    teller = _Teller(doors, lang, counts)
    found = (teller.first_contact(), *teller.answered(), *(teller.answers(one) for one in QUESTIONS))
    return Promises(period, period.before, counts.made_at, measured_since, counts.standing, found)


def count_all(connection: Connection, asked: Asked) -> PromiseCounts:
    """Count what the page of promises shows."""
    since, until = asked.period.since, asked.period.until
    return PromiseCounts(
        made_at=asked.now,
        has_desk=promises.has_desk_contacts(connection, since=since, until=until),
        now=_count(connection, asked, asked.period),
        before=_count(connection, asked, asked.period.before),
        standing=count_promises(connection, since=since, until=until, now=asked.now),
    )


PROMISES = Kind("promises", TypeAdapter(PromiseCounts), count_all, needs_gathering=False)


def _count(connection: Connection, asked: Asked, period: Period) -> PeriodCounts:
    since, until = period.since, period.until
    return PeriodCounts(
        promises.count_first_contacts(
            connection,
            since=since,
            until=until,
            now=asked.now,
            recontact_s=asked.doors.definition.recontact_s,
        ),
        promises.count_kept(connection, since=since, until=until, now=asked.now),
        surveys.count_scores(connection, since=since, until=until),
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells counts in one language."""

    doors: Doors
    lang: str
    counts: PromiseCounts

    def first_contact(self) -> Promise:
        if not self.counts.has_desk:
            # From the form alone nobody can know who telephoned afterwards.
            return Promise("first_contact", _NOBODY, _NOBODY, None, (), missing=Missing.NO_DESK)
        now, before = (
            {one.topic: Rate(one.solved, one.whole) for one in part.first_contacts}
            for part in (self.counts.now, self.counts.before)
        )
        return self.promise("first_contact", now, before)

    def answered(self) -> tuple[Promise, ...]:
        now, then = _by_channel(self.counts.now), _by_channel(self.counts.before)
        if not now:
            return (Promise("answered", _NOBODY, _NOBODY, None, (), missing=Missing.NO_WAITS),)
        return tuple(
            self.promise("answered", now[channel], then.get(channel, {}), channel=channel)
            for channel in sorted(now)
        )

    def answers(self, question: str) -> Promise:
        now, then = _scores(self.counts.now, question), _scores(self.counts.before, question)
        if not now:
            return Promise(question, _NOBODY, _sum(then.values()), None, (), missing=Missing.NO_ANSWERS)
        return self.promise(question, now, then)

    def promise(self, name: str, now: ByTopic, before: ByTopic, *, channel: str | None = None) -> Promise:
        rows = [
            TopicShare(
                topic_title(self.doors, topic or None, self.lang),
                now.get(topic, _NOBODY),
                before.get(topic, _NOBODY),
            )
            for topic in now.keys() | before.keys()
        ]
        return Promise(
            name=name,
            now=_sum(now.values()),
            before=_sum(before.values()),
            at_old_mix=at_mix(now, {topic: rate.whole for topic, rate in before.items()}),
            topics=tuple(sorted(rows, key=lambda row: (-row.now.whole, row.title))),
            channel=channel,
        )


def _sum(rates: Iterable[Rate]) -> Rate:
    counted = tuple(rates)
    return Rate(sum(one.part for one in counted), sum(one.whole for one in counted))


def _by_channel(part: PeriodCounts) -> dict[str, dict[str, Rate]]:
    found: dict[str, dict[str, Rate]] = {}
    for one in part.kept:
        found.setdefault(one.channel, {})[one.topic] = Rate(one.kept, one.whole)
    return found


def _scores(part: PeriodCounts, question: str) -> dict[str, Rate]:
    good: dict[str, int] = {}
    whole: dict[str, int] = {}
    for one in part.scores:
        if one.question == question:
            whole[one.topic] = whole.get(one.topic, 0) + one.n
            good[one.topic] = good.get(one.topic, 0) + one.n * (one.score >= GOOD_FROM)
    return {topic: Rate(good[topic], n) for topic, n in whole.items()}
