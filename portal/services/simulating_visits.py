"""Tell invented visits: the same events, in the same order, as the pages and the service would write them."""

import random
from dataclasses import dataclass, field
from uuid import UUID

from portal import __version__
from portal.articles.guides import Guide, Step
from portal.domain.events import Event, EventName, Signal, Traffic
from portal.services.simulating_world import Subject, World
from portal.store.comments import Comment

_REASONS = {"notmine": 30, "hard": 20, "wrong": 12, "failed": 18, "broken": 4, "other": 9, "rule": 5}
_REASONS_OF_RULES = _REASONS | {"rule": 60}
_TO_ANSWER_S = 7.0
_STOPS = 0.07
"""Of those at a question."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a customer of the demo writes to a person."""

    at: float
    lang: str
    topic: str
    text: str
    name: str
    email: str
    order_number: str | None
    article_id: str | None
    query_id: str | None
    sid: str | None
    vid: str | None
    signal: Signal | None


@dataclass(slots=True)
class Told:
    """One visit: what was recorded, the comments and the messages left."""

    events: list[Event] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    @property
    def ended_at(self) -> float:
        """When the last of it happened."""
        return max(
            (*(event.ts for event in self.events), *(message.at for message in self.messages)), default=0.0
        )


@dataclass(slots=True)
class Visit:
    """A visit being told: a customer with one need, and the time that goes by."""

    world: World
    rng: random.Random
    at: float
    traffic: Traffic = Traffic.HUMAN
    signal: Signal | None = None
    sid: str | None = None
    vid: str | None = None
    query_id: str | None = None
    subject: Subject | None = None
    told: Told = field(default_factory=Told)

    def add(self, ev: EventName, *, after: float, **fields: object) -> Event:
        """Record an event some seconds later."""
        self.at += after
        event = Event(
            event_id=make_id(self.rng, self.at),
            ts=self.at,
            ev=ev,
            locale=self.world.lang,
            traffic=self.traffic,
            app_v=__version__,
            sid=self.sid,
            vid=self.vid,
            signal=self.signal,
            **fields,  # type: ignore[arg-type]  # the callers are few and tested
        )
        self.told.events.append(event)
        return event

    def chance(self, probability: float) -> bool:
        """Tell whether something of this probability happens."""
        return self.rng.random() < probability

    def seconds(self, typical: float) -> float:
        """Return a waiting time around a typical one, with a long tail."""
        return min(typical * self.rng.lognormvariate(0, 0.5), typical * 6)


def make_id(rng: random.Random, at: float) -> str:
    """Return a time-ordered id (UUIDv7, RFC 9562) whose random part repeats with the seed."""
    high = (int(at * 1000) << 16) | 0x7000 | rng.getrandbits(12)
    low = (0b10 << 62) | rng.getrandbits(62)
    return str(UUID(int=(high << 64) | low))


def begin_visit(
    world: World, rng: random.Random, at: float, *, traffic: Traffic, signal: Signal | None = None
) -> Visit:
    """Begin a visit; one that asked not to be followed has neither visit nor visitor."""
    if signal is not None:
        return Visit(world, rng, at, traffic, signal)
    sid, vid = f"{rng.getrandbits(128):032x}", f"{rng.getrandbits(128):032x}"
    return Visit(world, rng, at, traffic, None, sid, vid)


def tell_crawl(visit: Visit) -> Told:
    """A crawler opens some articles."""
    for _ in range(visit.rng.randint(2, 6)):
        _open(visit, visit.world.pick(visit.rng), source="direct", after=visit.seconds(4))
    return visit.told


def tell_reading(visit: Visit) -> Told:
    """Somebody comes from a search engine, reads and leaves: no need that we could count."""
    subject = _need(visit)
    _read(visit, subject, source="direct", after=0.0)
    if visit.chance(0.05):
        _vote(visit, subject)
    return visit.told


