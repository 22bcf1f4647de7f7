"""Measure search on questions whose right articles are known.

success@k is the share of questions with a right article among the first k hits, mrr@10 the mean of
one over its place, ndcg@10 counts every right article, discounted by its place. All are taken over
questions that have an answer; the times are over all questions. Of the lists that put a person first,
no_answer_precision is the share whose question has no answer; of the questions that have none,
no_answer_recall is the share whose list puts a person first.
"""

import json
import math
import re
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from search.analysis import normalise
from search.documents import Document, Section
from search.errors import DocumentsInvalid
from search.query import MOST_CHARACTERS
from search.searching import SearchIndex

_DEPTH: Final = 10
_HEADING: Final = re.compile(r"^#{1,6}[ \t]+(.+)$", re.MULTILINE)
_LINK: Final = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")


@dataclass(frozen=True, slots=True)
class Question:
    """Hold one question and the ids of the articles that answer it; none: nothing does."""

    text: str
    relevant: frozenset[str]
    intent: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """Hold how well and how fast questions were answered. NaN: there was nothing to measure."""

    n: int
    success_at_1: float
    success_at_5: float
    mrr_at_10: float
    ndcg_at_10: float
    p50_ms: float
    p95_ms: float
    no_answer_precision: float = math.nan
    no_answer_recall: float = math.nan

    def figures(self) -> dict[str, float | int]:
        """Give the figures by their usual names."""
        figures = {
            "n": self.n,
            "success@1": round(self.success_at_1, 4),
            "success@5": round(self.success_at_5, 4),
            "mrr@10": round(self.mrr_at_10, 4),
            "ndcg@10": round(self.ndcg_at_10, 4),
            "p50_ms": round(self.p50_ms, 2),
            "p95_ms": round(self.p95_ms, 2),
            "no_answer_precision": round(self.no_answer_precision, 4),
            "no_answer_recall": round(self.no_answer_recall, 4),
        }
        # Where every question has an answer, and none was thought to lack one, there is nothing to tell.
        return {
            name: figure for name, figure in figures.items() if not math.isnan(figure) or "no_" not in name
        }


def read_documents(path: Path, *, lang: str) -> list[Document]:
    """Read articles of a language from lines of JSON: id, title, body in Markdown, and lang.

    Raise DocumentsInvalid with file and line for a line that is none.
    """
    documents = []
    for place, row in _rows(path):
        if row.get("lang", lang) != lang:
            continue
        body = _text(row, "body", place)
        documents.append(
            Document(
                id=_text(row, "id", place),
                lang=lang,
                title=_text(row, "title", place),
                sections=tuple(_sections(body)),
            )
        )
    if not documents:
        raise DocumentsInvalid(f"{path} has no documents in the language {lang!r}.")
    return documents


def read_questions(path: Path, *, lang: str) -> list[Question]:
    """Read questions of a language from lines of JSON: text, relevant or intent, and lang."""
    questions = []
    for place, row in _rows(path):
        if row.get("lang", lang) != lang:
            continue
        relevant = row.get("relevant", [])
        if not isinstance(relevant, list):
            raise DocumentsInvalid(f"{place}: `relevant` must be a list of document ids.")
        ids = frozenset(str(identity) for identity in relevant)
        questions.append(Question(_text(row, "text", place), ids, str(row.get("intent", ""))))
    if not questions:
        raise DocumentsInvalid(f"{path} has no questions in the language {lang!r}.")
    return questions


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentsInvalid(f"Cannot read {path}: {error}.") from error
    for number, line in enumerate(lines, start=1):
        place = f"{path}, line {number}"
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise DocumentsInvalid(f"{place}: not JSON ({error}). Write one object a line.") from None
        if not isinstance(row, dict):
            raise DocumentsInvalid(f"{place}: {type(row).__name__} instead of an object.")
        yield place, row


def _text(row: dict[str, Any], key: str, place: str) -> str:
    if not isinstance(value := row.get(key), str):
        raise DocumentsInvalid(f"{place}: `{key}` must be a text.")
    return value


def _sections(markdown: str) -> Iterator[Section]:
    """Cut Markdown at its headings; of links and pictures only the text is read."""
    parts = _HEADING.split(_LINK.sub(r"\1", markdown))
    for heading, text in zip(["", *parts[1::2]], parts[0::2], strict=True):
        if heading or text.strip():
            yield Section(heading=heading.strip(), anchor="", text=text)


def evaluate(
    index: SearchIndex,
    questions: Sequence[Question],
    *,
    lang: str,
    on_progress: Callable[[int, int], None] | None = None,
    seconds: Callable[[], float] = time.perf_counter,
) -> Measurement:
    """Ask an index all questions and measure the answers."""

    doubted: list[bool] = []

    def ask(text: str) -> list[str]:
        answer = index.search(text, lang=lang, limit=_DEPTH)
        doubted.append(answer.is_person_first)
        return [hit.document_id for hit in answer.hits]

    measured = measure(ask, questions, on_progress=on_progress, seconds=seconds)
    rightly = sum(is_doubted and not one.relevant for is_doubted, one in zip(doubted, questions, strict=True))
    unanswered = sum(not question.relevant for question in questions)
    return replace(
        measured,
        no_answer_precision=rightly / sum(doubted) if sum(doubted) and unanswered else math.nan,
        no_answer_recall=rightly / unanswered if unanswered else math.nan,
    )


def measure(
    ask: Callable[[str], Sequence[str]],
    questions: Sequence[Question],
    *,
    on_progress: Callable[[int, int], None] | None = None,
    seconds: Callable[[], float] = time.perf_counter,
) -> Measurement:
    """Ask anything that names articles, the best first, and measure its answers."""
    places: list[list[int]] = []
    ideals: list[int] = []
    times: list[float] = []
    for done, question in enumerate(questions, start=1):
        text = as_asked(question.text)
        started = seconds()
        ids = ask(text)
        times.append(1000 * (seconds() - started))
        if question.relevant:
            places.append(_places(ids, question.relevant))
            ideals.append(min(len(question.relevant), _DEPTH))
        if on_progress is not None:
            on_progress(done, len(questions))
    firsts = [place[0] if place else math.inf for place in places]
    return Measurement(
        n=len(places),
        success_at_1=_mean([first <= 1 for first in firsts]),
        success_at_5=_mean([first <= 5 for first in firsts]),
        mrr_at_10=_mean([1 / first for first in firsts]),
        ndcg_at_10=_mean([_gain(p) / _gain(range(1, i + 1)) for p, i in zip(places, ideals, strict=True)]),
        p50_ms=_quantile(times, 0.50),
        p95_ms=_quantile(times, 0.95),
    )


def as_asked(text: str) -> str:
    """Cut a text to what fits the box, as a person would have to; a blank one asks nothing."""
    return normalise(text)[:MOST_CHARACTERS].strip() or "?"


def _places(ids: Sequence[str], relevant: Collection[str]) -> list[int]:
    return [place for place, identity in enumerate(ids, start=1) if identity in relevant]


def _gain(places: Sequence[int]) -> float:
    return sum(1 / math.log2(1 + place) for place in places)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan


def _quantile(values: Sequence[float], share: float) -> float:
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
