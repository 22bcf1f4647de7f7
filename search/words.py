"""How the words of an index are stored: each once, with its stem and how many texts have it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from search.counting import Stems
from search.stored import map_file

_NAMES: Final = "vocabulary.json"
_COUNTS: Final = "vocabulary.counts"

Array = NDArray[Any]


class _Stored(NamedTuple):
    """Hold what the files say: the number of the stem of each word, and how many texts have what."""

    words: list[str]
    stems: list[str]
    texts: int
    stem_of: list[int]
    df: list[int]
    stem_df: list[int]


@dataclass(frozen=True, slots=True)
class Words:
    """Hold what is stored of a vocabulary: parallel lists, one entry per word.

    Of so many `texts`, titles and passages, `df` have the word, and `stem_df` each stem.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    df: tuple[int, ...]
    stem_df: dict[str, int]
    texts: int

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read what `write_words` wrote; the files have been checked before."""
        stored = _read(folder)
        # Many a stem is a word: each stands in memory once.
        same = {stem: stem for stem in stored.stems}
        return cls(
            words=tuple([same.get(word, word) for word in stored.words]),
            stems=tuple([stored.stems[number] for number in stored.stem_of]),
            df=tuple(stored.df),
            stem_df=dict(zip(stored.stems, stored.stem_df, strict=True)),
            texts=stored.texts,
        )


def stems_of_words(folder: Path) -> dict[str, str]:
    """Read nothing but the stem of each word, in the order of the words."""
    stored = _read(folder)
    return {word: stored.stems[number] for word, number in zip(stored.words, stored.stem_of, strict=True)}


def write_words(
    folder: Path, words: Sequence[str], stems: Stems, *, texts: int, df: Array, stem_df: Array
) -> None:
    """Write words with their stems."""
    # One long text is written, and read again, in a fraction of the time that many short ones take.
    names = {"texts": texts, "words": "\n".join(words), "stems": "\n".join(stems.stems)}
    (folder / _NAMES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
    np.concatenate([stems.of_word, df, stem_df], dtype=np.uint32, casting="unsafe").tofile(folder / _COUNTS)


def _read(folder: Path) -> _Stored:
    names = json.loads((folder / _NAMES).read_bytes())
    words, stems = (names[kind].split("\n") if names[kind] else [] for kind in ("words", "stems"))
    counts = map_file(folder / _COUNTS, np.uint32)
    numbers = (part.tolist() for part in np.split(counts, [len(words), 2 * len(words)]))
    return _Stored(words, stems, names["texts"], *numbers)
