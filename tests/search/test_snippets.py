"""What is shown of an article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import get_analyzer, normalise
from search.query import make_plan
from search.snippets import SNIPPET_CHARACTERS, Marker, Snippet
from search.stored import pack_span
from search.terms import TermReader
from search.vocabulary import Vocabulary
from search.words import Words

_LONG = (
    "Parcels travel by courier. " * 12
    + "If the locker is full, the parcel waits at the nearest point. You get a new code by text. "
    + "Nothing else changes for you. " * 12
)


def snippet_of(question: str, text: str, lang: str = "en") -> Snippet:
    analyzer = get_analyzer(lang)
    tokens = analyzer.tokens(text)
    words = tuple(dict.fromkeys(token.word for token in tokens))
    stems = tuple(analyzer.stem(word) for word in words)
    df = tuple(1 for _ in words)
    stem_df = dict.fromkeys(stems, 1)
    vocabulary = Vocabulary(Words(words=words, stems=stems, df=df, stem_df=stem_df, texts=1), analyzer)
    numbers = [words.index(token.word) for token in tokens]
    spans = [pack_span(token.start, token.end) for token in tokens]
    return Marker(make_plan(question, TermReader(vocabulary, analyzer))).snippet(text, numbers, spans)


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.marks]


def test_a_short_passage_is_shown_whole() -> None:
    text = "You can cancel until it is packed."
    assert snippet_of("cancel", text) == Snippet(text, ((8, 14),))


def test_of_a_long_passage_the_stretch_with_the_words_is_shown() -> None:
    snippet = snippet_of("locker full code", _LONG)
    assert marked(snippet) == ["locker", "full", "code"]
    assert snippet.text.startswith("…If the locker is full")
    assert snippet.text.endswith("…")
    assert len(snippet.text) <= SNIPPET_CHARACTERS + 2


@pytest.mark.parametrize(
    ("lang", "question", "text", "expected"),
    [
        ("en", "return", "Returned and returning goods", ["Returned", "returning"]),
        ("ru", "заказы", "Ваш Заказ в пути, заказов нет", ["Заказ", "заказов"]),
        ("hu", "jelszo", "A jelszavát és a JELSZÓT", ["jelszavát", "JELSZÓT"]),
    ],
)
def test_forms_of_the_words_are_marked(lang: str, question: str, text: str, expected: list[str]) -> None:
    assert marked(snippet_of(question, text, lang)) == expected


@given(text=st.text(max_size=900), question=st.text(min_size=1, max_size=40))
def test_marks_lie_within_the_text_in_order(text: str, question: str) -> None:
    shown = normalise(text)
    snippet = snippet_of(question + " " + shown[:40], shown)
    place = 0
    for start, end in snippet.marks:
        assert place <= start < end <= len(snippet.text)
        place = end
    assert len(snippet.text) <= SNIPPET_CHARACTERS + 2
    assert snippet.text.strip("…") in shown
