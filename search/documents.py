"""Turn an article into passages: the pieces of text that are compared, ranked and shown.

Text is plain text here. Whoever renders Markdown does so before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from typing import Final, Self

from search.analysis.text import normalise

# A passage of this many characters is about what a reader takes in at one glance.
PASSAGE_CHARACTERS: Final = 700
DIGEST_BYTES: Final = 16
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class Section:
    """Hold the text between two headings and the anchor that leads to it."""

    heading: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """Hold one article in one language, as plain text.

    `questions` are the author's wordings of what customers ask, `keywords` her further words.
    """

    id: str
    lang: str
    title: str
    url: str = ""
    summary: str = ""
    category: str = ""
    sections: tuple[Section, ...] = ()
    questions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """Name a document and hash all that it says: who has seen it before need not read it."""

    id: str
    lang: str
    digest: bytes

    @classmethod
    def of(cls, document: Document) -> Self:
        """Give the identity of a document."""
        return cls(document.id, document.lang, digest_of(document))


@dataclass(frozen=True, slots=True)
class Passage:
    """Hold one piece of an article with the heading it stands under."""

    heading: str
    anchor: str
    text: str


def digest_of(document: Document) -> bytes:
    """Hash all that a document says."""
    told = [
        document.id,
        document.lang,
        document.title,
        document.url,
        document.summary,
        document.category,
        *chain.from_iterable([(part.heading, part.anchor, part.text) for part in document.sections]),
        *document.questions,
        *document.keywords,
    ]
    # With the lengths, what is told can be parted in one way only.
    shape = (len(document.sections), len(document.questions), *map(len, told))
    made = blake2b(repr(shape).encode(), digest_size=DIGEST_BYTES)
    made.update("".join(told).encode("utf-8", "surrogatepass"))
    return made.digest()


def passages_of(document: Document) -> tuple[Passage, ...]:
    """Cut an article into passages; the summary is the first, each heading stays with its text."""
    return tuple(_passages(document))


def _passages(document: Document) -> Iterator[Passage]:
    if summary := normalise(document.summary):
        yield Passage("", "", summary)
    for section in document.sections:
        heading = normalise(section.heading)
        pieces = _pieces(normalise(section.text))
        for text in pieces or ([""] if heading else []):
            yield Passage(heading, section.anchor, text)


def _pieces(text: str) -> list[str]:
    """Pack paragraphs, and the sentences of long ones, into pieces of readable length."""
    pieces: list[str] = []
    for part in _parts(text):
        if pieces and len(pieces[-1]) + len(part) < PASSAGE_CHARACTERS:
            pieces[-1] += " " + part
        else:
            pieces.append(part)
    return pieces


def _parts(text: str) -> Iterator[str]:
    # By lines, which is as good as by paragraphs: what is empty is left out.
    for paragraph in map(str.strip, text.split("\n")):
        sentences = [paragraph]
        if len(paragraph) > PASSAGE_CHARACTERS:
            sentences = _SENTENCE_END.split(paragraph)
        yield from (sentence for sentence in sentences if sentence)
