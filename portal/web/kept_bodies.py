"""Keep answers as they are sent: what many ask is searched and written once.

A body is kept in pieces, with places for what is of one request: its id, what was typed, whether a person
comes first. Answers share the pieces that hits of one article are, so thousands fit in a few megabytes.

Nothing that was typed is kept. A body is found by a digest that only this process can make; questions with a
number or an address in them are not kept, nor are answers to them in other letters; of a word that may have
been meant instead of another only that word is kept.
"""

import hashlib
import random
import re
import secrets
import sys
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from pydantic_core import to_json

from portal.domain.redaction import may_be_personal
from portal.services.answering import Answered, Gist, Noted, Query
from portal.services.doors import Doors
from portal.web.presenting import tell_answer
from search import Answer, QueryError, SearchError, SearchIndex, read_query

MOST_BYTES: Final = 6 * 1024 * 1024
"""All that is kept, counted as Python counts it, with what finding it takes."""
_OF_BODY, _OF_PIECE = 300, 200
"""What tables and numbers around one of each take."""
_PICKED = 8
# A word that was typed, with signs around it.
_CORE = re.compile(r"\W*([^\W_]+)\W*")
# A hit begins here, and ends with its place in the list; what stands between is the same in many answers.
_BORDERS = (b'{"article_id":', b',"position":')
_CUT = b"\0"
"""JSON has no such sign: in its texts it is written otherwise."""


Change = tuple[int, int, str]
"""What is put in the place of a word that was typed, from one letter of the query until before another."""


@dataclass(slots=True)
class Body:
    """An answer in pieces, what is recorded of it, and how often it was asked for lately."""

    pieces: tuple[bytes, ...]
    gist: Gist
    changes: tuple[Change, ...] = ()
    """What makes of the query what else might have been meant."""
    asked: int = 0


