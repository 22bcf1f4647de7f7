"""Tell the team what happened: gathered into one digest a channel, at its pace, outside its quiet hours.

Nothing of a customer is told but what she left as a comment, redacted. What was told is kept with the digest
in one transaction, so that a crash neither loses nor repeats it; the outbox brings it out like any letter.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, time, timedelta

from pydantic import TypeAdapter

from portal.connectors.notifiers.notifier import Digest, Line, left_out
from portal.connectors.notifiers.options import Quiet
from portal.domain.case_numbers import format_case_number
from portal.domain.redaction import redact
from portal.language import format_date, format_number, format_time
from portal.services.deadlines import NEAR
from portal.services.delivering import NOTICE
from portal.services.doors import Doors
from portal.services.making_events import new_id
from portal.services.notifiers import Channel
from portal.services.outbox_page import find_alarm
from portal.services.reaching import NotTaken, finish, put_off, reaching
from portal.services.reporting import make_report
from portal.services.spiking import find_spikes
from portal.services.weekly import FROM_HOUR, last_week
from portal.store import notices_due, outbox
from portal.store.database import reading, writing
from portal.store.deadlines import Deadline, open_deadlines
from portal.store.outbox import Outgoing
from portal.store.stored_reports import StoredReport, find_report, keep_report

MOST_OVERDUE = 5
"""Told one by one; more are counted."""
MOST_COMMENTS, MOST_COMMENT = 10, 200
_MOST_READ = 10_000
_LONGEST_LOOK = timedelta(days=2)
"""After a longer silence of the worker older events are left to the dashboard."""


@dataclass(slots=True)
class _Told:
    """What a channel has heard, so that it hears it once."""

    until: float
    spikes: list[str] = field(default_factory=list)
    deadlines: list[str] = field(default_factory=list)
    overdue: list[str] = field(default_factory=list)
    week: str = ""
    failing: list[int] = field(default_factory=lambda: [0, 0])


_TOLD = TypeAdapter(_Told)


def queue_digests(doors: Doors, channels: Mapping[str, Channel]) -> int:
    """Queue a digest for every channel that has something to hear and may hear it now; return how many."""
    return sum(_queue(doors, channel) for channel in channels.values())


def _queue(doors: Doors, channel: Channel) -> bool:
    now = doors.clock()
    name = f"told:{channel.name}"
    with reading(doors.engine) as connection:
        kept = find_report(connection, name)
    if kept is None:
        # A channel that is new hears what comes from now on, not the past.
        first = _Told(now.timestamp(), week=last_week(doors, now).first_on.isoformat())
        first.spikes = [_spike_key(one) for one in _spikes(doors)]
        first.overdue = [one.contact_id for one in _overdue(doors, now)]
        with writing(doors.engine) as connection:
            keep_report(connection, _stored(name, first, at=0.0))
        return False
    told = _TOLD.validate_json(kept.body)
    is_quiet = is_within(channel.options.quiet, now.astimezone(doors.shop.calendar.zone).time())
    if now.timestamp() - kept.made_at < 60 * channel.options.every_minutes:
        return False
    lines = _failing(doors, channel, told) if is_quiet else _gather(doors, channel, told, now)
    if not lines:
        # What is over must be known to be over: when it comes again it is told again.
        with writing(doors.engine) as connection:
            keep_report(connection, _stored(name, told, at=kept.made_at))
        return False
    title = doors.words.get(doors.settings.default_language, "team.title", shop=doors.shop.shop_name)
    payload = json.dumps({"title": title, "lines": [asdict(one) for one in lines]}, ensure_ascii=False)
    row = Outgoing(new_id(), NOTICE, None, channel.name, payload, 0, now.timestamp())
    with writing(doors.engine) as connection:
        outbox.add_outgoing(connection, row)
        keep_report(connection, _stored(name, told, at=now.timestamp()))
    return True


def is_within(quiet: Quiet | None, at: time) -> bool:
    """Tell whether a time is in the quiet hours; they may go over midnight.

    >>> is_within(Quiet(begin="19:00", end="8:00"), time(7, 59))
    True
    """
    if quiet is None:
        return False
    begin, end = time.fromisoformat(quiet.begin), time.fromisoformat(quiet.end)
    return begin <= at < end if begin <= end else at >= begin or at < end


def _gather(doors: Doors, channel: Channel, told: _Told, now: datetime) -> tuple[Line, ...]:
    """Return what happened since the last digest, and note in `told` that it is told."""
    since = max(told.until, (now - _LONGEST_LOOK).timestamp())
    until = now.timestamp()
    wanted = set(channel.options.events)
    lines = [*_failing(doors, channel, told)]
    if "deadline" in wanted:
        lines += [*_near(doors, told, now), *_passed(doors, told, now)]
    if "spike" in wanted:
        lines += _risen(doors, told)
    if "escalation" in wanted:
        lines += _new_messages(doors, since, until)
    if "weekly" in wanted:
        lines += _last_week(doors, told, now)
    if "vote" in wanted:
        lines += _bad_votes(doors, since, until)
    told.until = until
    return tuple(lines)


def _failing(doors: Doors, channel: Channel, told: _Told) -> tuple[Line, ...]:
    if "failing" not in channel.options.events:
        return ()
    alarm = find_alarm(doors)
    before, told.failing = told.failing, [alarm.failed, alarm.waiting_long]
    is_worse = alarm.failed > before[0] or alarm.waiting_long > before[1]
    return (
        (Line(_say(doors, "failing", n=alarm.failed + alarm.waiting_long), _page(doors, "outbox")),)
        if is_worse
        else ()
    )


def _near(doors: Doors, told: _Told, now: datetime) -> Iterable[Line]:
    """Tell of deadlines that end soon, each once."""
    with reading(doors.engine) as connection:
        until = (now + NEAR).timestamp()
        near = open_deadlines(connection, after=now.timestamp(), until=until, limit=_MOST_READ)
    for one in near:
        if one.contact_id not in told.deadlines:
            yield Line(_tell_deadline(doors, "deadline", one), _page(doors, "deadlines"))
    told.deadlines = [one.contact_id for one in near]


def _passed(doors: Doors, told: _Told, now: datetime) -> Iterable[Line]:
    """Tell of deadlines that have passed with nobody having met them, each once."""
    overdue = _overdue(doors, now)
    fresh = [one for one in overdue if one.contact_id not in told.overdue]
    for one in fresh[:MOST_OVERDUE]:
        yield Line(_tell_deadline(doors, "overdue", one), _page(doors, "deadlines"))
    if len(fresh) > MOST_OVERDUE:
        yield Line(_say(doors, "overdue.more", n=len(fresh) - MOST_OVERDUE), _page(doors, "deadlines"))
    told.overdue = [one.contact_id for one in overdue]


def _overdue(doors: Doors, now: datetime) -> tuple[Deadline, ...]:
    with reading(doors.engine) as connection:
        return open_deadlines(connection, until=now.timestamp(), limit=_MOST_READ)


def _tell_deadline(doors: Doors, key: str, one: Deadline) -> str:
    lang, zone = doors.settings.default_language, doors.shop.calendar.zone
    at = datetime.fromtimestamp(one.deadline_at, tz=zone)
    when = f"{format_date(at.date(), lang)} {format_time(at.time(), lang)}"
    return _say(doors, key, code=format_case_number(one.code), topic=_topic(doors, one.topic), time=when)


def _spikes(doors: Doors) -> tuple[tuple[str, str, int, float], ...]:
    found = find_spikes(doors)
    topics = found.topics if found is not None else ()
    return tuple(
        (one.topic, one.began_on.isoformat(), one.contacts, one.expected)
        for one in topics
        if one.over_on is None
    )


def _spike_key(spike: tuple[str, str, int, float]) -> str:
    return f"{spike[0]} {spike[1]}"


def _risen(doors: Doors, told: _Told) -> Iterable[Line]:
    spikes = _spikes(doors)
    lang = doors.settings.default_language
    for one in spikes:
        if _spike_key(one) not in told.spikes:
            text = _say(
                doors,
                "spike",
                topic=_topic(doors, one[0]),
                n=format_number(one[2], lang),
                usual=format_number(round(one[3]), lang),
            )
            yield Line(text, _page(doors, "trends"))
    told.spikes = [_spike_key(one) for one in spikes]


def _new_messages(doors: Doors, since: float, until: float) -> Iterable[Line]:
    with reading(doors.engine) as connection:
        counts = notices_due.count_new_by_topic(connection, since=since, until=until)
    if not counts:
        return
    most = sorted(counts.items(), key=lambda one: -one[1])
    told = ", ".join(f"{_topic(doors, topic or None)} {n}" for topic, n in most[:10])
    yield Line(_say(doors, "escalation", n=sum(counts.values()), list=told), _page(doors, "contacts"))


def _bad_votes(doors: Doors, since: float, until: float) -> Iterable[Line]:
    with reading(doors.engine) as connection:
        found = notices_due.bad_comments(connection, since=since, until=until, limit=MOST_COMMENTS)
        left = notices_due.count_bad_comments(connection, since=since, until=until) - len(found)
    for article_id, lang, words in found:
        article = doors.find_article(article_id, lang)
        text = redact(words)
        text = text if len(text) <= MOST_COMMENT else f"{text[: MOST_COMMENT - 1]}…"
        title = article.title if article else article_id
        yield Line(_say(doors, "vote", title=title, text=text), _page(doors, "articles"))
    if left > 0:
        yield Line(left_out(left), _page(doors, "articles"))


def _last_week(doors: Doors, told: _Told, now: datetime) -> Iterable[Line]:
    period = last_week(doors, now)
    local = now.astimezone(doors.shop.calendar.zone)
    # Before that hour Sunday may not be counted yet.
    is_early = local.weekday() == 0 and local.hour < FROM_HOUR
    if is_early or told.week == period.first_on.isoformat():
        return
    told.week = period.first_on.isoformat()
    report = make_report(doors, period, lang_filter=None, now=now)
    counts, lang = report.outcomes.everything, doors.settings.default_language
    if counts.whole:
        text = _say(
            doors,
            "weekly",
            whole=format_number(counts.whole, lang),
            escalated=format_number(counts.escalated, lang),
            confirmed=format_number(counts.confirmed, lang),
            unknown=format_number(counts.unknown, lang),
        )
        yield Line(text, _page(doors, "overview"))


def _say(doors: Doors, key: str, **values: object) -> str:
    return doors.words.get(doors.settings.default_language, f"team.{key}", **values)


def _topic(doors: Doors, topic_id: str | None) -> str:
    lang = doors.settings.default_language
    topic = doors.shop.topics.get(topic_id or "")
    return topic.title[lang] if topic else doors.words.get(lang, "letter.desk.notopic")


def _page(doors: Doors, name: str) -> str:
    return f"{doors.settings.base_url.rstrip('/')}/dashboard/{name}"


def _stored(name: str, told: _Told, *, at: float) -> StoredReport:
    return StoredReport(name, at, _TOLD.dump_json(told).decode())


@dataclass(frozen=True, slots=True)
class NoticeDelivery:
    """Brings digests to their channels."""

    doors: Doors
    channels: Mapping[str, Channel]

    def deliver(self, outgoing: Outgoing) -> str:
        """Try a leased digest once; return delivered, postponed or failed."""
        channel = self.channels.get(outgoing.recipient)
        if channel is None:
            why = NotTaken("The channel is not in integrations.yml any more.")
            return put_off(self.doors, outgoing, why)
        told = json.loads(outgoing.payload)
        digest = Digest(told["title"], tuple(Line(**one) for one in told["lines"]))
        try:
            with reaching(self.doors, outgoing, channel.name):
                channel.notifier.send(digest)
        except NotTaken as why:
            return put_off(self.doors, outgoing, why)
        return finish(self.doors, outgoing)
