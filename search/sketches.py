"""Tell by a few numbers whether an article still says about the same: a sketch of the words it has."""

import hashlib
from collections.abc import Iterable
from typing import Final

from search.analysis import get_analyzer, normalise
from search.documents import Document, passages_of

_NUMBERS: Final = 32
_DIGITS: Final = 4
# Of two sketches with fewer numbers in common than this share, the articles differ a lot.
_LEAST_ALIKE: Final = 0.5


def sketch_of(document: Document) -> str:
    """Sketch an article: of each of some hashes, the least over its words (MinHash)."""
    return sketch_of_texts((document.title, *(part.text for part in passages_of(document))), document.lang)


def sketch_of_texts(texts: Iterable[str], lang: str) -> str:
    """Sketch texts of a language together."""
    analyzer = get_analyzer(lang)
    stems = {
        analyzer.stem(token.word)
        for text in texts
        for token in analyzer.tokens(normalise(text))
        if not analyzer.is_stop(token.word)
    }
    hashes = [hashlib.blake2b(stem.encode(), digest_size=2 * _NUMBERS).digest() for stem in stems]
    return "".join(
        min((one[2 * at : 2 * at + 2] for one in hashes), default=b"\0\0").hex() for at in range(_NUMBERS)
    )


def is_like(sketch: str, other: str) -> bool:
    """Tell whether two sketches are of about the same text; an empty one is like every other."""
    if not sketch or not other:
        return True
    parts = [(sketch[at : at + _DIGITS], other[at : at + _DIGITS]) for at in range(0, len(sketch), _DIGITS)]
    return sum(left == right for left, right in parts) >= _LEAST_ALIKE * len(parts)
