"""Fit and measure how surely search knows that it has no answer.

    python -m benchmarks.search_confidence FOLDER [SET ...]

FOLDER is as for search_compare; SET are the collections with questions that have no answer, by default
the two shop bots. Questions of the other collections take part, too: where they have an answer, and
asked of a collection that has none for them. A logistic regression is fitted on half of all of them and
measured on the other half, over several random halves, beside the best threshold of the first score,
which is fitted on the same half. Then it is fitted on everything: put what is printed into
search/confidence.py.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.search_sets import Collection, read
from search import build_index, open_index
from search.asking import plan_for, rank_plan
from search.confidence import Signs, signs_of
from search.evaluate import as_asked
from search.query import read_query, respell
from search.shelf import Shelf

WITHOUT_ANSWERS: Final = ("shopbot-curekart-en", "shopbot-sofmattress-en")
SAMPLE: Final = 120
SPLITS: Final = 20
SEED: Final = 20261121
PULL: Final = 0.01
# Questions of other collections count this much beside those of real customers without an answer.
OTHERS: Final = 0.3

NOTHING: Final = Signs(*[0.0] * len(Signs._fields))

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """The signs and the first score of each question, whether it has an answer, and how much it counts."""

    signs: Array
    score: Array
    is_answered: Array
    is_customers: Array

    def only(self, keep: Array) -> "Asked":
        return Asked(self.signs[keep], self.score[keep], self.is_answered[keep], self.is_customers[keep])

    @property
    def counts(self) -> Array:
        return np.where(self.is_customers, 1.0, OTHERS)


def ask(shelf: Shelf, text: str) -> tuple[Signs, float]:
    """Give the signs and the first score; nothing but noughts if nothing was found."""
    ranking = rank_plan(shelf, plan_for(shelf, respell(read_query(as_asked(text)), shelf.reader)))
    return (signs_of(ranking), ranking.found[0].score) if ranking.found else (NOTHING, 0.0)


def rows(collections: Sequence[Collection], real: Sequence[str]) -> Iterator[tuple[Signs, float, bool, bool]]:
    """Ask each collection its own questions, and a sample of those of the others in its language."""
    chance = Random(SEED)  # noqa: S311  a sample, not a secret
    for collection in collections:
        is_real = collection.name in real
        own = collection.questions if is_real else chance.sample(collection.questions, SAMPLE)
        asked = [(one.text, bool(one.relevant), is_real) for one in own]
        for other in collections:
            if (
                other.name != collection.name
                and other.lang == collection.lang
                and not _are_kin(other, collection)
            ):
                asked += [(one.text, False, False) for one in chance.sample(_answered(other), SAMPLE // 4)]
        with tempfile.TemporaryDirectory() as folder:
            build_index(collection.documents, Path(folder) / "index")
            shelf = open_index(Path(folder) / "index").shelf(collection.lang)
            for text, is_answered, is_customers in asked:
                yield *ask(shelf, text), is_answered, is_customers


def _are_kin(one: Collection, other: Collection) -> bool:
    """Tell whether questions of one may well have an answer in the other: two shops."""
    return one.name.partition("-")[0] == other.name.partition("-")[0]


def _answered(collection: Collection) -> list[Any]:
    return [one for one in collection.questions if one.relevant]


def fit(asked: Asked) -> Array:
    """Give the coefficients, the last of which belongs to no sign, from lists that are not empty."""
    asked = asked.only(asked.score > 0)
    ones = np.column_stack([asked.signs, np.ones(len(asked.signs))])
    spread = np.append(asked.signs.std(axis=0), 0.0)
    side = np.where(asked.is_answered, 1.0, -1.0)
    counts = asked.counts / asked.counts.sum()

    def loss(weights: Array) -> tuple[float, Array]:
        margins = side * (ones @ weights)
        pulled = weights * spread
        value = counts @ np.logaddexp(0, -margins) + PULL * pulled @ pulled
        slope = -(counts * side / (1 + np.exp(margins))) @ ones + 2 * PULL * pulled * spread
        return float(value), slope

    return np.asarray(minimize(loss, np.zeros(ones.shape[1]), jac=True, method="L-BFGS-B").x)


def sureness(weights: Array, asked: Asked) -> Array:
    sure = 1 / (1 + np.exp(-(asked.signs @ weights[:-1] + weights[-1])))
    return np.where(asked.score > 0, sure, 0.0)


def best_threshold(values: Array, asked: Asked) -> float:
    """Give the value below which doubting reaches the largest F1 on customers' questions."""
    real = asked.is_customers
    values, missing = values[real], ~asked.is_answered[real]
    order = np.sort(values)
    return float(max(order, key=lambda at: f1(*rates(values < at, missing))))


