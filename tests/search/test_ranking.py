"""How evidence is added up."""

from dataclasses import fields
from pathlib import Path

import pytest

from search import Document, build_index, known_languages, open_index
from search.ranking import Evidence, Weights, weights_of
from tests.search.makers import make_document

FILLER = tuple(
    make_document(f"filler-{number}", "en", f"Topic {number}", f"Other matter {number}.")
    for number in range(12)
)


def order(tmp_path: Path, question: str, *documents: Document) -> list[str]:
    build_index([*documents, *FILLER], tmp_path)
    return [hit.document_id for hit in open_index(tmp_path).search(question, lang="en").hits]


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        pytest.param(
            "refund",
            make_document("b", "en", "Refund", "When it comes."),
            make_document("a", "en", "Money", "The refund comes soon."),
            id="title-before-body",
        ),
        pytest.param(
            "locker code",
            make_document("b", "en", "Lockers", "The code of the locker comes by text."),
            make_document("a", "en", "Lockers", "A locker is large. " * 40, "Codes|Enter it."),
            id="one-passage-with-all-words",
        ),
        pytest.param(
            "gift card",
            make_document("b", "en", "Presents", "Use a gift card at the till today."),
            make_document("a", "en", "Presents", "A card is no gift at the till today."),
            id="words-side-by-side",
        ),
        pytest.param(
            "where is my stuff",
            make_document("b", "en", "Tracking", "Look it up.", questions=("where is my stuff",)),
            make_document("a", "en", "Tracking", "Look it up, all stuff."),
            id="the-authors-question",
        ),
        pytest.param(
            "where is my order",
            make_document("b", "en", "Where is my order?", "Look it up."),
            make_document("a", "en", "How to order", "Look it up."),
            id="small-words-of-the-title",
        ),
        pytest.param(
            "where is it",
            make_document("b", "en", "Tracking", "Look it up.", questions=("where is it",)),
            make_document("a", "en", "Tracking", "Look it up.", questions=("where do it all",)),
            id="a-question-of-small-words-alone",
        ),
        pytest.param(
            "cancel order",
            make_document("b", "en", "Changes", "Look it up.", questions=("cancel order",)),
            make_document("a", "en", "Changes", "Look it up.", questions=("order cancelled",)),
            id="the-very-words",
        ),
        pytest.param(
            "lease",
            make_document("b", "en", "Paying", "In parts.", keywords=("lease",)),
            make_document("a", "en", "Paying", "In parts."),
            id="keyword",
        ),
    ],
)
def test_the_better_evidence_comes_first(
    tmp_path: Path, question: str, better: Document, worse: Document
) -> None:
    found = order(tmp_path, question, better, worse)
    assert found[0] == "b"


def test_each_kind_of_evidence_has_one_weight() -> None:
    assert tuple(field.name for field in fields(Weights)) == Evidence._fields
    assert Weights(title=2.0).total(Evidence(title=3.0)) == pytest.approx(6.0)


def test_a_language_without_weights_of_its_own_has_the_common_ones() -> None:
    assert weights_of("xx") == Weights()
    assert all(weights_of(lang).title > 0 for lang in known_languages())


def test_a_word_is_as_rare_as_the_titles_and_passages_that_have_it(tmp_path: Path) -> None:
    rest = "How|Fill in the form."
    cards = make_document("cards", "en", "Delivery", "Cards for delivery.", rest, keywords=("voucher",))
    points = make_document("points", "en", "How to pay", "Points|For delivery, delivery only.", rest)
    build_index([cards, points], tmp_path)

    vocabulary = open_index(tmp_path).shelf("en").vocabulary
    df = {word: vocabulary.df[number] for number, word in enumerate(vocabulary.words)}

    assert vocabulary.texts == 2 + 4
    assert (df["delivery"], df["cards"], vocabulary.stem_df["card"]) == (3, 1, 1)
    # What stands in no text is as rare as its articles.
    assert df["voucher"] == 6 // 2
