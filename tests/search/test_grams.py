"""The runs of words that were known before are found as those of new words."""

import random

import pytest

from search.analysis import get_analyzer
from search.grams import GramTable

ANALYZER = get_analyzer("en")


def some_words(luck: random.Random) -> list[str]:
    """Make up words of few letters, so that they share runs."""
    lengths = [luck.randint(0, 7) for _ in range(luck.randint(0, 40))]
    return sorted({"".join(luck.choices("abcdé", k=length)) for length in lengths})


def told_by(table: GramTable) -> tuple[object, ...]:
    """Give all that a table tells."""
    found = {gram: table.words_with(gram).tolist() for gram in table}
    return list(table), found, table.lengths.tolist(), table.firsts.tolist(), table.flat.tolist()


@pytest.mark.parametrize("seed", range(30))
def test_a_table_made_from_one_before_is_as_one_made_from_nothing(seed: int) -> None:
    luck = random.Random(seed)  # noqa: S311  no secret
    old, other = some_words(luck), some_words(luck)
    before = GramTable.of(old, ANALYZER)
    for words in (other, sorted({*old, *other}), old[1:], old, []):
        assert told_by(GramTable.of(words, ANALYZER, before=before)) == told_by(GramTable.of(words, ANALYZER))
