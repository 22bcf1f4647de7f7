"""Measure what answered questions teach: some questions of a collection teach, others are asked.

    python -m benchmarks.search_learning FOLDER SET [SET ...]

FOLDER is as for search_compare. Half of the questions, taken at random, are asked; of the other half
10, 25 and 50 % of all questions teach. Repeated over several random halves; each question's own share
of first places, taught and untaught, is compared by a permutation test (signs changed at random), so
that a question that was asked in many halves counts once.
"""

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.search_sets import Collection, read
from search import Lesson, build_index, open_index
from search.asking import plan_for, rank_plan
from search.evaluate import Question, as_asked
from search.learning import Lessons
from search.query import read_query, respell
from search.shelf import Shelf

SHARES: Final = (0.1, 0.25, 0.5)
HALVES: Final = 20
PERMUTATIONS: Final = 10_000
SEED: Final = 20261121
FIRST: Final = (1, 5)

Array = NDArray[Any]


def taught(shelf: Shelf, ids: dict[str, int], questions: Sequence[Question]) -> Shelf:
    lessons = [Lesson(one.text, right) for one in questions for right in sorted(one.relevant)]
    return replace(shelf, lessons=Lessons(lessons, shelf.analyzer), numbers=ids)


def succeeds(shelf: Shelf, question: Question) -> tuple[bool, ...]:
    """Tell whether a right article stands first, and among the first five."""
    text = respell(read_query(as_asked(question.text)), shelf.reader)
    found = rank_plan(shelf, plan_for(shelf, text)).found[: max(FIRST)]
    right = [shelf.stored.article(one.number).id in question.relevant for one in found]
    return tuple(any(right[:first]) for first in FIRST)


def measure(collection: Collection, shelf: Shelf) -> None:
    ids = {shelf.stored.article(number).id: number for number in range(len(shelf.stored))}
    questions = [one for one in collection.questions if one.relevant]
    untaught = np.array([succeeds(shelf, one) for one in questions], float)
    chance = np.random.default_rng(SEED)
    sums = {share: np.zeros((len(questions), len(FIRST))) for share in SHARES}
    asked_times = np.zeros(len(questions))
    for _ in range(HALVES):
        order = chance.permutation(len(questions))
        asked, rest = order[: len(order) // 2], order[len(order) // 2 :]
        asked_times[asked] += 1
        for share in SHARES:
            wise = taught(shelf, ids, [questions[at] for at in rest[: round(share * len(order))]])
            sums[share][asked] += [succeeds(wise, questions[at]) for at in asked]
    counted = asked_times > 0
    for share in SHARES:
        gained = sums[share][counted] / asked_times[counted, None] - untaught[counted]
        cells = []
        for at in range(len(FIRST)):
            before = untaught[counted, at].mean()
            cells.append(f"{before:.3f} | {before + gained[:, at].mean():.3f} | {worse(gained[:, at]):.3f}")
        print(f"| {collection.name} | {share:.0%} | {' | '.join(cells)} |", flush=True)


def worse(gained: Array) -> float:
    """Give the chance of so low a mean, or a lower one, if teaching changed nothing."""
    chance = np.random.default_rng(SEED)
    changed = gained[gained != 0]
    signs = chance.choice((-1.0, 1.0), (PERMUTATIONS, len(changed)))
    return float((signs @ np.abs(changed) <= changed.sum() + 1e-9).mean())


def main(folder: Path, names: Sequence[str]) -> None:
    heads = " | ".join(f"untaught @{first} | taught @{first} | p (worse)" for first in FIRST)
    print(f"| collection | taught by | {heads} |\n| --- | --- |{' --- |' * 3 * len(FIRST)}")
    for collection in read(folder, names):
        with tempfile.TemporaryDirectory() as path:
            build_index(collection.documents, Path(path) / "index")
            measure(collection, open_index(Path(path) / "index").shelf(collection.lang))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
