"""Choose what to show of a passage: the stretch with most of what was asked, its words marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from search.analysis import Analyzer, Token
from search.query import Plan
from search.vocabulary import Vocabulary

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


class Marker:
    """Find the words of a plan in texts."""

    def __init__(self, plan: Plan, vocabulary: Vocabulary, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._weights: dict[str, float] = {}
        for term in plan.terms:
            for number in term.matches:
                self._weights.setdefault(vocabulary.words[number], term.weight)

    def snippet(self, text: str) -> Snippet:
        """Cut the stretch of a text with the weightiest words out, and mark them."""
        marked = [token for token in self._analyzer.tokens(text) if token.word in self._weights]
        start, end = _stretch(text, marked, self._weights)
        before = _ELLIPSIS if start > 0 else ""
        after = _ELLIPSIS if end < len(text) else ""
        shift = len(before) - start
        marks = tuple(
            (token.start + shift, token.end + shift)
            for token in marked
            if token.start >= start and token.end <= end
        )
        return Snippet(before + text[start:end] + after, marks)


def _stretch(text: str, marked: Sequence[Token], weights: Mapping[str, float]) -> tuple[int, int]:
    if len(text) <= SNIPPET_CHARACTERS:
        return 0, len(text)
    start = _start_before(text, _best_first_mark(marked, weights)) if marked else 0
    start = max(0, min(start, _word_start(text, len(text) - SNIPPET_CHARACTERS)))
    end = min(len(text), start + SNIPPET_CHARACTERS)
    if end < len(text) and (space := text.rfind(" ", start + SNIPPET_CHARACTERS // 2, end)) > 0:
        end = space
    return start, end


def _best_first_mark(marked: Sequence[Token], weights: Mapping[str, float]) -> int:
    """Give where to begin so that the different words in reach weigh the most."""

    def worth(first: int) -> float:
        reach = marked[first].start + SNIPPET_CHARACTERS - _LEAD_CHARACTERS
        words = {token.word for token in marked[first : first + 24] if token.end <= reach}
        return sum(weights[word] for word in words)

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
