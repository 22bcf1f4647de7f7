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
    beginning: float = 0.0
    latent: float = 0.0
    latent_title: float = 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Say how much each kind of evidence counts."""

    title: float = 0.49
    exact: float = 0.47
    passage: float = 0.64
    pair: float = 0.66
    question: float = 4.47
    small: float = 1.47
    whole: float = 0.83
    same: float = 3.1
    keyword: float = 1.59
    covered: float = 0.39
    title_grams: float = 0.16
    beginning: float = 0.43
    latent: float = 0.49
    latent_title: float = 0.52

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
            title=0.54,
            exact=0.86,
            passage=0.88,
            pair=1.39,
            question=4.5,
            small=1.59,
            whole=1.29,
            same=1.5,
            keyword=1.8,
            covered=0.36,
            title_grams=0.08,
            beginning=0.21,
            latent=0.39,
            latent_title=0.52,
        ),
        "ru": Weights(
            title=0.94,
            exact=0.26,
            passage=0.22,
            pair=0.06,
            question=4.5,
            small=1.82,
            whole=0.23,
            same=3.1,
            keyword=3.0,
            covered=0.38,
            title_grams=0.07,
            beginning=0.54,
            latent=0.57,
            latent_title=0.52,
        ),
        "hu": Weights(
            title=0.23,
            exact=0.02,
            passage=0.49,
            pair=0.17,
            question=4.5,
            small=0.86,
            whole=0.42,
            same=2.6,
            keyword=1.8,
            covered=0.21,
            title_grams=0.19,
            beginning=0.62,
            latent=0.93,
            latent_title=0.38,
        ),
    }
)


def weights_of(lang: str) -> Weights:
    """Give the weights of a language; one that was never tuned has the common ones."""
    return WEIGHTS.get(lang, _DEFAULT)
