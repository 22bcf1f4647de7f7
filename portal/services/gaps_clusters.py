"""Put wordings of the same question together: inflections, misspellings and other words for the same.

Pure: texts in, groups out. What two wordings have in common is weighed by how rare it is (G. Salton and
C. Buckley, "Term-weighting approaches in automatic text retrieval", 1988), so that "order" alone joins
nothing in a shop where everybody writes it.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Prefix

from search import Synonym
from search.analysis import get_analyzer, normalise

ALIKE = 0.65
"""From this cosine on two wordings ask the same."""

SPELLED_ALIKE = 88.0
"""From this percentage on two wordings are spelled alike, words written together or apart."""

_RARER = 3
"""A misspelling is met at most a third as often as the right word; otherwise both are words."""

_LEAST_LETTERS = 5
_ROOT_LETTERS, _ROOT_SHARE = 5, 0.6
_LEAST_ROOT_LETTERS, _LEAST_ROOT_SHARE = 4, 0.5


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording of one language, and in how many visits it was asked."""

    text: str
    visits: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """Wordings of the same question, the most frequent first."""

    wordings: tuple[str, ...]


class Reader:
    """Reads wordings of one language as bags of stems; synonyms become the first word of their group."""

    def __init__(self, lang: str, synonyms: Iterable[Synonym] = ()) -> None:
        self._analyzer = get_analyzer(lang)
        self._first: dict[tuple[str, ...], str] = {}
        for synonym in synonyms:
            # One way only: "broken" also means "warranty", but they are not the same question.
            if synonym.is_two_way:
                stems = [self._plain(word) for word in synonym.words]
                self._first |= {words: " ".join(stems[0]) for words in stems if words}
        self._longest = max((len(words) for words in self._first), default=0)

    def stems(self, text: str) -> tuple[str, ...]:
        """Return the stems of a text in order, each once; its small words only if it has no others."""
        return tuple(dict.fromkeys(self._joined(self._plain(text))))

    def forms(self, text: str) -> Mapping[str, str]:
        """Return the words of a text as they were typed, by their stems."""
        tokens = self._analyzer.tokens(normalise(text))
        return {self._stem(token.word): token.word for token in tokens}

    def _plain(self, text: str) -> tuple[str, ...]:
        words = [token.word for token in self._analyzer.tokens(normalise(text))]
        telling = [word for word in words if not self._analyzer.is_stop(word)]
        return tuple(self._stem(word) for word in telling or words)

    def _stem(self, word: str) -> str:
        return self._analyzer.fold(self._analyzer.stem(word))

    def _joined(self, stems: tuple[str, ...]) -> list[str]:
        found: list[str] = []
        at = 0
        while at < len(stems):
            for length in range(min(self._longest, len(stems) - at), 0, -1):
                first = self._first.get(stems[at : at + length])
                if first is not None:
                    found.append(first)
                    at += length
                    break
            else:
                found.append(stems[at])
                at += 1
        return found


def cluster_wordings(wordings: Sequence[Wording], reader: Reader) -> tuple[Cluster, ...]:
    """Group wordings of one language; every wording is in exactly one cluster, the largest clusters first.

    The most frequent wording leads; a rarer one joins the leader it is most like, so that no chain of small
    likenesses joins what has nothing in common.
    """
    ordered = sorted(wordings, key=lambda wording: (-wording.visits, wording.text))
    read = {wording: reader.stems(wording.text) for wording in ordered}
    joined = {wording: "".join(found) for wording, found in read.items()}
    stems = _spelled_right(read)
    weights = _weights(stems)
    leaders: list[Wording] = []
    members: dict[Wording, list[Wording]] = {}
    for wording in ordered:
        leader = _most_alike(wording, leaders, stems, weights) or _spelled_like(wording, leaders, joined)
        if leader is None:
            leaders.append(wording)
            leader = wording
        members.setdefault(leader, []).append(wording)
    clusters = sorted(members.values(), key=lambda group: -sum(wording.visits for wording in group))
    return tuple(Cluster(tuple(wording.text for wording in group)) for group in clusters)


def is_about(stems: Iterable[str], core: Iterable[str]) -> bool:
    """Tell whether a wording has most of what a question consists of."""
    mine, theirs = set(stems), set(core)
    common = len(mine & theirs)
    return common > 0 and common * 2 >= len(theirs) and common * 2 >= len(mine)


def _spelled_right(stems: Mapping[Wording, tuple[str, ...]]) -> dict[Wording, tuple[str, ...]]:
    """Replace stems by more frequent ones that differ in a letter or two, or grow from the same root."""
    often = _often(stems)
    ranked = [stem for stem, _ in often.most_common()]
    right: dict[str, str] = {}
    for at, stem in enumerate(ranked):
        known = [one for one in ranked[:at] if often[one] >= _RARER * often[stem]]
        near = _nearest(stem, known) or next((one for one in ranked[:at] if _is_kin(stem, one)), None)
        right[stem] = stem if near is None else right[near]
    return {wording: tuple(dict.fromkeys(right[stem] for stem in found)) for wording, found in stems.items()}


def _nearest(stem: str, known: Sequence[str]) -> str | None:
    if len(stem) < _LEAST_LETTERS or not stem.isalpha():
        return None
    most = 1 if len(stem) < 8 else 2
    found = process.extractOne(stem, known, scorer=OSA.distance, score_cutoff=most)
    if found is None or len(found[0]) < _LEAST_LETTERS or found[0][0] != stem[0]:
        return None
    return str(found[0])


def _is_kin(first: str, second: str) -> bool:
    """Tell whether two stems begin alike for most of their length: "подарок" and "подарочн".

    Where one is the root of the other, fewer letters do: "упак" and "упаковк".
    """
    common, longest = Prefix.similarity(first, second), max(len(first), len(second))
    if common == min(len(first), len(second)):
        return common >= _LEAST_ROOT_LETTERS and common >= _LEAST_ROOT_SHARE * longest
    return common >= _ROOT_LETTERS and common >= _ROOT_SHARE * longest


def _often(stems: Mapping[Wording, tuple[str, ...]]) -> Counter[str]:
    often: Counter[str] = Counter()
    for wording, found in stems.items():
        often.update(dict.fromkeys(found, wording.visits))
    return often


def _weights(stems: Mapping[Wording, tuple[str, ...]]) -> dict[str, float]:
    whole = sum(wording.visits for wording in stems)
    return {stem: math.log(1 + whole / visits) for stem, visits in _often(stems).items()}


def _most_alike(
    wording: Wording,
    leaders: Sequence[Wording],
    stems: Mapping[Wording, tuple[str, ...]],
    weights: Mapping[str, float],
) -> Wording | None:
    best, score = None, 0.0
    for leader in leaders:
        alike = _cosine(stems[wording], stems[leader], weights)
        if alike >= ALIKE and alike > score:
            best, score = leader, alike
    return best


def _spelled_like(
    wording: Wording, leaders: Sequence[Wording], joined: Mapping[Wording, str]
) -> Wording | None:
    choices = [joined[leader] for leader in leaders]
    found = process.extractOne(joined[wording], choices, scorer=fuzz.ratio, score_cutoff=SPELLED_ALIKE)
    return None if found is None else leaders[found[2]]


def _cosine(first: tuple[str, ...], second: tuple[str, ...], weights: Mapping[str, float]) -> float:
    common = sum(weights[stem] ** 2 for stem in set(first) & set(second))
    if not common:
        return 0.0
    lengths = (math.sqrt(sum(weights[stem] ** 2 for stem in set(side))) for side in (first, second))
    return common / math.prod(lengths)
