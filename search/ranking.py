"""How evidence is added up: each way an article can match has a weight, in one table per language.

All evidence is of the BM25 kind: rare words say more, repetition says less each time, long texts
are held back. Articles are weighed from their words alone; which engine named them is not known
here.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from types import MappingProxyType
from typing import Final, NamedTuple

from search.query import Plan
from search.stored import ArticleTerms, Numbers, Parts
from search.vocabulary import Vocabulary

_SATURATION: Final = 1.2
_LENGTH_MATTERS: Final = 0.75
# An article without any of the words must have this much of the letters of one to be named at all.
_LEAST_LIKENESS: Final = 0.4


class Evidence(NamedTuple):
    """Hold what speaks for one article, each kind by itself.

    `passage` is that of the best passage and `question` that of the best question of the author;
    `pair` counts words that stand together as asked; `covered` is the share of what was asked that
    is found at all, as a multiple of its rarity.
    """

    title: float = 0.0
    body: float = 0.0
    exact: float = 0.0
    passage: float = 0.0
    pair: float = 0.0
    question: float = 0.0
    keyword: float = 0.0
    covered: float = 0.0
    title_grams: float = 0.0
    body_grams: float = 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Say how much each kind of evidence counts."""

    title: float = 1.2
    body: float = 0.5
    exact: float = 0.15
    passage: float = 0.6
    pair: float = 0.2
    question: float = 4.0
    keyword: float = 2.5
    covered: float = 0.2
    title_grams: float = 0.6
    body_grams: float = 0.2

    def total(self, evidence: Evidence) -> float:
        """Add evidence up."""
        return sum(weight * part for weight, part in zip(self.parts(), evidence, strict=True))

    def parts(self) -> tuple[float, ...]:
        """Give the weights in the order of Evidence."""
        return tuple(getattr(self, field.name) for field in fields(self))


_DEFAULT: Final = Weights()
# The one place where languages differ. Found on several collections at once (benchmarks/), and
# drawn towards the common weights, so that a collection nobody has seen is served as well.
WEIGHTS: Final[Mapping[str, Weights]] = MappingProxyType(
    {
        "en": Weights(
            title=0.45,
            body=0.1,
            exact=0.25,
            passage=0.75,
            pair=0.6,
            covered=0.3,
            title_grams=0.3,
            body_grams=0.1,
        ),
        "ru": Weights(
            title=0.8,
            body=0.6,
            exact=0.26,
            passage=0.48,
            pair=0.3,
            covered=0.55,
            title_grams=0.57,
            body_grams=0.1,
        ),
        "hu": Weights(body=0.4, exact=0.1, covered=0.1, title_grams=0.68, body_grams=0.28),
    }
)


def weights_of(lang: str) -> Weights:
    """Give the weights of a language; one that was never tuned has the common ones."""
    return WEIGHTS.get(lang, _DEFAULT)


@dataclass(frozen=True, slots=True)
class Averages:
    """Hold the mean lengths, in words, that long and short texts are compared with."""

    title: float
    body: float
    passage: float
    question: float
    keywords: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """Hold what one article scores and why, and its best passage (None: no passage matches)."""

    score: float
    evidence: Evidence
    best_passage: int | None


@dataclass(slots=True)
class _Look:
    """Hold what one text shows: how often each asked word stands there, and its best part."""

    counts: dict[int, float]
    exact: dict[int, float]
    best: float = 0.0
    best_part: int | None = None
    pairs: float = 0.0


