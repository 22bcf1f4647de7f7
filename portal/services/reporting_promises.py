"""The service promises: solved at first contact, answered as promised, satisfaction and effort afterwards.

Each stands beside the period before, and beside what it would be at that period's mix of topics: as easy
contacts vanish, those left take longer and are solved less often at first, which is no worse service.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Connection

from portal.services.doors import Doors
from portal.services.reporting_contacts import topic_title
from portal.services.reporting_periods import Period
from portal.services.surveying import QUESTIONS
from portal.statistics import Estimate, Rate, at_mix
from portal.store import service_promises as promises
from portal.store import surveys
from portal.store.database import reading
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
    measured_since: float | None
    found: tuple[Promise, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was recorded since the beginning."""
        return self.measured_since is None


ByTopic = Mapping[str, Rate]


def make_promises(doors: Doors, period: Period, *, lang: str) -> Promises:
    """Count the promises of a period and of the one of the same length before it."""
    length = timedelta(days=len(period.dates))
    before = Period(period.first_on - length, period.last_on - length, period.zone, "custom")
    with reading(doors.engine) as connection:
        counter = _Counter(connection, doors, lang)
        return Promises(
            period,
            before,
            first_event_at(connection),
            (
                counter.first_contact(period, before),
                *counter.answered(period, before),
                *(counter.answers(question, period, before) for question in QUESTIONS),
            ),
        )


@dataclass(frozen=True, slots=True)
class _Counter:
    """One reading of the database."""

    connection: Connection
    doors: Doors
    lang: str

    def first_contact(self, period: Period, before: Period) -> Promise:
        if not promises.has_desk_contacts(self.connection, since=period.since, until=period.until):
            # From the form alone nobody can know who telephoned afterwards.
            return Promise("first_contact", _NOBODY, _NOBODY, None, (), missing=Missing.NO_DESK)
        return self.promise("first_contact", self.cases(period), self.cases(before))

    def cases(self, period: Period) -> ByTopic:
        found = promises.count_first_contacts(
            self.connection,
            since=period.since,
            until=period.until,
            now=self.doors.clock().timestamp(),
            recontact_s=self.doors.definition.recontact_s,
        )
        return {one.topic: Rate(one.solved, one.whole) for one in found}

    def answered(self, period: Period, before: Period) -> tuple[Promise, ...]:
        now, then = self.kept(period), self.kept(before)
        if not now:
            return (Promise("answered", _NOBODY, _NOBODY, None, (), missing=Missing.NO_WAITS),)
        return tuple(
            self.promise("answered", now[channel], then.get(channel, {}), channel=channel)
            for channel in sorted(now)
        )

    def kept(self, period: Period) -> dict[str, dict[str, Rate]]:
        found: dict[str, dict[str, Rate]] = {}
        for one in promises.count_kept(self.connection, since=period.since, until=period.until):
            found.setdefault(one.channel, {})[one.topic] = Rate(one.kept, one.whole)
        return found

    def answers(self, question: str, period: Period, before: Period) -> Promise:
        now, then = self.scores(question, period), self.scores(question, before)
        if not now:
            return Promise(question, _NOBODY, _sum(then.values()), None, (), missing=Missing.NO_ANSWERS)
        return self.promise(question, now, then)

    def scores(self, question: str, period: Period) -> ByTopic:
        good: dict[str, int] = {}
        whole: dict[str, int] = {}
        for one in surveys.count_scores(self.connection, since=period.since, until=period.until):
            if one.question == question:
                whole[one.topic] = whole.get(one.topic, 0) + one.n
                good[one.topic] = good.get(one.topic, 0) + one.n * (one.score >= GOOD_FROM)
        return {topic: Rate(good[topic], n) for topic, n in whole.items()}

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