def tell_asking(visit: Visit) -> Told:
    """Somebody searches; finds it, words it anew, gives up, or begins to write."""
    subject = _need(visit)
    if visit.chance(0.11):
        _ask(visit, visit.rng.choice(visit.world.texts.unanswered), found=0)
        if visit.chance(0.55):
            return visit.told if visit.chance(0.7) else tell_writing(visit, subject)
    _ask(visit, visit.world.word(subject, visit.rng), found=visit.rng.randint(2, 14))
    if not visit.chance(0.8):
        if visit.chance(0.5):
            return visit.told
        _ask(visit, visit.world.word(subject, visit.rng), found=visit.rng.randint(2, 14))
    return _after_click(visit, subject)


def tell_writing(visit: Visit, subject: Subject | None = None) -> Told:
    """Somebody begins to write; a suggestion solves it, or she gives up, or sends."""
    if subject is None:
        subject = _need(visit)
        if visit.chance(0.5):
            _read(visit, subject, source="direct", after=0.0)
    # Half of the people choose a topic at once, the others when they send.
    chosen = subject.topic if visit.chance(0.5) or not subject.suggest else None
    visit.add(EventName.CONTACT_INTENT, after=visit.seconds(20), channel="form", surface="page", topic=chosen)
    if subject.suggest and _takes_suggestion(visit, subject):
        return visit.told
    if visit.chance(0.16):
        return visit.told
    _send(visit, subject, after=visit.seconds(100))
    return visit.told


def tell_again(visit: Visit, subject: Subject) -> Told:
    """Somebody who was here today comes back and writes at once."""
    visit.add(EventName.CONTACT_INTENT, after=0.0, channel="form", surface="page", topic=subject.topic)
    _send(visit, subject, after=visit.seconds(90))
    return visit.told


def _need(visit: Visit) -> Subject:
    visit.subject = visit.world.pick(visit.rng)
    return visit.subject


def _after_click(visit: Visit, subject: Subject) -> Told:
    visit.add(
        EventName.RESULT_CLICK,
        after=visit.seconds(6),
        query_id=visit.query_id,
        article_id=subject.article_id,
        position=min(int(visit.rng.expovariate(0.7)) + 1, 10),
        topic=subject.topic,
        surface="page",
    )
    is_read = _read(visit, subject, source="search", after=0.4)
    helped = visit.chance(subject.helpfulness)
    if is_read and visit.chance(0.17):
        ev = EventName.SOLVED_YES if helped else EventName.SOLVED_NO
        visit.add(
            ev,
            after=visit.seconds(3),
            prompt_id="article",
            query_id=visit.query_id,
            article_id=subject.article_id,
            topic=subject.topic,
            surface="page",
        )
    if visit.chance(0.08):
        _vote(visit, subject)
    if not helped and visit.chance(0.33):
        return tell_writing(visit, subject)
    return visit.told


def _takes_suggestion(visit: Visit, subject: Subject) -> bool:
    """Show what may answer; tell whether the visit ends with it."""
    common = {"surface": "contact", "topic": subject.topic}
    shown = {"article_id": subject.article_id, "position": 1} | common
    visit.add(EventName.SUGGEST_ELIGIBLE, after=visit.seconds(15), candidates=subject.article_id, **common)
    visit.add(EventName.SUGGEST_SHOWN, after=0.3, **shown)
    if not visit.chance(0.42):
        return False
    visit.add(EventName.SUGGEST_CLICK, after=visit.seconds(8), **shown)
    is_read = _read(visit, subject, source="suggestion", after=0.4)
    helped = is_read and visit.chance(subject.helpfulness * 0.8)
    if helped and visit.chance(0.6):
        visit.add(
            EventName.SOLVED_YES,
            after=visit.seconds(4),
            prompt_id="form",
            article_id=subject.article_id,
            **common,
        )
        return True
    return helped and visit.chance(0.7)


