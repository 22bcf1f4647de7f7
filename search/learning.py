"""What answered questions teach: a question like those that an article answered speaks for that article.

Questions are compared with one another, not with articles, so that an article without lessons is not
held back by statistics of its own: the likeness of the nearest questions, and how much they agree.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import OSA

from search.analysis import Analyzer, get_analyzer, normalise
from search.knowledge import Lesson

_NEAREST: Final = 12
# Questions less alike than this have nothing to say to each other.
_LEAST_LIKENESS: Final = 0.3
# How much the small words and the runs of characters of a question count beside its stems.
_SMALL: Final = 0.4
_GRAM: Final = 0.35
_PAIR: Final = 0.5
# How much likeness decides: the square lets the nearest speak.
_SHARPNESS: Final = 3.0
# So much likeness is missing before agreement is believed: one lesson alone is not proof.
_DOUBT: Final = 0.6
# Less sure than this, nothing is said: one question somewhat like another is not proof.
_LEAST_SURE: Final = 0.1
_SHORTEST_MISSPELLED: Final = 5


class Lessons:
    """Hold the lessons of one language, to be asked by many threads."""

    def __init__(self, lessons: Sequence[Lesson], analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._lessons = tuple(lessons)
        vectors = [Counter(dict(self._features(lesson.question))) for lesson in self._lessons]
        self._df = Counter(feature for vector in vectors for feature in vector)
        self._found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, vector in enumerate(vectors):
            for feature, value in self._weighed(vector).items():
                self._found[feature].append((number, value))

    def __len__(self) -> int:
        return len(self._lessons)

    def speak_for(self, text: str) -> dict[str, float]:
        """Give, by the id of the article, how much the lessons speak for it: from 0 to 1."""
        if not self._lessons:
            return {}
        likeness: dict[int, float] = defaultdict(float)
        for feature, value in self._weighed(dict(self._features(text))).items():
            for number, other in self._found.get(feature, ()):
                likeness[number] += value * other
        nearest = sorted(
            ((like, number) for number, like in likeness.items() if like >= _LEAST_LIKENESS), reverse=True
        )[:_NEAREST]
        votes: dict[str, float] = defaultdict(float)
        best: dict[str, float] = defaultdict(float)
        for like, number in nearest:
            lesson = self._lessons[number]
            votes[lesson.document_id] += lesson.weight * like**_SHARPNESS
            best[lesson.document_id] = max(best[lesson.document_id], like * math.sqrt(lesson.weight))
        total = sum(votes.values()) + _DOUBT
        sure = {identity: best[identity] * votes[identity] / total for identity in votes}
        return {identity: value for identity, value in sure.items() if value >= _LEAST_SURE}

    def _features(self, text: str) -> Iterator[tuple[str, float]]:
        """Take a question apart: stems, pairs of stems and runs of characters, small words for less."""
        words = [token.word for token in self._analyzer.tokens(normalise(text))]
        stems = [self._analyzer.stem(word) for word in words]
        for word, stem in zip(words, stems, strict=True):
            yield f"s {stem}", _SMALL if self._analyzer.is_stop(word) else 1.0
            if not self._analyzer.is_stop(word):
                yield from ((f"g {gram}", _GRAM) for gram in self._analyzer.grams(word))
        yield from ((f"p {left} {right}", _PAIR) for left, right in _pairs(stems))

    def _weighed(self, vector: Mapping[str, float]) -> dict[str, float]:
        """Weigh features by rarity among the lessons and bring the whole to the length 1."""
        count = len(self._lessons)
        weighed = {
            feature: value * math.log(1 + (count + 1) / (1 + self._df[feature]))
            for feature, value in vector.items()
        }
        length = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
        return {feature: value / length for feature, value in weighed.items()}


def _pairs(stems: Sequence[str]) -> Iterable[tuple[str, str]]:
    return pairwise(stems)


def cluster_questions(questions: Sequence[str], lang: str) -> list[int]:
    """Give each question the number of its cluster: the same words in any form and order, spelled alike.

    A cluster has the number of its first question.
    """
    analyzer = get_analyzer(lang)
    keys = [_key(question, analyzer) for question in questions]
    first: dict[frozenset[str], int] = {}
    by_length: dict[int, list[frozenset[str]]] = defaultdict(list)
    numbers = []
    for number, key in enumerate(keys):
        if key not in first:
            near = next((other for other in by_length[len(key)] if _is_misspelled(key, other)), None)
            first[key] = first[near] if near is not None else number
            by_length[len(key)].append(key)
        numbers.append(first[key])
    return numbers


def _key(question: str, analyzer: Analyzer) -> frozenset[str]:
    words = [token.word for token in analyzer.tokens(normalise(question))]
    telling = [word for word in words if not analyzer.is_stop(word)] or words
    return frozenset(analyzer.fold(analyzer.stem(word)) for word in telling)


def _is_misspelled(key: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two sets of stems differ in the spelling of one long word at most."""
    mine, others = key - other, other - key
    if len(mine) != 1 or len(others) != 1:
        return False
    (word,), (meant,) = mine, others
    return min(len(word), len(meant)) >= _SHORTEST_MISSPELLED and OSA.distance(word, meant) <= 1
