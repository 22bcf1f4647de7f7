"""Collect the evidence for every candidate of every question once: weights are then cheap to try."""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import search
from benchmarks.search_sets import Collection
from search import Document, build_index, open_index
from search.asking import plan_for, rank_plan
from search.evaluate import Question, as_asked
from search.query import read_query, respell
from search.ranking import Evidence
from search.shelf import Shelf

Array = NDArray[Any]
_DEEPEST: Final = 10
_WEIGHTS_ONLY: Final = ("ranking.py", "confidence.py")


@dataclass(frozen=True, slots=True)
class Collected:
    """The evidence of every candidate, which question it is for, and whether it is right.

    `repeats` names by its number the article that a candidate repeats, or itself.
    """

    name: str
    evidence: Array
    question: Array
    is_right: Array
    repeats: Array
    questions: int

    def only(self, keep: Array) -> "Collected":
        """Give a part of the questions, told by a truth value each."""
        rows = keep[self.question]
        number = np.cumsum(keep) - 1
        return Collected(
            self.name,
            self.evidence[rows],
            number[self.question[rows]],
            self.is_right[rows],
            self.repeats[rows],
            int(keep.sum()),
        )

    def places(self, weights: Array) -> Array:
        """Give the place of the first right candidate of each question; infinite if there is none."""
        scores = self.evidence @ weights
        best = np.full(self.questions, -np.inf)
        np.maximum.at(best, self.question[self.is_right], scores[self.is_right])
        above = scores > best[self.question]
        # What repeats another one above the right one stands behind both.
        kept = np.unique(np.column_stack([self.question[above], self.repeats[above]]), axis=0)
        places = 1.0 + np.bincount(kept[:, 0], minlength=self.questions)
        places[~np.isfinite(best)] = np.inf
        return places

    def figures(self, weights: Array) -> Array:
        """Give success@1, success@5 and mrr@10."""
        places = self.places(weights)
        reciprocal = np.where(places <= _DEEPEST, 1 / places, 0)
        return np.array([np.mean(places <= 1), np.mean(places <= 5), np.mean(reciprocal)])


def collect(collection: Collection, cache: Path | None) -> Collected:
    """Collect the evidence of a collection, or read what was kept of it while neither has changed."""
    kept = cache / f"{collection.name}-{_fingerprint(collection)}.npz" if cache is not None else None
    if kept is not None and kept.is_file():
        with np.load(kept) as arrays:
            return Collected(
                collection.name,
                **{name: arrays[name] for name in _ARRAYS},
                questions=int(arrays["questions"]),
            )
    with tempfile.TemporaryDirectory() as folder:
        build_index(collection.documents, Path(folder) / "index")
        shelf = open_index(Path(folder) / "index").shelf(collection.lang)
        collected = collect_from(shelf, collection.name, collection.questions)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        arrays = {name: getattr(collected, name) for name in _ARRAYS}
        np.savez(kept, **arrays, questions=collected.questions)
    return collected


_ARRAYS: Final = ("evidence", "question", "is_right", "repeats")


def collect_from(shelf: Shelf, name: str, questions: Iterable[Question]) -> Collected:
    """Ask an open shelf all questions that have an answer."""
    ids = [shelf.stored.article(number).id for number in range(len(shelf.stored))]
    asked = [question for question in questions if question.relevant]
    rows = list(_rows(shelf, ids, asked))
    return Collected(
        name,
        np.array([row[0] for row in rows], np.float32),
        np.array([row[1] for row in rows], np.int64),
        np.array([row[2] for row in rows], bool),
        np.array([row[3] for row in rows], np.int64),
        len(asked),
    )


def _rows(
    shelf: Shelf, ids: Sequence[str], questions: Sequence[Question]
) -> Iterator[tuple[Evidence, int, bool, int]]:
    for place, question in enumerate(questions):
        text = respell(read_query(as_asked(question.text)), shelf.reader)
        ranking = rank_plan(shelf, plan_for(shelf, text))
        for found, evidence in zip(ranking.found, ranking.evidence(ranking.found), strict=True):
            number = found.number
            original = shelf.repeats.get(number, number)
            yield evidence, place, ids[number] in question.relevant, original


def _fingerprint(collection: Collection) -> str:
    """Name the state of a collection and of all that its evidence is made by, but for the weights."""
    digest = hashlib.sha256()
    root = Path(search.__file__).parent
    for path in sorted(root.rglob("*.py")):
        if path.name not in _WEIGHTS_ONLY:
            digest.update(path.read_bytes())
    digest.update(repr(Evidence._fields).encode())
    for document in collection.documents:
        digest.update(repr(_plain(document)).encode())
    for question in collection.questions:
        digest.update(repr((question.text, sorted(question.relevant))).encode())
    return digest.hexdigest()[:16]


def _plain(document: Document) -> tuple[object, ...]:
    return document.id, document.title, document.sections, document.questions, document.keywords
