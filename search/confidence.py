"""How sure we are that a list of results answers the question: one number, calibrated.

What is weighed hardly depends on the size of a collection, so that one threshold serves all. The
coefficients are of a logistic regression over questions with and without an answer, in three languages
(benchmarks/search_confidence.py). On halves of two shops' questions that it had not seen, it finds nine
in ten of those without an answer with 70 in 100 doubts justified; the score alone, with 59.
"""

import math
from operator import mul
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from search.asking import Ranking

# Below this, the way to a person comes before the results.
PERSON_FIRST_BELOW: Final = 0.6
# From this on, the best passage may stand above the results by itself.
INSTANT_FROM: Final = 0.8
_FIFTH: Final = 5
_AGREEING: Final = 20
_WITNESSES: Final = ("title", "passage", "title_grams", "covered", "latent")


class Signs(NamedTuple):
    """Hold what tells a good list from a bad one.

    `lead` is how far the first hit is ahead of the fifth and `margin` of the second, as shares; `asked`
    how much the words say in all; `score` that of the first hit, both as logarithms; `answered` its
    share in what was asked; `agreement` the share of the kinds of evidence that name the first hit,
    too; the others are what the first hit has of what was asked: words anywhere, in its title, in its
    best passage, found together, alike in letters, along the latent axes, in its wording; `unknown` is
    the share of the words that no article has.
    """

    lead: float
    margin: float
    asked: float
    score: float
    answered: float
    agreement: float
    covered: float
    title: float
    passage: float
    pairs: float
    letters: float
    latent: float
    latent_title: float
    whole: float
    unknown: float


_COEFFICIENTS: Final = Signs(
    lead=0.83,
    margin=-0.15,
    asked=0.22,
    score=0.71,
    answered=0.05,
    agreement=1.01,
    covered=0.29,
    title=0.13,
    passage=0.49,
    pairs=3.11,
    letters=0.63,
    latent=-0.53,
    latent_title=0.08,
    whole=1.56,
    unknown=-1.48,
)
_INTERCEPT: Final = -3.98


def confidence_of(ranking: "Ranking") -> float:
    """Give the probability that the first hits answer the question; 0 if there are none."""
    if not ranking.found:
        return 0.0
    signs = signs_of(ranking)
    total = _INTERCEPT + sum(map(mul, _COEFFICIENTS, signs))
    return round(1 / (1 + math.exp(-total)), 4)


def signs_of(ranking: "Ranking") -> Signs:
    """Read the signs off a list that is not empty."""
    (evidence,) = ranking.weighing.evidence(ranking.found.places(1))
    asked = sum([term.weight for term in ranking.plan.terms]) or 1.0
    score, second, _, _, fifth, *_ = ranking.found.scores(_FIFTH) + [0.0] * _FIFTH
    return Signs(
        lead=(score - fifth) / score,
        margin=(score - second) / score,
        asked=math.log(asked),
        score=math.log(1 + score),
        answered=score / asked,
        agreement=ranking.agreement(_WITNESSES, among=_AGREEING),
        covered=math.sqrt(evidence.covered / asked),
        title=evidence.title / asked,
        passage=evidence.passage / asked,
        pairs=evidence.pair / asked,
        letters=evidence.title_grams / (sum(ranking.plan.grams.values()) or 1.0),
        latent=evidence.latent / asked,
        latent_title=evidence.latent_title / asked,
        whole=evidence.whole / asked,
        unknown=1 - ranking.plan.known_share,
    )
