"""Ask one language: candidates from the engine, evidence weighed, the best passages shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from search.answer import Hit
from search.engines.protocol import BODY, GRAMS, HINTS, TITLE, Clause
from search.query import Plan, make_plan
from search.ranking import weights_of
from search.shelf import Shelf
from search.snippets import Marker, Snippet
from search.weighing import Judge, Weighed

# So many candidates are weighed; the right article is among them nearly always.
CANDIDATES: Final = 100
LATENT_CANDIDATES: Final = 40
# What scores less than this share of the best hit is not worth a customer's time.
_LEAST_SHARE_OF_BEST: Final = 0.2
_MOST_GRAMS: Final = 48
_MOST_FORMS: Final = 24
# How the engine weighs fields when it picks candidates. Ranking comes after.
_FIELD_WEIGHTS: Final = ((TITLE, 1.5), (HINTS, 1.0), (BODY, 1.0))
_GRAM_WEIGHT: Final = 0.2
# How much answered questions count beside all that an article says itself.
_LEARNED: Final = 2.0


@dataclass(frozen=True, slots=True)
class Found:
    """Hold one article's number and how well it answers."""

    number: int
    score: float
    weighed: Weighed


@dataclass(frozen=True, slots=True)
class Ranking:
    """Hold the articles found for a plan, the best first."""

    plan: Plan
    found: tuple[Found, ...]

    @property
    def by_typed_words(self) -> bool:
        """Tell whether a word as it was typed, or a form of it, led to any article."""
        return bool(self.found) and any(term.is_known for term in self.plan.terms)


def plan_for(shelf: Shelf, text: str, *, prefix: bool = False, guess: bool = True) -> Plan:
    """Plan a question that was read by `read_query` for a language."""
    return make_plan(text, shelf.reader, prefix=prefix, guess=guess)


def rank_plan(shelf: Shelf, plan: Plan) -> Ranking:
    """Rank the articles of a language for a plan."""
    candidates = shelf.engine.candidates(list(_clauses(shelf, plan)), limit=CANDIDATES)
    judge = Judge(plan, shelf.grounds, weights=weights_of(shelf.lang))
    taught = _taught(shelf, plan)
    likest = judge.likest(limit=LATENT_CANDIDATES)
    candidates = list(dict.fromkeys([*candidates, *taught, *likest]))
    weighed = judge.weigh(candidates)
    # What was learned counts as much against the best score as it is sure, in any collection.
    best = max((one.score for one in weighed), default=0.0) or 1.0
    found = [
        Found(number, one.score + _LEARNED * best * taught.get(number, 0.0), one)
        for number, one in zip(candidates, weighed, strict=True)
    ]
    found.sort(key=lambda one: (-one.score, one.number))
    least = found[0].score * _LEAST_SHARE_OF_BEST if found else 0.0
    kept = tuple(one for one in found if one.score > least)
    return Ranking(plan, kept)


def _taught(shelf: Shelf, plan: Plan) -> dict[int, float]:
    """Give the articles that answered questions like this one, and how surely."""
    spoken = shelf.lessons.speak_for(plan.text)
    return {shelf.numbers[identity]: value for identity, value in spoken.items() if identity in shelf.numbers}


def _clauses(shelf: Shelf, plan: Plan) -> Iterator[Clause]:
    """Ask for every stem that a word may stand for, and for the rarest runs of characters."""
    stems = shelf.vocabulary.stems
    for term in plan.terms:
        strengths: dict[str, float] = {}
        for number, strength in term.matches.items():
            strengths[stems[number]] = max(strength, strengths.get(stems[number], 0.0))
        surest = sorted(strengths.items(), key=lambda item: -item[1])[:_MOST_FORMS]
        for stem, strength in surest:
            for field, weight in _FIELD_WEIGHTS:
                yield Clause(field, stem, weight * strength)
    grams = [gram for gram in plan.grams if shelf.vocabulary.with_gram(gram)]
    for gram in sorted(grams, key=lambda gram: -plan.grams[gram])[:_MOST_GRAMS]:
        yield Clause(GRAMS, gram, _GRAM_WEIGHT)


def show(shelf: Shelf, ranking: Ranking, *, limit: int) -> tuple[Hit, ...]:
    """Make hits of the best articles: title, place and the passage that matches."""
    marker = Marker(ranking.plan)
    return tuple(_hit(shelf, marker, found) for found in ranking.found[:limit])


def _hit(shelf: Shelf, marker: Marker, found: Found) -> Hit:
    article = shelf.stored.article(found.number)
    best = found.weighed.best_passage
    passage = article.passages[best or 0] if article.passages else None
    words, spans = shelf.stored.words_of_passage(found.number, best or 0)
    return Hit(
        document_id=article.id,
        title=article.title,
        url=article.url,
        lang=shelf.lang,
        category=article.category,
        anchor=passage.anchor if passage is not None and best is not None else "",
        snippet=marker.snippet(passage.text, words, spans) if passage is not None else Snippet("", ()),
        score=round(found.score, 4),
    )
