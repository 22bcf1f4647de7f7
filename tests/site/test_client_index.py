"""The small index for the browser: what it holds, and how little."""

import json

import pytest

from portal.site.client_index import FILE, SHARE, fold_words, is_alike, make_client_index, make_entry
from search import Document, Section
from tests.building import BuiltSite

TEXT = "The courier rings twice and leaves a card. A locker keeps the parcel for three days. " * 20


def make_document(**given: object) -> Document:
    usual: dict[str, object] = {
        "id": "lockers",
        "lang": "en",
        "title": "Parcel lockers",
        "url": "en/delivery/lockers/",
        "summary": "A parcel waits three days.",
        "category": "delivery",
        "sections": (Section("Opening it", "opening", TEXT),),
        "questions": ("how do I open a lóckér box",),
        "keywords": ("automat",),
    }
    return Document(**{**usual, **given})  # type: ignore[arg-type]  # a maker


def test_it_holds_address_title_summary_and_telling_words() -> None:
    made = json.loads(make_client_index([make_entry(make_document())], {"delivery": "Delivery"}))
    ((url, title, summary, words),) = made["articles"]
    assert made["categories"] == {"delivery": "Delivery"}
    assert (url, title, summary) == ("delivery/lockers/", "Parcel lockers", "A parcel waits three days.")
    assert words.split()[:3] == ["how", "open", "box"]


def test_it_says_no_word_twice_in_other_forms() -> None:
    words = make_entry(make_document()).words
    assert "lockers" not in words
    assert "parcel" not in words
    assert "automat" in words


@pytest.mark.parametrize("length", [0, 1, 20])
def test_it_takes_at_most_its_share_of_the_text(length: int) -> None:
    long = make_document(sections=(Section("", "", TEXT * length),), summary="A summary of it. " * 4)
    entries = [make_entry(long), make_entry(make_document())]
    made = make_client_index(entries, {"delivery": "Delivery"})
    titles_alone = json.dumps([[entry.url, entry.title, "", ""] for entry in entries])
    most = SHARE * sum(entry.text_bytes for entry in entries)
    assert len(made.encode()) <= max(most, len(titles_alone) + 80)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("csomag", "csomagom", True),
        ("заказ", "заказать", True),
        ("посылка", "посылку", True),
        ("refund", "refunded", True),
        ("refund", "refuse", False),
        ("card", "carrier", False),
        ("by", "bye", False),
    ],
)
def test_forms_of_a_word_are_known_by_their_beginning(one: str, other: str, alike: bool) -> None:
    assert is_alike(one, other) is alike
    assert is_alike(other, one) is alike


def test_words_are_folded() -> None:
    assert fold_words("Jelszó, ё-моё & CSŐ_2") == ["jelszo", "е", "мое", "cso", "2"]


def test_signs_of_all_kinds_part_words() -> None:
    assert fold_words("“Pay”—later…in\u00a0naïve™ shops") == ["pay", "later", "in", "naive", "shops"]


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_each_language_of_the_shipped_site_has_its_own(built_site: BuiltSite, lang: str) -> None:
    made = json.loads(built_site.read(f"{lang}/{FILE}"))
    assert len(made["articles"]) > 60
    for url, title, _, words in made["articles"]:
        assert (built_site.site / lang / url / "index.html").is_file()
        assert title
        assert words
