"""Choose what to show of a passage: the stretch with most of what was asked, its words marked."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from search.query import Plan
from search.remembering import Remembered
from search.stored import Numbers, ShownPassage, StoredArticles, unpack_span

SNIPPET_CHARACTERS: Final = 220
# A stretch begins a little before its first marked word, where a sentence or a word begins.
_LEAD_CHARACTERS: Final = 40
_ELLIPSIS: Final = "…"
_SENTENCE_ENDS: Final = (". ", "! ", "? ", "… ")
_MOST_COMPARED: Final = 24


class Snippet(NamedTuple):
    """Hold plain text and the [start, end) spans in it of words that match, forms included."""

    text: str
    marks: tuple[tuple[int, int], ...]


NO_SNIPPET: Final = Snippet("", ())
Known = Remembered[object, Snippet]
# One word in a text that was asked for: where it begins and ends, and its number.
Mark = tuple[int, int, int]


class Marker:
    """Find the words of a plan in texts whose words are known by number."""

    def __init__(self, plan: Plan) -> None:
        self._weights: dict[int, float] = {}
        for term in reversed(plan.terms):
            self._weights.update(dict.fromkeys(term.matches, term.weight))
        self._asked = frozenset(self._weights)

    def snippet_of(self, shown: ShownPassage, stored: StoredArticles, known: Known) -> Snippet:
        """Cut a snippet out of a passage; people ask alike, so it may be known."""
        part, passage, words = shown
        if passage is None:
            return NO_SNIPPET
        found = self._asked.intersection(words)
        key: object = (part, found)
        if len(found) > 1 and len(passage.text) > SNIPPET_CHARACTERS:
            # Where not all can be shown, it matters what words weigh.
            key = (part, *found, *map(self._weights.__getitem__, found))
        snippet = known.find(key)
        if snippet is None:
            snippet = self.snippet(passage.text, words, stored.spans_of(part))
            known.keep(key, snippet)
        return snippet

    def snippet(self, text: str, words: Numbers, spans: Numbers) -> Snippet:
        """Cut the stretch of a text with the weightiest words out, and mark them."""
        asked = self._asked
        marked = [
            (*unpack_span(spans[place]), word)
            for place, word in enumerate(words)
            # The words of the heading stand before the text and have no place in it.
            if word in asked and spans[place]
        ]
        if len(text) <= SNIPPET_CHARACTERS:
            return Snippet(text, tuple([(first, last) for first, last, _ in marked]))
        start, end = _stretch(text, self._best_first_mark(marked)) if marked else _stretch(text, 0)
        before = _ELLIPSIS if start > 0 else ""
        after = _ELLIPSIS if end < len(text) else ""
        shift = len(before) - start
        marks = [(first + shift, last + shift) for first, last, _ in marked if first >= start and last <= end]
        return Snippet(before + text[start:end] + after, tuple(marks))

    def _best_first_mark(self, marked: Sequence[Mark]) -> int:
        """Give where to begin so that the different words in reach weigh the most."""
        _, ends, words = zip(*marked, strict=True)
        if len(set(words)) == 1:
            return marked[0][0]
        best, most, behind = 0, -1.0, 0
        for first, (start, _, _) in enumerate(marked):
            reach = start + SNIPPET_CHARACTERS - _LEAD_CHARACTERS
            last = min(first + _MOST_COMPARED, len(ends))
            before, behind = behind, bisect_right(ends, reach, behind, last)
            near = words[first:behind]
            if behind == before and words[first - 1] not in near:
                # There is less in reach than there was.
                continue
            if (worth := sum(map(self._weights.__getitem__, dict.fromkeys(near)))) > most:
                best, most = start, worth
        return best


def _stretch(text: str, mark: int) -> tuple[int, int]:
    """Choose what to show of a long text, from a little before a mark on."""
    start = min(_start_before(text, mark), _word_start(text, len(text) - SNIPPET_CHARACTERS))
    end = min(len(text), start + SNIPPET_CHARACTERS)
    if end < len(text) and (space := text.rfind(" ", start + SNIPPET_CHARACTERS // 2, end)) > 0:
        end = space
    return start, end


def _start_before(text: str, mark: int) -> int:
    """Go back to the beginning of the sentence if it is near, else of a word."""
    earliest = max(0, mark - 2 * _LEAD_CHARACTERS)
    ends = [text.rfind(end, max(earliest - 1, 0), mark) for end in _SENTENCE_ENDS]
    if (end := max(ends)) >= 0:
        return end + 2
    return _word_start(text, max(0, mark - _LEAD_CHARACTERS)) if earliest else 0


def _word_start(text: str, at: int) -> int:
    if at <= 0:
        return 0
    space = text.find(" ", at - 1)
    return at if space < 0 or space - at > _LEAD_CHARACTERS else space + 1
