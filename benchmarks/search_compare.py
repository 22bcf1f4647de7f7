"""Measure search beside Whoosh as it comes, on collections of questions with known answers.

    python -m benchmarks.search_compare FOLDER [SET ...]

FOLDER holds a folder per collection, whose name ends with its language (gnome-en), with
documents.jsonl and queries.jsonl. Prints a table in Markdown; times are of this machine, so read
them as ratios within one run.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.analysis import LanguageAnalyzer
from whoosh.fields import STORED, TEXT, Schema
from whoosh.query import Or, Term

from search import Document, build_index, open_index
from search.evaluate import Question, measure, read_documents, read_questions

COLUMNS = ("success@1", "success@5", "mrr@10", "ndcg@10", "p50_ms", "p95_ms")


@dataclass(frozen=True, slots=True)
class Collection:
    name: str
    lang: str
    documents: list[Document]
    questions: list[Question]


def read(folder: Path, names: Sequence[str]) -> Iterator[Collection]:
    for path in sorted(folder.iterdir()):
        if not (path / "documents.jsonl").is_file() or (names and path.name not in names):
            continue
        lang = path.name.rpartition("-")[2]
        documents = read_documents(path / "documents.jsonl", lang=lang)
        questions = read_questions(path / "queries.jsonl", lang=lang)
        yield Collection(path.name, lang, documents, questions)


def ours(collection: Collection, folder: Path) -> Callable[[str], list[str]]:
    build_index(collection.documents, folder)
    opened = open_index(folder)

    def ask(text: str) -> list[str]:
        answer = opened.search(text, lang=collection.lang, limit=10)
        return [hit.document_id for hit in answer.hits]

    return ask


def plain_whoosh(collection: Collection, folder: Path) -> Callable[[str], list[str]]:
    """Two fields, Whoosh's own analyzer of the language, the title twice."""
    analyzer = LanguageAnalyzer(collection.lang)
    schema = Schema(id=STORED, title=TEXT(analyzer=analyzer), body=TEXT(analyzer=analyzer))
    folder.mkdir()
    made = index.create_in(str(folder), schema)
    writer = made.writer(limitmb=256)
    for document in collection.documents:
        body = "\n".join(f"{part.heading}\n{part.text}" for part in document.sections)
        writer.add_document(id=document.id, title=document.title, body=body)
    writer.commit()
    searcher = made.searcher()

    def ask(text: str) -> list[str]:
        words = {token.text for token in analyzer(text)}
        terms = [Term("title", word, boost=2.0) for word in sorted(words)]
        terms += [Term("body", word) for word in sorted(words)]
        return [hit["id"] for hit in searcher.search(Or(terms), limit=10)] if terms else []

    return ask


SYSTEMS = {"plain Whoosh": plain_whoosh, "ours": ours}


def rows(collection: Collection) -> Iterator[tuple[str, float, dict[str, Any]]]:
    for name, system in SYSTEMS.items():
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            ask = system(collection, Path(folder) / "index")
            seconds = time.perf_counter() - started
            measured = measure(ask, collection.questions)
            yield name, seconds, measured.figures()


def main(folder: Path, names: Sequence[str]) -> None:
    print(f"| collection | n | system | {' | '.join(COLUMNS)} | index s |")
    print(f"| --- | --- | --- | {' | '.join('---' for _ in COLUMNS)} | --- |")
    for collection in read(folder, names):
        for name, seconds, figures in rows(collection):
            cells = " | ".join(json.dumps(round(figures[column], 3)) for column in COLUMNS)
            n = figures["n"]
            print(f"| {collection.name} | {n} | {name} | {cells} | {seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
