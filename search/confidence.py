"""How sure we are that a list of results answers the question: one number, calibrated.

What is weighed does not depend on the size of a collection or on its weights of evidence, so that one
threshold serves all. The coefficients are of a logistic regression over questions with and without an
answer, in three languages; on half of the shop bots' questions, that it had not seen, it finds as many
questions without an answer as the best threshold of the score, with fewer false alarms (benchmarks/).
"""

import math
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from search.asking import Ranking

# Below this, the way to a person comes before the results.
PERSON_FIRST_BELOW: Final = 0.45
# From this on, the best passage may stand above the results by itself.
INSTANT_FROM: Final = 0.8
_FIFTH: Final = 5
_AGREEING: Final = 20
_WITNESSES: Final = ("title", "passage", "title_grams", "body", "body_grams")


class Signs(NamedTuple):
    """Hold what tells a good list from a bad one.

    `lead` is how far the first hit is ahead of the fifth, as a share; `asked` how much the words say
    in all; `score` that of the first hit, both as logarithms; `agreement` the share of the kinds of
    evidence that name the first hit, too; `pairs` and `letters` are words found together and runs of
    characters found, each as a share of what was asked.
    """

    lead: float
    asked: float
    score: float
    agreement: float
    pairs: float
    letters: float


_COEFFICIENTS: Final = Signs(lead=1.16, asked=-0.65, score=1.37, agreement=1.09, pairs=1.45, letters=0.38)
_INTERCEPT: Final = -4.03


def confidence_of(ranking: "Ranking") -> float:
    """Give the probability that the first hits answer the question; 0 if there are none."""
    if not ranking.found:
        return 0.0
    signs = signs_of(ranking)
    total = _INTERCEPT + sum(weight * sign for weight, sign in zip(_COEFFICIENTS, signs, strict=True))
    return round(1 / (1 + math.exp(-total)), 4)


def signs_of(ranking: "Ranking") -> Signs:
    """Read the signs off a list that is not empty."""
    first = ranking.found[0]
    evidence = first.weighed.evidence
    asked = sum(term.weight for term in ranking.plan.terms) or 1.0
    fifth = ranking.found[_FIFTH - 1].score if len(ranking.found) >= _FIFTH else 0.0
    return Signs(
        lead=(first.score - fifth) / first.score,
        asked=math.log(asked),
        score=math.log(1 + first.score),
        agreement=ranking.agreement(_WITNESSES, among=_AGREEING),
        pairs=evidence.pair / asked,
        letters=evidence.body_grams / (sum(ranking.plan.grams.values()) or 1.0),
    )
