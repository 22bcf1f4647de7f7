"""The invented customers of the demo: what they look for, type, say and write, and when they come."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import accumulate
from pathlib import Path

import yaml

from portal.articles import Kind, Library
from portal.articles.guides import Guide, read_guide
from portal.services.doors import Doors

TEXTS = Path(__file__).parent / "simulated"
LANGUAGES = {"hu": 0.64, "en": 0.22, "ru": 0.14}
_HOURS = (2, 1, 1, 1, 1, 2, 5, 11, 19, 26, 30, 29, 27, 26, 27, 27, 26, 26, 28, 31, 32, 26, 15, 6)
_WEEKDAYS = (1.25, 1.12, 1.05, 1.0, 0.95, 0.75, 0.88)
_SHARE_OF_KEYWORDS = 0.12


@dataclass(frozen=True, slots=True)
class Subject:
    """An article as customers come to it: how they put their question, and how good it is."""

    article_id: str
    version: str
    topic: str
    suggest: bool
    wordings: tuple[str, ...]
    keywords: tuple[str, ...]
    helpfulness: float
    is_about_rules: bool
    guide: Guide | None = None
    """Its questions, if it is a guide that asks."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What customers of one language type in vain, say about articles and write to us."""

    unanswered: tuple[str, ...]
    comments: Mapping[str, tuple[str, ...]]
    names: tuple[str, ...]
    messages: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class World:
    """One language's customers: subjects with how often they are needed, and texts."""

    lang: str
    subjects: tuple[Subject, ...]
    weights: tuple[float, ...]
    texts: Texts

    def pick(self, rng: random.Random) -> Subject:
        """Return what a customer comes with."""
        return rng.choices(self.subjects, cum_weights=self.weights)[0]

    def word(self, subject: Subject, rng: random.Random) -> str:
        """Return a question as somebody types it: often the same words, sometimes only a keyword."""
        if subject.keywords and rng.random() < _SHARE_OF_KEYWORDS:
            return rng.choice(subject.keywords)
        wordings = subject.wordings
        text = wordings[min(int(rng.expovariate(0.75)), len(wordings) - 1)]
        if rng.random() < 0.15:
            text = text[:1].upper() + text[1:]
        return f"{text}?" if rng.random() < 0.08 else text


def make_worlds(doors: Doors) -> dict[str, World]:
    """Read the articles and the invented texts of every language there are texts for."""
    library = Library.load(doors.settings.content_dir, doors.words)
    today = doors.clock().date()
    home = doors.shop.home
    needed = (*(need.article for need in home.needs), *home.popular)
    return {
        lang: _world(lang, library, needed, today)
        for lang in LANGUAGES
        if lang in doors.words.languages and (TEXTS / f"{lang}.yml").exists()
    }


def visit_times(days: int, visits: int, *, now: datetime, zone: tzinfo, rng: random.Random) -> list[datetime]:
    """Return when visits begin: by day and hour as in a shop, slowly growing, none after now."""
    today = now.astimezone(zone).date()
    dates = [today - timedelta(days=days - 1 - number) for number in range(days)]
    weights = [_WEEKDAYS[day.weekday()] * (0.85 + 0.3 * place / days) for place, day in enumerate(dates)]
    times = []
    for day in rng.choices(dates, weights=weights, k=visits):
        hour = rng.choices(range(24), weights=_HOURS)[0]
        at = datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), zone)
        times.append(at + timedelta(microseconds=rng.randrange(1_000_000)))
    return sorted(at for at in times if at < now - timedelta(minutes=40))


def _world(lang: str, library: Library, needed: tuple[str, ...], today: date) -> World:
    subjects, weights = [], []
    for edition in library.editions(lang, today=today).values():
        meta = edition.article.meta
        if meta.kind is Kind.PAGE or edition.is_fallback or not meta.questions:
            continue
        # The same article is as good in every language, whatever else is drawn.
        fate = random.Random(f"article {meta.id}")  # noqa: S311  no secret is made here
        topic = library.data.topics[meta.topic]
        subjects.append(
            Subject(
                article_id=meta.id,
                version=edition.article.version,
                topic=meta.topic,
                suggest=topic.suggest,
                wordings=meta.questions,
                keywords=meta.keywords,
                helpfulness=fate.uniform(0.42, 0.93),
                is_about_rules=topic.category in ("returns", "payment") and fate.random() < 0.5,
                guide=read_guide(edition.article, library.data.market),
            )
        )
        place = needed.index(meta.id) if meta.id in needed else None
        base = fate.uniform(0.15, 1.0) * (1.0 if topic.suggest else 0.5)
        weights.append(base if place is None else 9.0 / (place + 1.5) + 1.0)
    return World(lang, tuple(subjects), tuple(accumulate(weights)), _read_texts(lang))


def _read_texts(lang: str) -> Texts:
    found = yaml.safe_load((TEXTS / f"{lang}.yml").read_text(encoding="utf-8"))
    return Texts(
        unanswered=tuple(found["unanswered"]),
        comments={reason: tuple(texts) for reason, texts in found["comments"].items()},
        names=tuple(found["names"]),
        messages={topic: tuple(texts) for topic, texts in found["messages"].items()},
    )
