"""What is known of rendered texts without reading them, and what search gets of them, as both are kept."""

import json
import marshal
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from portal.site.client_index import ClientEntry
from portal.site.kept import read_kept, write_kept
from search import Document, Identity, Section

# Later versions of the format write what is used twice in another way, so that bytes would differ.
_ALIKE: Final = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """What others need to know of a rendered text without reading it."""

    anchors: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()
    """The files it links to; it is as good as new while they are there."""
    told: Identity | None = None
    """What search gets; None for a stand-in, which is no page of its language."""
    entry: bytes | None = None
    """What the small index gets (`write_entry`); it is asked for last of all."""


@dataclass(frozen=True, slots=True)
class KeptDocuments:
    """Where documents stand in a file, by identity; whoever has them may read them in another process."""

    file: Path | int
    """An open file's number where it has no name."""
    places: Mapping[Identity, tuple[int, int]]

    def read(self, wanted: Iterable[Identity]) -> Iterator[Document]:
        """Return some documents, each read when it is asked for."""
        with open(self.file, "rb", closefd=isinstance(self.file, Path)) as opened:
            for one in wanted:
                start, size = self.places[one]
                yield read_document(os.pread(opened.fileno(), size, start))

    def held(self) -> "KeptDocuments":
        """Return the same by the number of an open file, which stays even if another takes its name."""
        file = os.open(self.file, os.O_RDONLY) if isinstance(self.file, Path) else os.dup(self.file)
        return KeptDocuments(file, self.places)

    def let_go(self) -> None:
        """Close what `held` has opened."""
        if isinstance(self.file, int):
            os.close(self.file)


class KeptFacts:
    """The facts that the last build kept, by key; each is made of its row when it is asked for."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._rows: dict[str, tuple[Any, ...]] = (read_kept(file) if file else None) or {}
        self._made: dict[str, Facts] = {}

    def get(self, key: str) -> Facts | None:
        """Return facts, or None if there are none by this key."""
        if key not in self._made and key in self._rows:
            self._made[key] = _facts(self._rows[key])
        return self._made.get(key)

    def keep(self, facts: Mapping[str, Facts]) -> None:
        """Keep these facts for the next build, and no others."""
        rows = {
            key: self._rows[key] if self._made.get(key) is one else _row(one) for key, one in facts.items()
        }
        if self._file is not None and rows != self._rows:
            write_kept(self._file, rows)


def write_entry(entry: ClientEntry) -> bytes:
    """Return an entry of the small index as it is kept, the same bytes each time."""
    told = (entry.url, entry.title, entry.summary, entry.words, entry.text_bytes)
    return marshal.dumps(told, _ALIKE)


def read_entry(kept: bytes) -> ClientEntry:
    """Return a kept entry."""
    return ClientEntry(*marshal.loads(kept))  # noqa: S302  within our own file


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


def _row(facts: Facts) -> tuple[Any, ...]:
    told = facts.told
    return (
        sorted(facts.anchors),
        sorted(facts.linked),
        told and (told.id, told.lang, told.digest),
        facts.entry,
    )


def _facts(row: tuple[Any, ...]) -> Facts:
    anchors, linked, told, entry = row
    return Facts(frozenset(anchors), frozenset(linked), told and Identity(*told), entry)
