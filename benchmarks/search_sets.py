"""Read collections of questions with known answers: a folder each, whose name ends with its language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from search import Document
from search.evaluate import Question, read_documents, read_questions


@dataclass(frozen=True, slots=True)
class Collection:
    name: str
    lang: str
    documents: list[Document]
    questions: list[Question]


def read(folder: Path, names: Sequence[str] = (), *, lang: str | None = None) -> Iterator[Collection]:
    """Read the collections of a folder (gnome-en, gnome-hu ...), all or those that are named."""
    for path in sorted(folder.iterdir()):
        language = path.name.rpartition("-")[2]
        if not (path / "documents.jsonl").is_file() or (names and path.name not in names):
            continue
        if lang in (None, language):
            documents = read_documents(path / "documents.jsonl", lang=language)
            questions = read_questions(path / "queries.jsonl", lang=language)
            yield Collection(path.name, language, documents, questions)
