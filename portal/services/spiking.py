"""Topics that bring more contacts than their orders or visits explain: computed by the worker, once a day.

Orders are the exposure once they are known for all days, so that a sale is no alarm; until then the visits
in which somebody asked or wrote. One false alarm a year and topic.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter

from portal.services.counting_days import FUNNEL
from portal.services.doors import Doors
from portal.services.reporting_periods import Period
from portal.store import trends
from portal.store.database import reading, writing
from portal.store.orders import orders_between
from portal.store.stored_reports import StoredReport, find_report, keep_report

REPORT = "spikes"
WATCHED_DAYS, BASE_DAYS = 28, 56
_LEAST_BASE_DAYS = 28
_LEAST_CONTACTS = 5
_SEED = 20_261_121


@dataclass(frozen=True, slots=True)
class SpikingTopic:
    """A topic that rose: days on which it probably began, was noticed, and was over (None: it lasts).

    `contacts` since it began, against `expected` at the usual rate.
    """

    topic: str
    began_on: date
    noticed_on: date
    over_on: date | None
    contacts: int
    expected: float


@dataclass(frozen=True, slots=True)
class Spikes:
    """The topics of the last four weeks; `exposure` is orders or sessions, None while nothing can be said."""

    topics: tuple[SpikingTopic, ...]
    exposure: str | None
    watched: int
    made_at: float

    @property
    def by_chance(self) -> float:
        """How many alarms chance alone raises in these weeks: one a year and topic."""
        return self.watched * WATCHED_DAYS / 365


_STORED = TypeAdapter(Spikes)


def find_spikes(doors: Doors) -> Spikes | None:
    """Return what the worker found last, or None."""
    with reading(doors.engine) as connection:
        report = find_report(connection, REPORT)
    return None if report is None else _STORED.validate_json(report.body)


def watch_topics(doors: Doors) -> Spikes | None:
    """Look for spikes unless it was done today already, and keep them; None if there is nothing to do."""
    now = doors.clock()
    zone = doors.shop.calendar.zone
    before = find_spikes(doors)
    today = now.astimezone(zone).date()
    if before is not None and datetime.fromtimestamp(before.made_at, tz=zone).date() == today:
        return None
    found = _look(doors, today, made_at=now.timestamp())
    if found is not None:
        with writing(doors.engine) as connection:
            keep_report(connection, StoredReport(REPORT, found.made_at, _STORED.dump_json(found).decode()))
    return found


def _look(doors: Doors, today: date, *, made_at: float) -> Spikes | None:
    try:
        from portal.statistics.spikes import Exposure
    except ImportError:
        return None
    # Today is not over: yesterday is the last day to look at.
    last = today - timedelta(days=1)
    period = Period(
        last - timedelta(days=WATCHED_DAYS + BASE_DAYS - 1), last, doors.shop.calendar.zone, "custom"
    )
    with reading(doors.engine) as connection:
        contacts = trends.contacts_by_topic_and_day(connection, period.days)
        orders = orders_between(connection, first=period.first_on, last=period.last_on)
        visits = [
            trends.sum_day_figures(connection, FUNNEL, since=since, until=until).get("asked", 0)
            for since, until in period.days
        ]
    has_orders = len(orders) == len(period.dates)
    exposure = Exposure.ORDERS if has_orders else Exposure.SESSIONS
    exposed = [orders[day] for day in period.dates] if has_orders else visits
    # Before the record begins nothing was exposed; a base of fewer than four weeks tells nothing.
    base = [number for number in range(BASE_DAYS) if exposed[number]]
    if len(base) < _LEAST_BASE_DAYS:
        return Spikes((), None, 0, made_at)
    topics = sorted({topic for day in contacts.values() for topic in day if topic})
    found = []
    for topic in topics:
        by_day = [contacts[number].get(topic, 0) for number in range(len(exposed))]
        found += _watch(topic, by_day, exposed, exposure.value, period.dates)
    return Spikes(tuple(found), exposure.value, len(topics), made_at)


def _watch(
    topic: str, contacts: list[int], exposed: list[int], exposure: str, dates: tuple[date, ...]
) -> list[SpikingTopic]:
    from portal.statistics.spikes import Day, Exposure, calibrate, find_baseline, watch

    # By telephone more can come than visits were seen; then a visit stands for the contact.
    days = [
        Day(n, max(n, whole) if exposure == Exposure.SESSIONS else whole)
        for n, whole in zip(contacts, exposed, strict=True)
    ]
    base, watched = days[:BASE_DAYS], days[BASE_DAYS:]
    if sum(day.contacts for day in days) < _LEAST_CONTACTS:
        return []
    baseline = find_baseline(base, Exposure(exposure))
    if baseline is None:
        return []
    threshold = calibrate(baseline, [day.exposure for day in base], seed=_SEED, years=400)
    if threshold is None:
        return []
    spikes = []
    for one in watch(watched, baseline, threshold=threshold):
        part = watched[one.began : (one.over if one.over is not None else len(watched))]
        at = dates[BASE_DAYS:]
        spikes.append(
            SpikingTopic(
                topic=topic,
                began_on=at[one.began],
                noticed_on=at[one.noticed],
                over_on=None if one.over is None else at[one.over],
                contacts=sum(day.contacts for day in part),
                expected=round(baseline.rate * sum(day.exposure for day in part), 1),
            )
        )
    return spikes
