"""Words that stand for each other in any collection lead to articles that use only the other one."""

from pathlib import Path

import pytest

from search import SearchIndex, build_index, open_index
from search.analysis import get_analyzer, known_languages
from search.asking import plan_for
from tests.search.makers import make_document

ARTICLES = (
    make_document("refund", "en", "When you get your refund", "We refund to your card within five days."),
    make_document("profile", "en", "Edit your profile", "Open your profile and write another name."),
    make_document("password", "en", "Forgotten password", "Ask for a letter with a new password."),
    *(make_document(f"lamp-{number}", "en", f"Lamp {number}", "A lamp glows.") for number in range(60)),
    make_document("parol", "ru", "Забыт пароль", "Попросите письмо, чтобы задать пароль снова."),
    make_document("dostavka", "ru", "Сроки перевозки", "Мы привезём ваш заказ за два дня."),
    make_document("jelszo", "hu", "Elfelejtett jelszó", "Kérjen levelet az új jelszóhoz."),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    path: Path = tmp_path_factory.mktemp("thesaurus")
    build_index(ARTICLES, path)
    return open_index(path)


def first_of(index: SearchIndex, question: str, lang: str) -> str:
    return index.search(question, lang=lang).hits[0].document_id


def test_a_word_that_no_article_has_leads_to_what_it_is_called_here(index: SearchIndex) -> None:
    assert first_of(index, "reimburse", "en") == "refund"
    assert first_of(index, "account", "en") == "profile"


def test_several_words_may_stand_for_one(index: SearchIndex) -> None:
    assert first_of(index, "money back", "en") == "refund"


def test_the_typed_word_comes_before_another_for_the_same_thing(tmp_path: Path) -> None:
    said = {name: f"How to {name} a letter" for name in ("delete", "erase", "remove")}
    build_index([make_document(name, "en", title, title) for name, title in said.items()], tmp_path)

    for name in said:
        assert first_of(open_index(tmp_path), f"{name} a letter", "en") == name


def test_what_the_collection_calls_so_itself_needs_no_other_word(tmp_path: Path) -> None:
    articles = [make_document(f"{number}", "en", f"Parcel {number}", "A parcel.") for number in range(60)]
    build_index([*articles, make_document("package", "en", "Package", "A package.")], tmp_path)
    shelf = open_index(tmp_path).shelf("en")
    (parcel,) = plan_for(shelf, "parcel").terms
    (package,) = plan_for(shelf, "shipment").terms

    assert {shelf.vocabulary.words[number] for number in parcel.matches} == {"parcel"}
    assert {shelf.vocabulary.words[number] for number in package.matches} == {"parcel", "package"}


def test_an_english_word_leads_to_what_it_is_called_in_the_language_of_the_page(index: SearchIndex) -> None:
    assert first_of(index, "forgot my passwords", "ru") == "parol"
    assert first_of(index, "forgot my passwords", "hu") == "jelszo"


def test_an_english_word_stays_unknown_so_that_english_articles_are_shown_too(index: SearchIndex) -> None:
    answer = index.search("password", lang="ru")

    assert [hit.document_id for hit in answer.others] == ["password"]
    assert answer.did_you_mean is None


def test_english_words_without_meaning_say_nothing(index: SearchIndex) -> None:
    terms = plan_for(index.shelf("ru"), "about the password").terms

    assert [term.weight > 0 for term in terms] == [False, False, True]


@pytest.mark.parametrize("lang", known_languages())
def test_each_line_tells_of_several_words_and_no_line_is_told_twice(lang: str) -> None:
    analyzer = get_analyzer(lang)
    groups = list(analyzer.thesaurus.groups())
    english = [word for word, _ in analyzer.thesaurus.translations()]

    assert all(len(group) > 1 and all(map(analyzer.tokens, group)) for group in groups)
    assert len({frozenset(group) for group in groups}) == len(groups)
    assert all(len(set(group)) == len(group) for group in groups)
    assert len(set(english)) == len(english)
