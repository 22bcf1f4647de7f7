"""The articles of one language as rows of numbers and text: read, kept from an index before, joined, written.

What an index stores of an article depends on nothing but the article, save for the numbers of its words.
So an index takes the rows of articles that have not changed from the one before it, and only gives their
words new numbers. Words are numbered in their order as text, whatever article brought them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress, groupby
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from search.documents import DIGEST_BYTES
from search.stored import ARTICLES, BEGINNINGS, BODY, DIGESTS, PASSAGES, SHORT, SHORT_TEXTS, map_file

Array = NDArray[Any]


class Pick(NamedTuple):
    """Name one row: of which source, and its number there."""

    source: int
    row: int


class _Run(NamedTuple):
    """Rows of one source that follow each other."""

    source: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Ragged:
    """Hold stretches of different lengths, one after the other; `starts` tells where each begins."""

    items: Array
    starts: Array

    @classmethod
    def of(cls, items: Array, lengths: Array) -> Self:
        """Make one of stretches of these lengths."""
        starts = np.zeros(len(lengths) + 1, np.int64)
        np.cumsum(lengths, out=starts[1:])
        return cls(items, starts)

    @property
    def lengths(self) -> Array:
        """Give the length of each stretch."""
        return np.diff(self.starts)

    def of_stretch(self) -> Array:
        """Give, for every item, the number of its stretch."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), self.lengths)

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Give where the items of some stretches that follow each other begin and end."""
        return int(self.starts[first]), int(self.starts[end])


def _concatenate(parts: Sequence[Array]) -> Array:
    joined: Array = parts[0] if len(parts) == 1 else np.concatenate(parts)
    return joined


@dataclass(frozen=True, slots=True)
class Pieces:
    """Hold what is only written again, piece by piece: what was kept need not be put together before."""

    parts: Sequence[Array]

    def take(self, first: int, end: int) -> Array:
        """Give one stretch of all."""
        return _concatenate(self.parts)[first:end]

    def write(self, path: Path) -> None:
        """Write the pieces, one after the other."""
        with path.open("wb") as file:
            for part in self.parts:
                part.tofile(file)


@dataclass(frozen=True, slots=True)
class Lines:
    """Hold lines of text as bytes; `starts` tells where each begins, and where the last one ends."""

    pieces: Pieces
    starts: Array

    @classmethod
    def of(cls, pieces: Sequence[Array], lengths: Array) -> Self:
        """Make them of lines of these lengths."""
        return cls(Pieces(pieces), Ragged.of(np.empty(0, np.int8), lengths).starts)

    @classmethod
    def joined(cls, parts: Sequence[tuple[Self, int, int]]) -> Self:
        """Join some lines of each of several."""
        return cls.of(
            [one.pieces.take(int(one.starts[first]), int(one.starts[end])) for one, first, end in parts],
            _concatenate([np.diff(one.starts[first : end + 1]) for one, first, end in parts]),
        )

    def write(self, folder: Path, name: str) -> None:
        """Write the files of these lines."""
        self.pieces.write(folder / f"{name}.jsonl")
        self.starts.astype(np.uint64).tofile(folder / f"{name}.starts")

    @classmethod
    def open(cls, folder: Path, name: str) -> Self:
        """Open what `write` wrote."""
        starts = map_file(folder / f"{name}.starts", np.uint64).astype(np.int64)
        return cls(Pieces([map_file(folder / f"{name}.jsonl", np.uint8)]), starts)


@dataclass(frozen=True, slots=True)
class Texts:
    """Hold texts of one kind: their words as numbers, by part, and their parts, by text."""

    words: Ragged
    parts: Ragged
    """The items are numbers of parts, which follow each other; only the lengths tell something."""

    @classmethod
    def of(cls, numbers: Array, lengths: Array, counts: Array) -> Self:
        """Hold texts of so many parts each, which have so many words each."""
        return cls(Ragged.of(numbers, lengths), Ragged.of(np.empty(0, np.int8), counts))

    def words_of_text(self) -> Array:
        """Count the words of each text."""
        counted: Array = np.diff(self.words.starts[self.parts.starts])
        return counted

    def take(self, first: int, end: int) -> "tuple[Ragged, int, int]":
        """Give the stretches of words of some texts that follow each other."""
        return self.words, *self.parts.span(first, end)

    def write(self, folder: Path, name: str) -> None:
        """Write the files of this kind of text."""
        self.words.items.astype(np.uint32, copy=False).tofile(folder / f"{name}.numbers")
        self.words.starts.astype(np.uint32).tofile(folder / f"{name}.parts")
        self.parts.starts.astype(np.uint32).tofile(folder / f"{name}.texts")

    @classmethod
    def open(cls, folder: Path, name: str) -> Self:
        """Open what `write` wrote."""
        numbers, parts, texts = (
            map_file(folder / f"{name}.{kind}", np.uint32) for kind in ("numbers", "parts", "texts")
        )
        return cls(
            Ragged(numbers, parts.astype(np.int64)), Ragged(np.empty(0, np.int8), texts.astype(np.int64))
        )


@dataclass(frozen=True, slots=True)
class Rows:
    """Hold articles: their words by number, the lines that are shown, and a digest of each.

    A short text is one of `SHORT_TEXTS` of each article; of `body` each has one. `lines` are stretches of
    bytes; one for each article, and in `passages` one for each part of a body.
    """

    words: Sequence[str]
    digests: Array
    beginnings: Array
    """A digest of the words that each article begins with."""
    short: Texts
    body: Texts
    spans: Pieces
    lines: Lines
    passages: Lines

    def __len__(self) -> int:
        return len(self.digests)

    def numbers_by_digest(self) -> dict[bytes, int]:
        """Give the number of each row by its digest."""
        return {digest.tobytes(): number for number, digest in enumerate(self.digests)}

    def write(self, folder: Path) -> None:
        """Write the rows; their words are stored elsewhere."""
        self.digests.tofile(folder / DIGESTS)
        self.beginnings.tofile(folder / BEGINNINGS)
        self.short.write(folder, SHORT)
        self.body.write(folder, BODY)
        self.spans.write(folder / f"{BODY}.spans")
        self.lines.write(folder, ARTICLES)
        self.passages.write(folder, PASSAGES)

    @classmethod
    def open(cls, folder: Path, words: Sequence[str]) -> Self:
        """Open what `write` wrote; the files have been checked before."""
        return cls(
            words=words,
            digests=map_file(folder / DIGESTS, np.uint8).reshape(-1, DIGEST_BYTES),
            beginnings=map_file(folder / BEGINNINGS, np.uint8).reshape(-1, DIGEST_BYTES),
            short=Texts.open(folder, SHORT),
            body=Texts.open(folder, BODY),
            spans=Pieces([map_file(folder / f"{BODY}.spans", np.uint32)]),
            lines=Lines.open(folder, ARTICLES),
            passages=Lines.open(folder, PASSAGES),
        )


@dataclass(frozen=True, slots=True)
class Joining:
    """Say which rows of several sources follow each other, and which words they have, by new numbers."""

    sources: Sequence[Rows]
    runs: Sequence[_Run]
    words: Sequence[str]
    turned: Sequence[Array | None]
    """For each source the new number of each of its words, or None if all keep theirs."""

    @classmethod
    def of(cls, sources: Sequence[Rows], picks: Sequence[Pick]) -> Self:
        """Take rows in the order of the picks; only words that they have are kept."""
        runs = list(_runs(picks))
        told = [
            _told_by(rows, [run for run in runs if run.source == number])
            for number, rows in enumerate(sources)
        ]
        words = sorted(set(chain.from_iterable(told)))
        number_of = {word: number for number, word in enumerate(words)}
        return cls(sources, runs, words, [_turned(rows.words, number_of) for rows in sources])

    def rows(self) -> Rows:
        """Join the rows."""
        sources, runs = self.sources, self.runs
        spans = [sources[run.source].spans.take(*_words_of_bodies(sources[run.source], run)) for run in runs]
        return Rows(
            words=self.words,
            digests=_concatenate([sources[run.source].digests[run.first : run.end] for run in runs]),
            beginnings=_concatenate([sources[run.source].beginnings[run.first : run.end] for run in runs]),
            short=self._texts(lambda rows: rows.short, SHORT_TEXTS),
            body=self._texts(lambda rows: rows.body, 1),
            spans=Pieces(spans),
            lines=Lines.joined([(sources[run.source].lines, run.first, run.end) for run in runs]),
            passages=Lines.joined(
                [
                    (sources[run.source].passages, *sources[run.source].body.parts.span(run.first, run.end))
                    for run in runs
                ]
            ),
        )

    def words_of(self, several: Sequence[Ragged]) -> Ragged:
        """Join what each source tells: for each of its rows some words, which get their new numbers."""
        taken = [(several[source], source, first, end) for source, first, end in self.runs]
        return Ragged.of(
            _concatenate([self._numbers(one, source, first, end) for one, source, first, end in taken]),
            _concatenate([np.diff(one.starts[first : end + 1]) for one, _, first, end in taken]),
        )

    def items_of(self, several: Sequence[Ragged]) -> Array:
        """Join what each source tells: some numbers for each of its rows."""
        return _concatenate(
            [
                several[source].items[slice(*several[source].span(first, end))]
                for source, first, end in self.runs
            ]
        )

    def gone(self) -> Iterator[Array]:
        """Give, for each source, the numbers of the rows that are not taken."""
        for number, rows in enumerate(self.sources):
            is_gone = np.ones(len(rows), bool)
            for source, first, end in self.runs:
                if source == number:
                    is_gone[first:end] = False
            yield np.flatnonzero(is_gone)

    def sums_of(self, several: Sequence[Array]) -> Array:
        """Add up what each source tells of its words; of words that no row has it tells 0."""
        total = np.zeros(len(self.words), np.int64)
        for told, turned in zip(several, self.turned, strict=True):
            having = np.flatnonzero(told)
            total[having if turned is None else turned[having]] += told[having]
        return total

    def _texts(self, of: Callable[[Rows], Texts], each: int) -> Texts:
        """Join texts of one kind, of which each article has so many."""
        numbers, lengths, counts = [], [], []
        for source, first, end in self.runs:
            text = of(self.sources[source])
            words, begin, stop = text.take(first * each, end * each)
            numbers.append(self._numbers(words, source, begin, stop))
            lengths.append(np.diff(words.starts[begin : stop + 1]))
            counts.append(np.diff(text.parts.starts[first * each : end * each + 1]))
        return Texts.of(_concatenate(numbers), _concatenate(lengths), _concatenate(counts))

    def _numbers(self, words: Ragged, source: int, first: int, end: int) -> Array:
        """Give the new numbers of the words of some stretches."""
        numbers = words.items[slice(*words.span(first, end))]
        turned = self.turned[source]
        return numbers if turned is None else turned[numbers]


def in_order(rows: Rows) -> Rows:
    """Number the words of rows in their order as text."""
    if not len(rows):
        return rows
    return Joining.of([rows], [Pick(0, row) for row in range(len(rows))]).rows()


def _told_by(rows: Rows, runs: Sequence[_Run]) -> Sequence[str]:
    """Give the words that some rows have."""
    is_told = np.zeros(len(rows.words), bool)
    for _, first, end in runs:
        for text, each in ((rows.short, SHORT_TEXTS), (rows.body, 1)):
            words, begin, stop = text.take(first * each, end * each)
            is_told[words.items[slice(*words.span(begin, stop))]] = True
    return rows.words if is_told.all() else list(compress(rows.words, is_told.tolist()))


def _turned(words: Sequence[str], number_of: Mapping[str, int]) -> Array | None:
    """Give the new number of each word, or None if all keep theirs; nobody asks for words that are gone."""
    new = np.fromiter((number_of.get(word, 0) for word in words), np.uint32, len(words))
    return None if np.array_equal(new, np.arange(len(words))) else new


def _words_of_bodies(rows: Rows, run: _Run) -> tuple[int, int]:
    words, first, end = rows.body.take(run.first, run.end)
    return words.span(first, end)


def _runs(picks: Sequence[Pick]) -> Iterator[_Run]:
    """Join picks that follow each other in one source."""
    for (source, _), group in groupby(enumerate(picks), key=lambda one: (one[1].source, one[1].row - one[0])):
        rows = [pick.row for _, pick in group]
        yield _Run(source, rows[0], rows[-1] + 1)