class Writer:
    """Write answers as `tell_answer` tells them, in pieces or whole."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        # Nobody knows them, so nobody can ask for them.
        self._id, *others = (secrets.token_hex(16) for _ in range(4))
        self._told = dict(zip(("query", "person_first", "did_you_mean"), others, strict=True))
        self._places = (self._id.encode(), *map(to_json, others))

    def write(self, answer: Answer) -> Body | None:
        """Write an answer with places for what is of one request; None if more of it is what was typed."""
        meant = answer.did_you_mean
        changes = find_changes(answer.query, meant) if meant is not None else ()
        if answer.corrected is not None or changes is None:
            return None
        told = tell_answer(Answered(self._id, answer), self._doors) | self._told
        if meant is None:
            told["did_you_mean"] = None
        text = to_json(told)
        for border in _BORDERS:
            text = text.replace(border, _CUT + border)
        for place in self._places:
            text = text.replace(place, _CUT + place + _CUT)
        return Body(tuple(text.split(_CUT)), Gist.of(answer), changes)

    def fill(self, body: Body, query: str, noted: Noted) -> bytes:
        """Put into the places what is of one request."""
        is_first = b"true" if noted.is_person_first else b"false"
        meant = to_json(make_changes(query, body.changes)) if body.changes else b""
        filled = dict(
            zip(self._places, (noted.query_id.encode(), to_json(query), is_first, meant), strict=True)
        )
        return b"".join([filled.get(piece, piece) for piece in body.pieces])


@dataclass(frozen=True, slots=True)
class Place:
    """Where the body for one question is kept, if it is."""

    shelf: "Shelf"
    digest: bytes
    query: str

    def find(self) -> Body | None:
        """Give the body, or None."""
        return self.shelf.find(self.digest)

    def keep(self, body: Body) -> None:
        """Keep the body."""
        self.shelf.keep(self.digest, body)


class Bodies:
    """The bodies of one index, while no other articles are taken off."""

    def __init__(self, doors: Doors, *, most: int = MOST_BYTES) -> None:
        self._doors = doors
        self._most = most
        self._key = secrets.token_bytes(32)
        self._shelf: Shelf | None = None

    def place(self, asked: Query) -> Place | None:
        """Tell where the body for a question belongs; None if it is not to be kept or cannot be answered."""
        try:
            query = read_query(asked.text)
            index = self._doors.index.current()
        except (QueryError, SearchError):
            return None
        if may_be_personal(query):
            return None
        shelf = self._of(index, self._doors.taken_off.get())
        told = f"{asked.lang} {asked.limit:d} {asked.is_typing:d} {_alike(query)}"
        digest = hashlib.blake2b(
            told.encode("utf-8", "surrogatepass"), digest_size=16, key=self._key
        ).digest()
        return Place(shelf, digest, query)

    def _of(self, index: SearchIndex, off: frozenset[str]) -> "Shelf":
        shelf = self._shelf
        if shelf is None or shelf.index is not index or shelf.off is not off:
            # Who still holds the shelf before keeps what she found where nobody looks any more.
            self._shelf = shelf = Shelf(index, off, self._most)
        return shelf


@dataclass(slots=True)
class Shelf:
    """Bodies up to a size in all: what is asked for often stays.

    Questions that come in turn, more of them than there is room for, would drive each other out if the oldest
    had to go. So a few are picked by chance, and the one of them that was asked for least goes; how often is
    halved whenever as many have come as there are.
    """

    index: SearchIndex
    off: frozenset[str]
    most: int
    size: int = 0
    _since: int = 0
    _kept: dict[bytes, Body] = field(default_factory=dict)
    _digests: list[bytes] = field(default_factory=list)
    _pieces: dict[bytes, bytes] = field(default_factory=dict)
    _holders: Counter[bytes] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _chance: random.Random = field(default_factory=random.Random)

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, digest: bytes) -> Body | None:
        """Give a body, or None."""
        body = self._kept.get(digest)
        if body is not None:
            body.asked += 1
        return body

    def keep(self, digest: bytes, body: Body) -> None:
        """Keep a body, in the place of what is asked for least."""
        with self._lock:
            if digest in self._kept:
                return
            self._age()
            body.pieces = tuple([self._hold(piece) for piece in body.pieces])
            self._kept[digest] = body
            self._digests.append(digest)
            self.size += _size_of(body)
            while self.size > self.most and self._digests:
                self._give_up()

    def _age(self) -> None:
        self._since += 1
        if self._since > len(self._kept):
            self._since = 0
            for body in self._kept.values():
                body.asked //= 2

    def _give_up(self) -> None:
        places = [self._chance.randrange(len(self._digests)) for _ in range(_PICKED)]
        place = min(places, key=lambda one: self._kept[self._digests[one]].asked)
        digest, last = self._digests[place], self._digests.pop()
        if place < len(self._digests):
            self._digests[place] = last
        body = self._kept.pop(digest)
        self.size -= _size_of(body)
        for piece in body.pieces:
            self._release(piece)

    def _hold(self, piece: bytes) -> bytes:
        same = self._pieces.setdefault(piece, piece)
        if not self._holders[same]:
            self.size += _size_of_piece(same)
        self._holders[same] += 1
        return same

    def _release(self, piece: bytes) -> None:
        self._holders[piece] -= 1
        if not self._holders[piece]:
            del self._holders[piece], self._pieces[piece]
            self.size -= _size_of_piece(piece)


def find_changes(query: str, meant: str) -> tuple[Change, ...] | None:
    """Tell which words of a query others were put in place of; None if more was changed than words.

    >>> find_changes("my refumd?", "my refund?")
    ((3, 9, 'refund'),)
    """
    changes = []
    at = 0
    words, put = query.split(" "), meant.split(" ")
    for word, other in zip(words, put, strict=False):
        if word != other and (core := _CORE.fullmatch(word)) is not None:
            start, end = core.span(1)
            changes.append((at + start, at + end, other[start : len(other) - (len(word) - end)]))
        at += len(word) + 1
    return tuple(changes) if make_changes(query, changes) == meant else None


def make_changes(query: str, changes: Iterable[Change]) -> str:
    """Put words in the place of others."""
    parts, at = [], 0
    for start, end, word in changes:
        parts += [query[at:start], word]
        at = end
    return "".join([*parts, query[at:]])


def _alike(query: str) -> str:
    """Give a question as all have it whose words are the same: in small letters, with no mark at its end."""
    small = query.lower()
    # A letter that is two when it is small may be cut into words in another way.
    bare = small.rstrip(" ?") if len(small) == len(query) else ""
    return bare or query


def _size_of(body: Body) -> int:
    return _OF_BODY + sys.getsizeof(body.pieces)


def _size_of_piece(piece: bytes) -> int:
    return _OF_PIECE + sys.getsizeof(piece)
