"""Choose what to show of a passage: the stretch with most of what was asked, its words marked."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from search.query import Plan
from search.remembering import Remembered
from search.stored import Numbers, ShownPassage, StoredArticles, unpack_span

SNIPPET_CHARACTERS: Final = 220
# A stretch begins a little before its first marked word, where a sentence or a word begins.
_LEAD_CHARACTERS: Final = 40
_ELLIPSIS: Final = "…"
_SENTENCE_ENDS: Final = ".!?…"
_MOST_COMPARED: Final = 24


class Snippet(NamedTuple):
    """Hold plain text and the [start, end) spans in it of words that match, forms included."""

    text: str
    marks: tuple[tuple[int, int], ...]


NO_SNIPPET: Final = Snippet("", ())
Known = Remembered[object, Snippet]
# One word in a text that was asked for: where it begins and ends, its number, and what it weighs.
Mark = tuple[int, int, int, float]


class Marker:
    """Find the words of a plan in texts whose words are known by number."""

    def __init__(self, plan: Plan) -> None:
        self._weights: dict[int, float] = {}
        for term in reversed(plan.terms):
            self._weights.update(dict.fromkeys(term.matches, term.weight))
        self._asked = frozenset(self._weights)

    def snippet_of(self, shown: ShownPassage, stored: StoredArticles, known: Known) -> Snippet:
        """Cut a snippet out of a passage; people ask alike, so it may be known."""
        if shown.passage is None:
            return NO_SNIPPET
        found = shown.distinct & self._asked
        key = shown.part, *found, *map(self._weights.__getitem__, found)
        snippet = known.find(key)
        if snippet is None:
            words, spans = stored.words_of(shown.part), stored.spans_of(shown.part)
            snippet = self.snippet(shown.passage.text, words, spans)
            known.keep(key, snippet)
        return snippet

    def snippet(self, text: str, words: Numbers, spans: Numbers) -> Snippet:
        """Cut the stretch of a text with the weightiest words out, and mark them."""
        marked = self._marks(words, spans)
        start, end = _stretch(text, marked)
        before = _ELLIPSIS if start > 0 else ""
        after = _ELLIPSIS if end < len(text) else ""
        shift = len(before) - start
        marks = [
            (first + shift, last + shift) for first, last, _, _ in marked if first >= start and last <= end
        ]
        return Snippet(before + text[start:end] + after, tuple(marks))

    def _marks(self, words: Numbers, spans: Numbers) -> list[Mark]:
        weights = self._weights
        # The words of the heading stand before the text and have no place in it.
        at = [place for place, word in enumerate(words) if word in weights and spans[place]]
        return [(*unpack_span(spans[place]), words[place], weights[words[place]]) for place in at]


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
    if len({word for _, _, word, _ in marked}) == 1:
        return marked[0][0]
    best, most = 0, -1.0
    for first, (start, _, _, _) in enumerate(marked):
        reach = start + SNIPPET_CHARACTERS - _LEAD_CHARACTERS
        words = {}
        for _, end, word, weight in marked[first : first + _MOST_COMPARED]:
            if end > reach:
                break
            words[word] = weight
        if (worth := sum(words.values())) > most:
            best, most = start, worth
    return best


def _start_before(text: str, mark: int) -> int:
    """Go back to the beginning of the sentence if it is near, else of a word."""
    earliest = max(0, mark - 2 * _LEAD_CHARACTERS)
    space = mark
    while (space := text.rfind(" ", max(earliest, 1), space)) >= 0:
        if text[space - 1] in _SENTENCE_ENDS:
            return space + 1
    return _word_start(text, max(0, mark - _LEAD_CHARACTERS)) if earliest else 0


def _word_start(text: str, at: int) -> int:
    if at <= 0:
        return 0
    space = text.find(" ", at - 1)
    return at if space < 0 or space - at > _LEAD_CHARACTERS else space + 1
