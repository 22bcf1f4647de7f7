"""Ask one language: candidates from the engine, evidence weighed, the best passages shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from search.answer import Hit
from search.engines.protocol import BODY, HINTS, TITLE, Clause
from search.query import Plan, make_plan
from search.ranking import weights_of
from search.repeats import repeats_behind
from search.shelf import Shelf
from search.snippets import Marker
from search.weighing import Sums, Weighed, Weighing, add_up

# So many candidates are weighed; the right article is among them nearly always.
CANDIDATES: Final = 100
LATENT_CANDIDATES: Final = 40
# What scores less than this share of the best hit is not worth a customer's time.
_LEAST_SHARE_OF_BEST: Final = 0.2
_MOST_FORMS: Final = 24
# As many as a page has.
_TOLD_AT_ONCE: Final = 10
# How the engine weighs fields when it picks candidates. Ranking comes after.
_FIELD_WEIGHTS: Final = ((TITLE, 1.5), (HINTS, 1.0), (BODY, 1.0))
# How much answered questions count beside all that an article says itself.
_LEARNED: Final = 8.0
# What an article keeps of its score while its review is overdue: less than separates a right answer from
# a wrong one, enough to stand behind an equal that somebody has looked at.
_OUTDATED: Final = 0.95


class Found(NamedTuple):
    """Hold one article's number and how well it answers."""

    number: int
    score: float
    weighed: Weighed


class FoundArticles(Sequence[Found]):
    """Give the articles found, the best first. Only those that are looked at are told in full."""

    def __init__(
        self, weighing: Weighing, places: Sequence[int], numbers: Sequence[int], scores: Sequence[float]
    ) -> None:
        self._weighing = weighing
        self._places = places
        self._numbers = numbers
        self._scores = scores
        self._told: list[Found] = []

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> Found: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Found, ...]: ...

    def __getitem__(self, place: int | slice) -> Found | tuple[Found, ...]:
        if isinstance(place, slice):
            places = range(len(self))[place]
            self._tell(max(places, default=-1) + 1)
            return tuple(self._told[at] for at in places)
        at = range(len(self))[place]
        self._tell(at + 1)
        return self._told[at]

    def __iter__(self) -> Iterator[Found]:
        return iter(self[:])

    def _tell(self, end: int) -> None:
        first = len(self._told)
        if first >= end:
            return
        # Rarely is one looked at alone.
        span = slice(first, max(end, min(_TOLD_AT_ONCE, len(self))))
        numbers, scores = self._numbers[span], self._scores[span]
        weighed = self._weighing.weighed(self._places[span])
        self._told += map(Found, numbers, scores, weighed)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Hold the articles found for a plan, the best first."""

    plan: Plan
    found: FoundArticles
    places: Sequence[int]
    weighing: Weighing
    sums: Sums

    def agreement(self, kinds: Sequence[str], *, among: int) -> float:
        """Give the share of these kinds of evidence by which the first hit is the best of the first few."""
        return self.weighing.agreement(kinds, self.places[:among])

    @property
    def by_typed_words(self) -> bool:
        """Tell whether a word as it was typed, or a form of it, led to any article."""
        return bool(self.found) and any(term.is_known for term in self.plan.terms)


def plan_for(shelf: Shelf, text: str, *, prefix: bool = False, guess: bool = True) -> Plan:
    """Plan a question that was read by `read_query` for a language."""
    return make_plan(text, shelf.reader, prefix=prefix, guess=guess)


def rank_plan(shelf: Shelf, plan: Plan) -> Ranking:
    """Rank the articles of a language for a plan."""
    sums = add_up(plan, shelf.grounds)
    taught = _taught(shelf, plan)
    candidates = _candidates(shelf, plan, sums, taught)
    weighing = Weighing(sums, candidates, weights_of(shelf.lang))
    scores = weighing.scores
    if taught:
        # What was learned counts as much against the best score as it is sure, in any collection.
        best = float(scores.max()) or 1.0
        scores = scores + [_LEARNED * best * taught.get(number, 0.0) for number in candidates.tolist()]
    if shelf.outdated:
        is_outdated = [number in shelf.outdated for number in candidates.tolist()]
        scores = np.where(is_outdated, scores * _OUTDATED, scores)
    order = np.argsort(-scores, kind="stable")
    order = order[: np.count_nonzero(scores > scores.max(initial=0.0) * _LEAST_SHARE_OF_BEST)]
    order = order[repeats_behind(candidates[order].tolist(), shelf.repeats)]
    places = order.tolist()
    found = FoundArticles(weighing, places, candidates[order].tolist(), scores[order].tolist())
    return Ranking(plan, found, places, weighing, sums)


def _candidates(shelf: Shelf, plan: Plan, sums: Sums, taught: Mapping[int, float]) -> NDArray[np.intp]:
    """Name the articles to be ranked, in their order: all of few, else what an engine and others name."""
    if len(shelf.stored) <= CANDIDATES:
        return np.arange(len(shelf.stored))
    is_named = sums.have_like_words()
    is_named[shelf.engine.candidates(list(_clauses(shelf, plan)), limit=CANDIDATES)] = True
    is_named[sums.likest(limit=LATENT_CANDIDATES)] = True
    is_named[list(taught)] = True
    return np.flatnonzero(is_named)


def _taught(shelf: Shelf, plan: Plan) -> dict[int, float]:
    """Give the articles that answered questions like this one, and how surely."""
    spoken = shelf.lessons.speak_for(plan.text)
    return {shelf.numbers[identity]: value for identity, value in spoken.items() if identity in shelf.numbers}


def _clauses(shelf: Shelf, plan: Plan) -> Iterator[Clause]:
    """Ask for every stem that a word may stand for."""
    stems = shelf.vocabulary.stems
    for term in plan.terms:
        strengths: dict[str, float] = {}
        for number, strength in term.matches.items():
            strengths[stems[number]] = max(strength, strengths.get(stems[number], 0.0))
        surest = sorted(strengths.items(), key=lambda item: -item[1])[:_MOST_FORMS]
        for stem, strength in surest:
            for field, weight in _FIELD_WEIGHTS:
                yield Clause(field, stem, weight * strength)


def show(shelf: Shelf, ranking: Ranking, *, limit: int) -> tuple[Hit, ...]:
    """Make hits of the best articles: title, place and the passage that matches."""
    marker = Marker(ranking.plan, shelf.snippets)
    return tuple([_hit(shelf, ranking, marker, found) for found in ranking.found[:limit]])


def best_passage(shelf: Shelf, ranking: Ranking, number: int) -> int | None:
    """Give which passage of an article matches best, or None if none does."""
    return ranking.sums.best_passage(*shelf.stored.body.parts_of(number))


def _hit(shelf: Shelf, ranking: Ranking, marker: Marker, found: Found) -> Hit:
    article = shelf.stored.article(found.number)
    best = best_passage(shelf, ranking, found.number)
    shown = shelf.stored.shown(found.number, best or 0)
    passage = shown.passage
    return Hit(
        article.id,
        article.title,
        article.url,
        shelf.lang,
        article.category,
        passage.anchor if passage is not None and best is not None else "",
        marker.snippet_of(shown),
        round(found.score, 4),
    )
