"""How evidence is added up: each way an article can match has a weight, in one table per language.

All evidence is of the BM25 kind: rare words say more, repetition says less each time, long texts
are held back. Articles are weighed from their words alone; which engine named them is not known
here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import chain
from types import MappingProxyType
from typing import Final, NamedTuple

from search.query import Plan
from search.stored import ArticleTerms, Numbers
from search.vocabulary import Vocabulary

_SATURATION: Final = 1.2
_LENGTH_MATTERS: Final = 0.75


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
            title=1.1,
            body=0.65,
            exact=0.4,
            passage=0.42,
            covered=0.4,
            title_grams=0.56,
            body_grams=0.1,
        ),
        "hu": Weights(exact=0.1, covered=0.1, title_grams=0.68, body_grams=0.25),
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
    """Hold the evidence of one article and where its best passage is (None: no passage matches)."""

    evidence: Evidence
    best_passage: int | None


class Judge:
    """Weigh articles for one plan. What depends on the plan alone is worked out once."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary, averages: Averages) -> None:
        self._averages = averages
        self._rarities = [term.weight for term in plan.terms]
        self._asked = sum(self._rarities) or 1.0
        self._match: dict[int, tuple[int, float]] = {}
        for place, term in enumerate(plan.terms):
            for number, strength in term.matches.items():
                if strength > self._match.get(number, (0, 0.0))[1]:
                    self._match[number] = (place, strength)
        self._same = {term.same: place for place, term in enumerate(plan.terms)}
        self._grams = _Grams(plan, vocabulary)

    def weigh(self, article: ArticleTerms) -> Weighed:
        """Collect the evidence for an article."""
        averages = self._averages
        body = list(chain.from_iterable(article.passages))
        title_counts = self._counts(article.title)
        keyword_counts = self._counts(article.keywords)
        body_counts: dict[int, float] = {}
        best, best_passage, pairs = 0.0, None, 0.0
        for number, passage in enumerate(article.passages):
            counts, paired = self._counts_and_pairs(passage)
            if not counts:
                continue
            pairs += paired
            score = self._bm25(counts, len(passage), averages.passage)
            if score > best:
                best, best_passage = score, number
            for place, count in counts.items():
                body_counts[place] = body_counts.get(place, 0.0) + count
        question, question_places = self._best_question(article.questions)
        pairs += self._counts_and_pairs(article.title)[1]
        places = {*title_counts, *keyword_counts, *body_counts, *question_places}
        evidence = Evidence(
            title=self._bm25(title_counts, len(article.title), averages.title),
            body=self._bm25(body_counts, len(body), averages.body),
            exact=self._exact(article.title, body),
            passage=best,
            pair=pairs / (pairs + _SATURATION * self._asked) * self._asked,
            question=question,
            keyword=self._bm25(keyword_counts, len(article.keywords), averages.keywords),
            covered=sum(self._rarities[place] for place in places) ** 2 / self._asked,
            title_grams=self._grams.score(article.title, averages.title),
            body_grams=self._grams.score(body, averages.body),
        )
        return Weighed(evidence, best_passage)

    def _counts(self, numbers: Numbers) -> dict[int, float]:
        """Count how often each asked word stands here, weaker matches for less."""
        match = self._match
        counts: dict[int, float] = {}
        for place, strength in [match[number] for number in numbers if number in match]:
            counts[place] = counts.get(place, 0.0) + strength
        return counts

    def _counts_and_pairs(self, numbers: Numbers) -> tuple[dict[int, float], float]:
        match = self._match
        counts: dict[int, float] = {}
        pairs, before, last = 0.0, -2, -2
        for at in [at for at, number in enumerate(numbers) if number in match]:
            place, strength = match[numbers[at]]
            counts[place] = counts.get(place, 0.0) + strength
            if at == before + 1 and place == last + 1:
                pairs += min(self._rarities[place], self._rarities[last])
            before, last = at, place
        return counts, pairs

    def _best_question(self, questions: Iterable[Numbers]) -> tuple[float, set[int]]:
        best, places = 0.0, set[int]()
        for question in questions:
            counts = self._counts(question)
            places.update(counts)
            best = max(best, self._bm25(counts, len(question), self._averages.question))
        return best, places

    def _bm25(self, counts: Mapping[int, float], length: int, average: float) -> float:
        if not counts:
            return 0.0
        held_back = _held_back(length, average)
        return sum(
            self._rarities[place] * count * (_SATURATION + 1) / (count + held_back)
            for place, count in counts.items()
        )

    def _exact(self, title: Numbers, body: Numbers) -> float:
        """Weigh the very words that were typed, over title and body."""
        same = self._same
        counts = Counter(same[number] for number in chain(title, body) if number in same)
        return self._bm25(counts, len(title) + len(body), self._averages.body)


class _Grams:
    """Weigh runs of characters, by which word forms, compounds and misspellings are recognised."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary) -> None:
        self._rarities = list(plan.grams.values())
        self._of_word: dict[int, list[int]] = {}
        for place, gram in enumerate(plan.grams):
            for number in vocabulary.with_gram(gram):
                self._of_word.setdefault(number, []).append(place)

    def score(self, numbers: Numbers, average: float) -> float:
        """Score the runs that words here share with the words asked."""
        words = Counter(numbers)
        counts: dict[int, int] = {}
        for number in words.keys() & self._of_word.keys():
            for place in self._of_word[number]:
                counts[place] = counts.get(place, 0) + words[number]
        if not counts:
            return 0.0
        held_back = _held_back(len(numbers), average)
        return sum(
            self._rarities[place] * count * (_SATURATION + 1) / (count + held_back)
            for place, count in counts.items()
        )


def _held_back(length: int, average: float) -> float:
    return _SATURATION * (1 - _LENGTH_MATTERS + _LENGTH_MATTERS * length / (average or 1.0))