class Judge:
    """Weigh articles for one plan. What depends on the plan alone is worked out once."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary, *, averages: Averages, weights: Weights) -> None:
        self._averages = averages
        self._weights = weights
        self._rarities = [term.weight for term in plan.terms]
        self._small = plan.small_words
        self._asked = sum(self._rarities) or 1.0
        self._match: dict[int, tuple[int, float]] = {}
        for place, term in enumerate(plan.terms):
            for number, strength in term.matches.items():
                if strength > self._match.get(number, (0, 0.0))[1]:
                    self._match[number] = (place, strength)
        self._same = {term.same for term in plan.terms}
        self._grams = _Grams(plan, vocabulary)

    def weigh(self, article: ArticleTerms) -> Weighed:
        """Collect the evidence for an article."""
        averages, weights = self._averages, self._weights
        wording = list(article.wording.split()) if self._small else None
        title = self._look(article.title, averages.title, wording)
        body = self._look(article.body, averages.passage)
        questions = self._look(article.questions, averages.question, wording and wording[1:])
        keywords = self._look(article.keywords, averages.keywords)
        words = len(article.body.numbers)
        exact = _added(title.exact, body.exact)
        pairs = title.pairs + body.pairs
        places = {*title.counts, *body.counts, *questions.counts, *keywords.counts}
        evidence = Evidence(
            title=title.best,
            body=self._bm25(body.counts, words, averages.body),
            exact=self._bm25(exact, len(article.title.numbers) + words, averages.body),
            passage=body.best,
            pair=pairs / (pairs + _SATURATION * self._asked) * self._asked,
            question=questions.best,
            keyword=keywords.best,
            covered=sum(self._rarities[place] for place in places) ** 2 / self._asked,
            title_grams=self._grams.score(article.title.numbers, averages.title),
            # The dearest evidence is not collected where it counts for nothing.
            body_grams=self._grams.score(article.body.numbers, averages.body) if weights.body_grams else 0.0,
        )
        is_like = bool(places) or self._grams.likeness(article) >= _LEAST_LIKENESS
        return Weighed(weights.total(evidence) if is_like else 0.0, evidence, body.best_part)

    def _look(self, text: Parts, average: float, wording: Sequence[Numbers] | None = None) -> _Look:
        """Read a text once: the asked words in it, part by part, and the pairs they make.

        `wording` are the stop words of each part; they count where a part has an asked word.
        """
        match, numbers, ends = self._match, text.numbers, text.ends
        look = _Look({}, {})
        hits = [at for at, number in enumerate(numbers) if number in match]
        for part, group in groupby(hits, key=lambda at: bisect_right(ends, at)):
            counts: dict[int, float] = {}
            before, last = -2, -2
            for at in group:
                place, strength = match[numbers[at]]
                counts[place] = counts.get(place, 0.0) + strength
                if numbers[at] in self._same:
                    look.exact[place] = look.exact.get(place, 0.0) + 1.0
                if at == before + 1 and place == last + 1:
                    look.pairs += min(self._rarities[place], self._rarities[last])
                before, last = at, place
            length = ends[part] - (ends[part - 1] if part else 0)
            score = self._bm25(counts, length, average)
            if wording:
                score += sum(self._small.get(number, 0.0) for number in {*wording[part]})
            if score > look.best:
                look.best, look.best_part = score, part
            look.counts = _added(look.counts, counts)
        return look

    def _bm25(self, counts: Mapping[int, float], length: int, average: float) -> float:
        """Add up rare words for more, repeated ones for less each time, long texts held back."""
        if not counts:
            return 0.0
        held_back = _held_back(length, average)
        return sum(
            self._rarities[place] * count * (_SATURATION + 1) / (count + held_back)
            for place, count in counts.items()
        )


class _Grams:
    """Weigh runs of characters, by which word forms, compounds and misspellings are recognised."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary) -> None:
        self._rarities = list(plan.grams.values())
        self._of_word: dict[int, list[int]] = {}
        for place, gram in enumerate(plan.grams):
            for number in vocabulary.with_gram(gram):
                self._of_word.setdefault(number, []).append(place)
        places = {gram: place for place, gram in enumerate(plan.grams)}
        self._of_term = [{places[gram] for gram in term.grams} for term in plan.terms if term.grams]

    def score(self, numbers: Numbers, average: float) -> float:
        """Score the runs that words here share with the words asked."""
        of_word = self._of_word
        counts: dict[int, int] = {}
        for number in filter(of_word.__contains__, numbers):
            for place in of_word[number]:
                counts[place] = counts.get(place, 0) + 1
        if not counts:
            return 0.0
        held_back = _held_back(len(numbers), average)
        return sum(
            self._rarities[place] * count * (_SATURATION + 1) / (count + held_back)
            for place, count in counts.items()
        )

    def likeness(self, article: ArticleTerms) -> float:
        """Give how much of one asked word some word of title, questions or keywords has."""
        texts = (article.title, article.questions, article.keywords)
        words = {number for text in texts for number in text.numbers} & self._of_word.keys()
        return max(
            (
                len(grams.intersection(self._of_word[number])) / len(grams)
                for number in words
                for grams in self._of_term
            ),
            default=0.0,
        )


def _held_back(length: int, average: float) -> float:
    return _SATURATION * (1 - _LENGTH_MATTERS + _LENGTH_MATTERS * length / (average or 1.0))


def _added(first: dict[int, float], second: dict[int, float]) -> dict[int, float]:
    if not first:
        return second
    return {place: first.get(place, 0.0) + second.get(place, 0.0) for place in {**first, **second}}
