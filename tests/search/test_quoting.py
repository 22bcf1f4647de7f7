"""What is quoted: who names an article is told its beginning, who asks for a detail that detail."""

import pytest

from search import SearchIndex, build_index, open_index
from tests.search.makers import ENGLISH, make_document

_DAMAGED = make_document(
    "damaged-parcel",
    "en",
    "Damaged parcel",
    "|Send us photos of what is damaged; you choose between a new item and your money.",
    "Send photos|Choose Report damage in your order and add three photos.",
    "The deadline|Is a parcel or the kettle in a parcel damaged? Say it within three days, however damaged.",
)
_BUTTON = "Cancel my order"
_CANCEL = make_document(
    "cancel-order",
    "en",
    "Cancel your order",
    "|It is free of charge until packing begins.",
    f"How it is done|Open your orders and choose {_BUTTON}. The order then shows that you cancelled it.",
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """Give an index in which both articles come first for their names."""
    path = tmp_path_factory.mktemp("quoting") / "index"
    others = [one for one in ENGLISH if one.id != "cancel-an-order"]
    build_index((*others, _DAMAGED, _CANCEL), path)
    return open_index(path)


def _quoted(shop: SearchIndex, question: str) -> str:
    said = shop.search(question, lang="en").excerpt
    assert said is not None
    return said.text


def test_who_names_an_article_is_told_its_beginning(shop: SearchIndex) -> None:
    assert _quoted(shop, "damaged parcel").startswith("Send us photos")


def test_who_asks_for_more_than_the_name_is_told_the_passage(shop: SearchIndex) -> None:
    assert "within three days" in _quoted(shop, "damaged parcel deadline three days")


def test_a_passage_that_says_the_words_side_by_side_is_told_even_to_who_names_the_article(
    shop: SearchIndex,
) -> None:
    assert _BUTTON in _quoted(shop, "cancel order")