def _ask(visit: Visit, text: str, *, found: int) -> None:
    visit.query_id = make_id(visit.rng, visit.at)
    visit.add(
        EventName.SEARCH,
        after=visit.seconds(7),
        query_id=visit.query_id,
        q_redacted=text,
        n_results=found,
        answer_shown=0,
        surface="search",
    )


def _open(visit: Visit, subject: Subject, *, source: str, after: float) -> dict[str, object]:
    about: dict[str, object] = {
        "article_id": subject.article_id,
        "article_v": subject.version,
        "topic": subject.topic,
        "surface": "page",
    }
    query_id = visit.query_id if source == "search" else None
    visit.add(EventName.ARTICLE_VIEW, after=after, source=source, query_id=query_id, **about)
    return about


def _read(visit: Visit, subject: Subject, *, source: str, after: float) -> bool:
    """Open an article and leave it; tell whether it was in view for long enough to be read."""
    about = _open(visit, subject, source=source, after=after)
    visible = visit.seconds(48) if visit.chance(0.86) else visit.rng.uniform(1.5, 8.5)
    walked = _walk(visit, subject.guide, about, seconds=visible) if subject.guide is not None else 0.0
    visit.add(EventName.ARTICLE_LEFT, after=visible - walked, visible_s=round(visible, 1), **about)
    return visible >= 10


def _walk(visit: Visit, guide: Guide, about: dict[str, object], *, seconds: float) -> float:
    """Answer the questions of a guide for as long as it is read; return the seconds it took."""
    step: Step | None = guide.steps[0]
    walked = 0.0
    while step is not None:
        visit.add(EventName.GUIDE_STEP, after=0.0, step=step.id, **about)
        thought = visit.seconds(_TO_ANSWER_S)
        if step.is_end or walked + thought > seconds or visit.chance(_STOPS):
            break
        # What is asked first is meant most: later choices are rarer cases.
        likely = [1 / place for place in range(1, len(step.choices) + 1)]
        choice = visit.rng.choices(step.choices, weights=likely)[0]
        visit.add(EventName.GUIDE_STEP, after=thought, step=step.id, choice=choice.id, **about)
        walked += thought
        step = guide.find(choice.target)
    return walked


def _vote(visit: Visit, subject: Subject) -> None:
    helpful = visit.chance(subject.helpfulness)
    reasons = _REASONS_OF_RULES if subject.is_about_rules else _REASONS
    reason = None if helpful else visit.rng.choices(list(reasons), weights=list(reasons.values()))[0]
    vote = "yes" if helpful else "no"
    event = visit.add(
        EventName.HELPFUL_VOTE,
        after=visit.seconds(5),
        article_id=subject.article_id,
        article_v=subject.version,
        query_id=visit.query_id,
        vote=vote,
        reason=reason,
        surface="article",
    )
    said = visit.world.texts.comments.get(reason or "yes", ())
    if said and visit.chance(0.12 if helpful else 0.4):
        visit.told.comments.append(
            Comment(
                event_id=event.event_id,
                created_at=event.ts,
                locale=visit.world.lang,
                article_id=subject.article_id,
                article_v=subject.version,
                vote=vote,
                reason=reason,
                body=visit.rng.choice(said),
            )
        )


def _send(visit: Visit, subject: Subject, *, after: float) -> None:
    visit.at += after
    messages = visit.world.texts.messages
    rng = visit.rng
    visit.told.messages.append(
        Message(
            at=visit.at,
            lang=visit.world.lang,
            topic=subject.topic,
            text=rng.choice(messages.get(subject.topic) or messages["other"]),
            name=rng.choice(visit.world.texts.names),
            email=f"{visit.world.lang}{rng.randrange(10_000, 99_999)}@example.com",
            order_number=f"{rng.randrange(100, 105)}-{rng.randrange(1000, 9999)}"
            if visit.chance(0.6)
            else None,
            article_id=subject.article_id if visit.chance(0.1) else None,
            query_id=visit.query_id,
            sid=visit.sid,
            vid=visit.vid,
            signal=visit.signal,
        )
    )
