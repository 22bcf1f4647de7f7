"""Ask one language: candidates from the engine, evidence weighed, the best passages shown."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from search.answer import Hit
from search.engines.protocol import BODY, HINTS, TITLE, Clause
from search.query import Plan, make_plan
from search.ranking import Evidence
from search.repeats import repeats_behind
from search.shelf import Shelf
from search.snippets import Marker
from search.weighing import Asked, Weighing

# So many candidates are weighed; the right article is among them nearly always.
CANDIDATES: Final = 100
LATENT_CANDIDATES: Final = 40
# What scores less than this share of the best hit is not worth a customer's time.
_LEAST_SHARE_OF_BEST: Final = 0.2
# How the engine weighs fields when it picks candidates. Ranking comes after.
_FIELD_WEIGHTS: Final = ((TITLE, 1.5), (HINTS, 1.0), (BODY, 1.0))
# How much answered questions count beside all that an article says itself.
_LEARNED: Final = 8.0
# What an article keeps of its score while its review is overdue: less than separates a right answer from
# a wrong one, enough to stand behind an equal that somebody has looked at.
_OUTDATED: Final = 0.95


Array = NDArray[Any]


class Found(NamedTuple):
    """Hold one article's number, how well it answers, and its place among those that were weighed."""

    number: int
    score: float
    place: int


class Finds(Sequence[Found]):
    """Articles that were found, the best first; only those that somebody looks at are made of numbers."""

    def __init__(self, numbers: Array, scores: Array, places: Array) -> None:
        self._rows = numbers, scores, places

    def __len__(self) -> int:
        return len(self._rows[0])

    def numbers(self, first: int) -> list[int]:
        """Give the numbers of the first few."""
        numbers: list[int] = self._rows[0][:first].tolist()
        return numbers

    def scores(self, first: int) -> list[float]:
        """Give the scores of the first few."""
        scores: list[float] = self._rows[1][:first].tolist()
        return scores

    def places(self, first: int) -> list[int]:
        """Give the places of the first few among those that were weighed."""
        places: list[int] = self._rows[2][:first].tolist()
        return places

    @overload
    def __getitem__(self, at: int) -> Found: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Found, ...]: ...

    def __getitem__(self, at: int | slice) -> Found | tuple[Found, ...]:
        if isinstance(at, slice):
            return tuple(map(Found, *[row[at].tolist() for row in self._rows]))
        return Found(*[row[at].item() for row in self._rows])


class Ranking(NamedTuple):
    """Hold the articles found for a plan, the best first."""

    plan: Plan
    found: Finds
    weighing: Weighing

    def evidence(self, found: Iterable[Found]) -> list[Evidence]:
        """Tell why articles that were found score what they score."""
        return self.weighing.evidence([one.place for one in found])

    def agreement(self, kinds: Sequence[str], *, among: int) -> float:
        """Give the share of these kinds of evidence by which the first hit is the best of the first few."""
        return self.weighing.agreement(kinds, self.found.places(among))

    @property
    def by_typed_words(self) -> bool:
        """Tell whether a word as it was typed, or a form of it, led to any article."""
        return bool(self.found) and any(term.is_known for term in self.plan.terms)


def plan_for(shelf: Shelf, text: str, *, prefix: bool = False, guess: bool = True) -> Plan:
    """Plan a question that was read by `read_query` for a language."""
    return make_plan(text, shelf.reader, prefix=prefix, guess=guess)


def rank_plan(shelf: Shelf, plan: Plan) -> Ranking:
    """Rank the articles of a language for a plan."""
    asked = Asked(plan, shelf.grounds)
    taught = _taught(shelf, plan)
    candidates = _candidates(shelf, asked, taught)
    weighing = Weighing(asked, candidates)
    scores = weighing.scores
    if taught:
        # What was learned counts as much against the best score as it is sure, in any collection.
        best = float(scores.max()) or 1.0
        scores = scores + [_LEARNED * best * taught.get(number, 0.0) for number in candidates.tolist()]
    if shelf.outdated:
        is_outdated = [number in shelf.outdated for number in candidates.tolist()]
        scores = np.where(is_outdated, scores * _OUTDATED, scores)
    best = scores.max() if len(scores) else 0.0
    kept = (scores > best * _LEAST_SHARE_OF_BEST).nonzero()[0]
    order = kept[(-scores[kept]).argsort(kind="stable")]
    if shelf.repeats:
        first = repeats_behind(candidates[order], shelf.repeats)
        order[: len(first)] = order[first]
    return Ranking(plan, Finds(candidates[order], scores[order], order), weighing)


def _candidates(shelf: Shelf, asked: Asked, taught: Mapping[int, float]) -> NDArray[np.intp]:
    """Name the articles to be ranked, in their order: all of few, else what an engine and others name."""
    if len(shelf.stored) <= CANDIDATES:
        return shelf.grounds.table.all.articles
    is_named = asked.heard.has_like_words
    clauses = [clause for term in asked.plan.terms for clause in _clauses(term.stems)]
    is_named[shelf.engine.candidates(clauses, limit=CANDIDATES)] = True
    is_named[asked.likest(limit=LATENT_CANDIDATES)] = True
    is_named[list(taught)] = True
    return np.flatnonzero(is_named)


def _taught(shelf: Shelf, plan: Plan) -> dict[int, float]:
    """Give the articles that answered questions like this one, and how surely."""
    spoken = shelf.lessons.speak_for(plan.text)
    return {shelf.numbers[identity]: value for identity, value in spoken.items() if identity in shelf.numbers}


# There are up to 72 for each word.
@lru_cache(512)
def _clauses(stems: tuple[tuple[str, float], ...]) -> list[Clause]:
    """Ask for every stem that a word may stand for."""
    return [
        Clause(field, stem, weight * strength) for stem, strength in stems for field, weight in _FIELD_WEIGHTS
    ]


def show(shelf: Shelf, ranking: Ranking, *, limit: int) -> tuple[Hit, ...]:
    """Make hits of the best articles: title, place and the passage that matches."""
    marker, found = Marker(ranking.plan), ranking.found
    bests = ranking.weighing.best_passages(found.places(limit))
    numbered = zip(found.numbers(limit), found.scores(limit), bests, strict=True)
    return tuple([_hit(shelf, marker, *one) for one in numbered])


def best_passage(ranking: Ranking, found: Found) -> int | None:
    """Give which passage of an article matches best, or None if none does."""
    return ranking.weighing.best_passages([found.place])[0]


def _hit(shelf: Shelf, marker: Marker, number: int, score: float, best: int | None) -> Hit:
    article = shelf.stored.article(number)
    shown = shelf.stored.shown(number, best or 0)
    passage = shown.passage
    return Hit(
        article.id,
        article.title,
        article.url,
        shelf.lang,
        article.category,
        passage.anchor if passage is not None and best is not None else "",
        marker.snippet_of(shown, shelf.stored, shelf.snippets),
        round(score, 4),
    )
