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
    small: float = 0.0
    whole: float = 0.0
    same: float = 0.0
    keyword: float = 0.0
    covered: float = 0.0
    title_grams: float = 0.0
    body_grams: float = 0.0
    beginning: float = 0.0
    latent: float = 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Say how much each kind of evidence counts."""

    title: float = 1.2
    body: float = 0.5
    exact: float = 0.15
    passage: float = 0.6
    pair: float = 0.2
    question: float = 4.0
    small: float = 1.0
    whole: float = 0.5
    same: float = 3.0
    keyword: float = 2.5
    covered: float = 0.2
    title_grams: float = 0.6
    body_grams: float = 0.2
    beginning: float = 0.2
    latent: float = 0.3

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
            title=0.7,
            body=0.08,
            exact=0.45,
            passage=0.85,
            pair=0.9,
            question=4.6,
            small=2.0,
            whole=0.45,
            keyword=1.8,
            covered=0.25,
            title_grams=0.28,
            body_grams=0.08,
            beginning=0.17,
            latent=0.45,
        ),
        "ru": Weights(
            title=0.75,
            body=0.35,
            exact=0.16,
            passage=0.25,
            pair=0.2,
            small=1.7,
            whole=0.4,
            covered=0.42,
            title_grams=0.4,
            body_grams=0.05,
            beginning=0.65,
            latent=0.55,
        ),
        "hu": Weights(
            title=0.9,
            body=0.3,
            exact=0.06,
            passage=0.5,
            pair=0.15,
            small=1.2,
            whole=0.4,
            covered=0.15,
            title_grams=0.68,
            body_grams=0.28,
            beginning=0.4,
            latent=1.0,
        ),
    }
)


def weights_of(lang: str) -> Weights:
    """Give the weights of a language; one that was never tuned has the common ones."""
    return WEIGHTS.get(lang, _DEFAULT)
