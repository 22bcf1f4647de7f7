"""Choose what to show of a passage: the stretch with most of what was asked, its words marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from search.query import Plan
from search.stored import Numbers, unpack_span

SNIPPET_CHARACTERS: Final = 220
# A stretch begins a little before its first marked word, where a sentence or a word begins.
_LEAD_CHARACTERS: Final = 40
_ELLIPSIS: Final = "…"
_SENTENCE_ENDS: Final = ".!?…"


@dataclass(frozen=True, slots=True)
class Snippet:
    """Hold plain text and the [start, end) spans in it of words that match, forms included."""

    text: str
    marks: tuple[tuple[int, int], ...]


class Mark(NamedTuple):
    """Hold one word in a text that was asked for, and what it weighs."""

    start: int
    end: int
    word: int
    weight: float


class Marker:
    """Find the words of a plan in texts whose words are known by number."""

    def __init__(self, plan: Plan) -> None:
        self._weights: dict[int, float] = {}
        for term in plan.terms:
            for number in term.matches:
                self._weights.setdefault(number, term.weight)

    def snippet(self, text: str, words: Numbers, spans: Numbers) -> Snippet:
        """Cut the stretch of a text with the weightiest words out, and mark them."""
        marked = list(self._marks(words, spans))
        start, end = _stretch(text, marked)
        before = _ELLIPSIS if start > 0 else ""
        after = _ELLIPSIS if end < len(text) else ""
        shift = len(before) - start
        marks = tuple(
            (mark.start + shift, mark.end + shift)
            for mark in marked
            if mark.start >= start and mark.end <= end
        )
        return Snippet(before + text[start:end] + after, marks)

    def _marks(self, words: Numbers, spans: Numbers) -> Iterator[Mark]:
        weights = self._weights
        for word, span in zip(words, spans, strict=True):
            # The words of the heading stand before the text and have no place in it.
            if span and word in weights:
                yield Mark(*unpack_span(span), word, weights[word])


def _stretch(text: str, marked: Sequence[Mark]) -> tuple[int, int]:
    if len(text) <= SNIPPET_CHARACTERS:
        return 0, len(text)
    start = _start_before(text, _best_first_mark(marked)) if marked else 0
    start = max(0, min(start, _word_start(text, len(text) - SNIPPET_CHARACTERS)))
    end = min(len(text), start + SNIPPET_CHARACTERS)
    if end < len(text) and (space := text.rfind(" ", start + SNIPPET_CHARACTERS // 2, end)) > 0:
        end = space
    return start, end


def _best_first_mark(marked: Sequence[Mark]) -> int:
    """Give where to begin so that the different words in reach weigh the most."""

    def worth(first: int) -> float:
        reach = marked[first].start + SNIPPET_CHARACTERS - _LEAD_CHARACTERS
        words = {mark.word: mark.weight for mark in marked[first : first + 24] if mark.end <= reach}
        return sum(words.values())

    return marked[max(range(len(marked)), key=lambda first: (worth(first), -first))].start


def _start_before(text: str, mark: int) -> int:
    """Go back to the beginning of the sentence if it is near, else of a word."""
    earliest = max(0, mark - 2 * _LEAD_CHARACTERS)
    for at in range(mark - 1, earliest - 1, -1):
        if at == 0:
            return 0
        if text[at - 1] in _SENTENCE_ENDS and text[at] == " ":
            return at + 1
    return _word_start(text, max(0, mark - _LEAD_CHARACTERS))


def _word_start(text: str, at: int) -> int:
    if at <= 0:
        return 0
    space = text.find(" ", at - 1)
    return at if space < 0 or space - at > _LEAD_CHARACTERS else space + 1
