"""Look for weights of evidence that serve all collections of a language at once.

    python -m benchmarks.search_tune FOLDER LANG [SET ...]

FOLDER is as for search_compare. Collects the evidence of every candidate once, then walks the
weights at random and keeps a step only if the mean over the collections gets no worse. Prints the
weights found and what they reach. Put them into search/ranking.py by hand, drawn a little towards
the common ones: the best of one run is always a little too good for questions nobody has asked yet.
"""

import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.search_compare import Collection, read
from search import build_index, open_index
from search.asking import plan_for, rank_plan
from search.query import MOST_CHARACTERS, read_query
from search.ranking import Evidence, weights_of

QUESTIONS = 400
STEPS = 400
# How much success@1, success@5 and mrr@10 count.
WORTH = (0.2, 0.4, 0.4)


@dataclass(frozen=True, slots=True)
class Collected:
    """The evidence of every candidate, whether it is right, and which question it is for."""

    name: str
    evidence: NDArray[np.float64]
    is_right: NDArray[np.bool_]
    question: NDArray[np.int64]
    questions: int

    def figures(self, weights: NDArray[np.float64]) -> tuple[float, float, float]:
        scores = self.evidence @ weights
        best = np.full(self.questions, -np.inf)
        np.maximum.at(best, self.question[self.is_right], scores[self.is_right])
        above = scores > best[self.question]
        places = 1 + np.bincount(self.question, weights=above, minlength=self.questions)
        places[~np.isfinite(best)] = np.inf
        reciprocal = np.where(places <= 10, 1 / places, 0)
        return float(np.mean(places <= 1)), float(np.mean(places <= 5)), float(np.mean(reciprocal))


def collect(collection: Collection) -> Collected:
    asked = [question for question in collection.questions if question.relevant]
    random.Random(1).shuffle(asked)  # noqa: S311  a sample, not a secret
    rows, right, numbers = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        build_index(collection.documents, Path(folder) / "index")
        shelf = open_index(Path(folder) / "index").shelf(collection.lang)
        for number, question in enumerate(asked[:QUESTIONS]):
            text = read_query(question.text.strip()[:MOST_CHARACTERS])
            for found in rank_plan(shelf, plan_for(shelf, text)).found:
                rows.append(found.weighed.evidence)
                right.append(shelf.stored.article(found.number).id in question.relevant)
                numbers.append(number)
    return Collected(
        collection.name, np.array(rows), np.array(right), np.array(numbers), len(asked[:QUESTIONS])
    )


def worth(collected: Sequence[Collected], weights: NDArray[np.float64]) -> float:
    return float(np.mean([np.dot(WORTH, one.figures(weights)) for one in collected]))


def walk(collected: Sequence[Collected], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    chance = np.random.default_rng(0)
    reached = worth(collected, weights)
    for _ in range(STEPS):
        step = weights.copy()
        for place in chance.choice(len(weights), size=chance.integers(1, 4), replace=False):
            step[place] = max(step[place], 0.05) * np.exp(chance.normal() * 0.5)
        if (value := worth(collected, step)) >= reached:
            weights, reached = step, value
    return weights


def show(collected: Sequence[Collected], weights: NDArray[np.float64]) -> None:
    print(", ".join(f"{name}={w:.2f}" for name, w in zip(Evidence._fields, weights, strict=True)))
    for one in collected:
        print(one.name, *(f"{figure:.3f}" for figure in one.figures(weights)))


def main(folder: Path, lang: str, names: Sequence[str]) -> None:
    collected = [collect(one) for one in read(folder, names) if one.lang == lang]
    weights = np.array(weights_of(lang).parts())
    show(collected, weights)
    show(collected, walk(collected, weights))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
