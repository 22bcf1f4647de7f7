"""A guess at what was meant is doubted as much as it differs from what was typed."""

import pytest

from search import SearchIndex
from search.spelling import sureness


@pytest.mark.parametrize(
    ("typed", "meant", "least", "most"),
    [
        ("refnud", "refund", 1.0, 1.0),
        ("parcle", "parcel", 1.0, 1.0),
        ("ordr", "order", 1.0, 1.0),
        ("zebra", "zero", 0.0, 0.5),
        ("quartz", "quote", 0.0, 0.0),
        ("null", "full", 0.0, 0.5),
        ("rder", "order", 1.0, 1.0),
        ("rfeund", "refund", 1.0, 1.0),
        ("fefund", "refund", 0.9, 1.0),
    ],
)
def test_a_correction_is_as_sure_as_it_is_near(typed: str, meant: str, least: float, most: float) -> None:
    assert least <= sureness([(typed, meant)]) <= most


def test_what_was_not_corrected_is_not_doubted() -> None:
    assert sureness([]) == 1.0


def test_a_far_guess_at_most_words_puts_a_person_first(index: SearchIndex) -> None:
    near = index.search("instalmnets", lang="en")
    assert near.corrected == "instalments"
    assert not near.is_person_first
    far = index.search("cardigans zebra", lang="en")
    assert far.is_person_first


def test_one_word_is_answered_by_the_beginning_of_an_article_or_not_at_all(index: SearchIndex) -> None:
    for word in ("label", "newsletters", "courier", "instalments", "return"):
        said = index.search(word, lang="en").excerpt
        if said is not None:
            shelf = index.shelf("en")
            number = next(
                n for n in range(len(shelf.stored)) if shelf.stored.article(n).id == said.document_id
            )
            assert said.text in shelf.stored.passages(number)[0].text
