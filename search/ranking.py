"""How evidence is added up: each way an article can match has a weight, in one table per language.

All evidence is of the BM25 kind: rare words say more, repetition says less each time, long texts
are held back. How it is collected is told in weighing.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Final, NamedTuple


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
    whole: float = 0.0
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
    whole: float = 0.5
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