def rates(doubted: Array, missing: Array) -> tuple[float, float]:
    rightly = float((doubted & missing).sum())
    return rightly / max(float(doubted.sum()), 1.0), rightly / max(float(missing.sum()), 1.0)


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def average_precision(values: Array, missing: Array) -> float:
    hits = missing[np.argsort(values, kind="stable")]
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1))[hits].mean())


def area(values: Array, missing: Array) -> float:
    """Give the chance that a question without an answer is doubted more than one that has one."""
    low, high = values[missing], values[~missing]
    less = (low[:, None] < high[None, :]).mean() + 0.5 * (low[:, None] == high[None, :]).mean()
    return float(less)


def precision_at(values: Array, missing: Array, recall: float) -> float:
    """Give the precision where this share of the questions without an answer is found."""
    at = np.sort(values[missing])[max(0, int(np.ceil(recall * missing.sum())) - 1)]
    return rates(values <= at, missing)[0]


def figures(values: Array, threshold: float, asked: Asked) -> dict[str, float]:
    missing = ~asked.is_answered
    precision, recall = rates(values < threshold, missing)
    return {
        "precision": precision,
        "recall": recall,
        "F1": f1(precision, recall),
        **{f"precision at recall {at}": precision_at(values, missing, at) for at in (0.8, 0.9)},
        "average precision": average_precision(values, missing),
        "AUC": area(values, missing),
    }


def measure(asked: Asked) -> dict[str, dict[str, float]]:
    """Give the mean figures on the halves that were not seen."""
    chance = np.random.default_rng(SEED)
    found: dict[str, list[dict[str, float]]] = {}
    for _ in range(SPLITS):
        is_seen = chance.permutation(len(asked.score)) % 2 == 0
        seen, unseen = asked.only(is_seen), asked.only(~is_seen)
        weights = fit(seen)
        threshold, plain = best_threshold(sureness(weights, seen), seen), best_threshold(seen.score, seen)
        for kind, part in (("customers", unseen.is_customers), ("other collections", ~unseen.is_customers)):
            some = unseen.only(part)
            found.setdefault(f"{kind}: threshold of the score", []).append(figures(some.score, plain, some))
            found.setdefault(f"{kind}: confidence", []).append(
                figures(sureness(weights, some), threshold, some)
            )
    return {
        name: {key: float(np.mean([one[key] for one in all_])) for key in all_[0]}
        for name, all_ in found.items()
    }


def show(measured: Mapping[str, Mapping[str, float]]) -> None:
    names = list(next(iter(measured.values())))
    print(f"| on the unseen half | {' | '.join(names)} |\n| --- |{' --- |' * len(names)}")
    for kind, found in measured.items():
        print(f"| {kind} | {' | '.join(f'{found[name]:.3f}' for name in names)} |")


def main(folder: Path, names: Sequence[str]) -> None:
    told = list(rows(list(read(folder)), names or WITHOUT_ANSWERS))
    signs, scores, answered, customers = zip(*told, strict=True)
    asked = Asked(np.array(signs), np.array(scores), np.array(answered), np.array(customers))
    show(measure(asked))
    weights = fit(asked)
    print(
        "Signs(" + ", ".join(f"{n}={w:.2f}" for n, w in zip(Signs._fields, weights[:-1], strict=True)) + ")"
    )
    print(f"intercept {weights[-1]:.2f}; doubt below {best_threshold(sureness(weights, asked), asked):.3f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
