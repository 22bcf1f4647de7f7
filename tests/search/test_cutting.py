"""Many texts that are cut at once are cut into the words that each has by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import known_languages
from search.analysis import get_analyzer
from search.cutting import Cutter

# Words are joined by few signs, which chance alone would seldom put beside each other.
TRICKY = st.sampled_from("ab1_-'’ʼ ²½éёЁİß\n\ud800😀")
TEXTS = st.lists(st.text(TRICKY, max_size=20) | st.text(max_size=40), max_size=6)


@pytest.mark.parametrize("lang", known_languages())
@given(texts=TEXTS)
def test_words_and_places_are_those_of_each_text_alone(lang: str, texts: list[str]) -> None:
    analyzer, cut = get_analyzer(lang), Cutter().cut(texts)
    found = zip(
        (number for number, count in enumerate(cut.counts.tolist()) for _ in range(count)),
        map(analyzer.word, cut.words),
        cut.starts.tolist(),
        (cut.starts + cut.lengths).tolist(),
        strict=True,
    )
    expected = [(number, *token) for number, text in enumerate(texts) for token in analyzer.tokens(text)]
    assert [one for one in found if one[1]] == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("it's-abc", ["it's", "abc"]),
        ("'s-abc", ["s-abc"]),
        ("x-e-mail a-b-cde", ["x", "e-mail", "a", "b-cde"]),
        ("_e-mail e-ma e-mail's", ["e", "mail", "e", "ma", "e-mail's"]),
        ("a''b ’tis", ["a", "b", "tis"]),
    ],
)
def test_a_sign_joins_only_where_it_does_in_a_text_alone(text: str, words: list[str]) -> None:
    assert Cutter().cut([text]).words == words
