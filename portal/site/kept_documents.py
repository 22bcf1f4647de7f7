"""What search gets of rendered texts, as it is kept, and how another process gets to read it."""

import json
import marshal
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.site.pack import Place, read_piece
from search import Document, Identity, Section


@dataclass(frozen=True, slots=True)
class KeptDocuments:
    """Where documents stand in a file, by identity; whoever has them may read them in another process."""

    file: Path | int
    """An open file's number where it has no name."""
    places: Mapping[Identity, Place]

    def read(self, wanted: Iterable[Identity]) -> Iterator[Document]:
        """Return some documents, each read when it is asked for; raise OSError for one that is damaged."""
        with open(self.file, "rb", closefd=isinstance(self.file, Path)) as opened:
            for one in wanted:
                yield read_document(read_piece(opened.fileno(), self.places[one]))

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as one piece: thousands of objects would take their time."""
        rows = [(one.id, one.lang, one.digest, place) for one, place in self.places.items()]
        return _unpacked, (self.file, marshal.dumps(rows))

    def held(self) -> "KeptDocuments":
        """Return the same by the number of an open file, which stays even if another takes its name."""
        file = os.open(self.file, os.O_RDONLY) if isinstance(self.file, Path) else os.dup(self.file)
        return KeptDocuments(file, self.places)

    def let_go(self) -> None:
        """Close what `held` has opened."""
        if isinstance(self.file, int):
            os.close(self.file)


def write_document(document: Document) -> bytes:
    """Return a document as it is kept."""
    sections = [(part.heading, part.anchor, part.text) for part in document.sections]
    told = (document.id, document.lang, document.title, document.url, document.summary, document.category)
    return json.dumps([*told, sections, document.questions, document.keywords]).encode()


def read_document(kept: bytes) -> Document:
    """Return a kept document."""
    id_, lang, title, url, summary, category, sections, questions, keywords = json.loads(kept)
    return Document(
        id=id_,
        lang=lang,
        title=title,
        url=url,
        summary=summary,
        category=category,
        sections=tuple(Section(*part) for part in sections),
        questions=tuple(questions),
        keywords=tuple(keywords),
    )


def _unpacked(file: Path | int, rows: bytes) -> KeptDocuments:
    places = {Identity(*told): place for *told, place in marshal.loads(rows)}  # noqa: S302  our own
    return KeptDocuments(file, places)
