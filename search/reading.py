"""Read articles word by word: what an index stores of each, whatever else is in it.

Many articles are read at once: their texts are cut together, and a word is looked at when it is first met.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import accumulate
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.analysis import Analyzer, normalise
from search.cutting import Cutter
from search.documents import DIGEST_BYTES, Document, passages_of
from search.rows import Lines, Pieces, Ragged, Rows, Texts
from search.stored import SHORT_TEXTS, WORDING, pack_spans

BEGINNING: Final = 300
"""So many words of a text show what it is about; what is learned from them outlives most changes."""

# So many characters are cut at once: more take memory, fewer take longer.
_AT_ONCE: Final = 1 << 18
_SAYS, _SMALL, _NOTHING = range(3)

Array = NDArray[Any]
_quoted: Final = json.JSONEncoder(ensure_ascii=False).encode


def read_rows(documents: Iterable[tuple[bytes, Document]], analyzer: Analyzer) -> Rows:
    """Read documents of one language, each with its digest; their words are numbered as they appear."""
    reader = _Reader(analyzer)
    for digest, document in documents:
        reader.read(digest, document)
    return reader.rows()


@dataclass(slots=True)
class _Pile:
    """Articles that are read, but not cut yet: their short texts, and of each passage heading and text."""

    short: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    parts_of_short: list[int] = field(default_factory=list)
    parts_of_bodies: list[int] = field(default_factory=list)
    characters: int = 0


class _Cutting(NamedTuple):
    """What was cut at once: words by number, and how many each part has, of short texts and of bodies."""

    short: Array
    lengths_of_short: Array
    body: Array
    lengths_of_body: Array
    spans: Array


class _Words(dict[str, int]):
    """Know the number of every word as it is written; what it is compared as is found out once."""

    def __init__(self, analyzer: Analyzer) -> None:
        super().__init__()
        self._analyzer = analyzer
        self._numbers: dict[str, int] = {}
        self.names: list[str] = []
        self._kinds = bytearray()

    def __missing__(self, written: str) -> int:
        word = self._analyzer.word(written)
        number = self._numbers.setdefault(word, len(self.names))
        if number == len(self.names):
            self.names.append(word)
            # Of an apostrophe that stands alone nothing is left.
            self._kinds.append((_SMALL if self._analyzer.is_stop(word) else _SAYS) if word else _NOTHING)
        self[written] = number
        return number

    def numbers(self, written: Sequence[str]) -> tuple[Array, Array]:
        """Give the number of each word, and what kind of word it is."""
        numbers = np.fromiter(map(self.__getitem__, written), np.uint32, len(written))
        return numbers, np.frombuffer(bytes(self._kinds), np.uint8)[numbers]


class _Reader:
    def __init__(self, analyzer: Analyzer) -> None:
        self._words, self._cutter = _Words(analyzer), Cutter()
        self._digests, self._beginnings = bytearray(), bytearray()
        self._lines, self._passages = _Written(), _Written()
        self._pile = _Pile()
        self._cuttings: list[_Cutting] = []
        self._parts_of_short: list[int] = []
        self._parts_of_bodies: list[int] = []

    def read(self, digest: bytes, document: Document) -> None:
        """Read one article.

        Stop words are left out, but the last short text has all words: the title's in its first part,
        then a part for each question. A text without parts has one that is empty.
        """
        self._digests += digest
        self._lines.add(_line([document.id, document.title, document.url, document.category]))
        pile = self._pile
        title, questions = normalise(document.title), [normalise(one) for one in document.questions]
        pile.short += [title, *(questions or [""]), normalise(" ".join(document.keywords)), title, *questions]
        pile.parts_of_short += [1, len(questions) or 1, 1, 1 + len(questions)]
        passages = passages_of(document)
        for passage in passages:
            self._passages.add(_line([passage.heading, passage.anchor, passage.text]))
            pile.bodies += [passage.heading, passage.text]
            pile.characters += len(passage.text)
        if not passages:
            # The words of a body without passages, too, have a part that is empty.
            self._passages.add(b"null\n")
            pile.bodies += ["", ""]
        pile.parts_of_bodies.append(len(passages) or 1)
        if pile.characters > _AT_ONCE:
            self._cut()

    def rows(self) -> Rows:
        """Give what was read; words have the numbers they were given."""
        self._cut()
        cut = _Cutting(*map(np.concatenate, zip(*self._cuttings, strict=True)))
        return Rows(
            words=self._words.names,
            digests=_digests(self._digests),
            beginnings=_digests(self._beginnings),
            short=Texts.of(cut.short, cut.lengths_of_short, np.array(self._parts_of_short, np.int64)),
            body=Texts.of(cut.body, cut.lengths_of_body, np.array(self._parts_of_bodies, np.int64)),
            spans=Pieces([cut.spans]),
            lines=self._lines.lines(),
            passages=self._passages.lines(),
        )

    def _cut(self) -> None:
        """Cut what has been piled up."""
        pile, self._pile = self._pile, _Pile()
        kinds_of_texts = np.tile(np.arange(SHORT_TEXTS), len(pile.parts_of_bodies))
        is_wording = np.repeat(kinds_of_texts == WORDING, pile.parts_of_short)
        short, lengths_of_short, _ = self._read(pile.short, whole=is_wording)
        body, lengths, spans = self._read(pile.bodies, whole=np.zeros(len(pile.bodies), bool))
        # A part has the words of a heading, which stand nowhere in the text, and those of the text.
        spans[np.repeat(np.arange(len(lengths)) % 2 == 0, lengths)] = 0
        cutting = _Cutting(short, lengths_of_short, body, lengths.reshape(-1, 2).sum(axis=1), spans)
        self._cuttings.append(cutting)
        self._parts_of_short += pile.parts_of_short
        self._parts_of_bodies += pile.parts_of_bodies
        for said in self._begin(cutting, pile):
            self._beginnings += blake2b(said, digest_size=DIGEST_BYTES).digest()

    def _read(self, texts: Sequence[str], *, whole: Array) -> tuple[Array, Array, Array]:
        """Cut texts; give their words, how many each has, and the spans. Some texts keep all their words."""
        cut = self._cutter.cut(texts)
        numbers, kinds = self._words.numbers(cut.words)
        of_text = np.repeat(np.arange(len(texts)), cut.counts)
        kept = (kinds == _SAYS) | ((kinds == _SMALL) & whole[of_text])
        lengths = np.bincount(of_text[kept], minlength=len(texts))
        return numbers[kept], lengths, pack_spans(cut.starts[kept], cut.lengths[kept])

    def _begin(self, cutting: _Cutting, pile: _Pile) -> Iterator[bytes]:
        """Give the words that each article begins with, as text: numbers are given anew each time."""
        names = self._words.names
        ends_of_short = Ragged.of(cutting.short, cutting.lengths_of_short).starts
        firsts = ends_of_short[list(accumulate(pile.parts_of_short, initial=0))].tolist()
        bodies = Ragged.of(cutting.body, cutting.lengths_of_body).starts
        begins = bodies[list(accumulate(pile.parts_of_bodies, initial=0))].tolist()
        short, body = cutting.short.tolist(), cutting.body.tolist()
        for number in range(len(pile.parts_of_bodies)):
            at = number * SHORT_TEXTS
            first, end = begins[number : number + 2]
            told = [*short[firsts[at] : firsts[at + WORDING]], *body[first : min(end, first + BEGINNING)]]
            yield " ".join([names[one] for one in told]).encode("utf-8", "surrogatepass")


class _Written:
    def __init__(self) -> None:
        self._lines: list[bytes] = []

    def add(self, line: bytes) -> None:
        self._lines.append(line)

    def lines(self) -> Lines:
        lengths = np.fromiter(map(len, self._lines), np.int64, len(self._lines))
        return Lines.of([np.frombuffer(b"".join(self._lines), np.uint8)], lengths)


def _digests(collected: bytearray) -> Array:
    return np.frombuffer(bytes(collected), np.uint8).reshape(-1, DIGEST_BYTES)


def _line(row: Sequence[str]) -> bytes:
    # A text is quoted without further ado; a list would be walked through by Python.
    return f"[{', '.join([_quoted(one) for one in row])}]\n".encode("utf-8", "surrogatepass")
