"""What a customer's question gets back."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import Answer, LanguageUnknown, QueryError, SearchIndex, build_index, open_index
from search.query import make_plan
from tests.search.makers import make_document


def first(answer: Answer) -> str | None:
    return answer.hits[0].document_id if answer.hits else None


@pytest.mark.parametrize(
    ("lang", "question", "expected"),
    [
        pytest.param("en", "returning items", "return-an-item", id="forms-en"),
        pytest.param("en", "rma", "return-an-item", id="keyword"),
        pytest.param("en", "can i bring it to a shop?", "return-an-item", id="authors-question"),
        pytest.param("en", "cancelled order", "cancel-an-order", id="doubled-letter"),
        pytest.param("en", "CANCEL", "cancel-an-order", id="capitals"),
        pytest.param("en", "email", "delivery-times", id="hyphen"),
        pytest.param("en", "retrun", "return-an-item", id="typo-en"),
        pytest.param("en", "bank transfre", "payment-methods", id="typo-among-words"),
        pytest.param("ru", "возвращаю товары", "return-an-item", id="forms-ru"),
        pytest.param("ru", "отказ от подписок", "newsletter", id="fleeting-vowel"),
        pytest.param("ru", "ее оформить", "newsletter", id="yo-typed-as-ye"),
        pytest.param("ru", "дотсавка", "delivery-times", id="typo-ru"),
        pytest.param("ru", "ljcnfdrf", "delivery-times", id="wrong-keyboard"),
        pytest.param("ru", "vozvrat", "return-an-item", id="latin-letters"),
        pytest.param("ru", "djpdhfn ltytu", "return-an-item", id="wrong-keyboard-words"),
        pytest.param("ru", "kak vernut tovar", "return-an-item", id="latin-sentence"),
        pytest.param("en", "куегкт", "return-an-item", id="russian-keyboard"),
        pytest.param("en", "ways to paz", "payment-methods", id="hungarian-keyboard"),
        pytest.param("hu", "jelsy=", "sign-in-and-password", id="english-keyboard"),
        pytest.param("hu", "csomag automata", "delivery-options", id="parted-compound"),
        pytest.param("en", "banktransfer", "payment-methods", id="run-together"),
        pytest.param("hu", "jelszavam", "sign-in-and-password", id="forms-hu"),
        pytest.param("hu", "elfelejtett jelszo", "sign-in-and-password", id="no-accents"),
        pytest.param("hu", "szamlam", "get-an-invoice", id="form-without-accents"),
        pytest.param("hu", "számlla", "get-an-invoice", id="typo-hu"),
        pytest.param("hu", "ház szállítás", "delivery-options", id="compound"),
    ],
)
def test_it_finds_the_article(index: SearchIndex, lang: str, question: str, expected: str) -> None:
    assert first(index.search(question, lang=lang)) == expected


def test_a_hit_says_where_to_go_and_why(index: SearchIndex) -> None:
    hit = index.search("print the label", lang="en").hits[0]
    assert (hit.title, hit.url, hit.lang) == ("Return an item", "/en/return-an-item/", "en")
    assert (hit.category, hit.anchor) == ("help", "part-1")
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == ["print", "label"]


def test_typed_words_that_find_nothing_are_corrected(index: SearchIndex) -> None:
    answer = index.search("instalmnets", lang="en")
    assert (answer.corrected, answer.did_you_mean) == ("instalments", None)
    assert first(answer) == "payment-methods"


def test_a_small_word_is_not_corrected_into_one_that_says_something(index: SearchIndex) -> None:
    answer = index.search("wher is my parcl", lang="en")
    assert first(answer) == "delivery-times"
    assert answer.corrected == "where is my parcel"


def test_what_was_meant_on_another_keyboard_is_told(index: SearchIndex) -> None:
    assert index.search("ljcnfdrf", lang="ru").corrected == "доставка"


def test_what_was_meant_in_other_letters_is_told_in_one_script(tmp_path: Path) -> None:
    cancelling = make_document("cancel", "ru", "Как отменить заказ", "Отменит заказ кнопка в письме.")
    finding = make_document("find", "ru", "Где заказ", "Он в пути.", questions=("gde moy zakaz",))
    build_index([cancelling, finding], tmp_path / "index")
    answer = open_index(tmp_path / "index").search("otmenit zakaz", lang="ru")
    assert answer.corrected == "отменит заказ"
    assert first(answer) == "cancel"


def test_a_sure_answer_is_quoted_word_for_word(index: SearchIndex) -> None:
    answer = index.search("can I pay in instalments", lang="en")
    assert not answer.is_person_first
    if answer.excerpt is not None:
        assert (
            answer.excerpt.text
            in "We take cards, bank transfer and cash on delivery. You can pay in instalments."
        )


def test_where_nothing_is_found_a_person_comes_first(index: SearchIndex) -> None:
    answer = index.search("xylophone quartz", lang="en")
    assert (answer.confidence, answer.is_person_first, answer.excerpt) == (0.0, True, None)


def test_a_better_spelling_is_offered_beside_what_the_typed_words_found(index: SearchIndex) -> None:
    answer = index.search("Cancel my odrer!", lang="en")
    assert (answer.corrected, answer.did_you_mean) == (None, "Cancel my order!")
    assert first(answer) == "cancel-an-order"


@pytest.mark.parametrize("word", ["cards", "courier", "returning", "cancelling"])
def test_a_word_that_the_index_knows_is_never_corrected(index: SearchIndex, word: str) -> None:
    answer = index.search(word, lang="en")
    assert (answer.corrected, answer.did_you_mean) == (None, None)


def test_other_languages_answer_when_the_page_language_cannot(index: SearchIndex) -> None:
    answer = index.search("подписка", lang="en")
    assert answer.hits == ()
    assert [(hit.lang, hit.document_id) for hit in answer.others] == [("ru", "newsletter")]


def test_other_languages_are_quiet_when_the_page_language_knows_the_words(
    index: SearchIndex,
) -> None:
    assert index.search("доставка", lang="ru").others == ()


def test_nothing_is_made_up(index: SearchIndex) -> None:
    for question in ("xylophone quartz", "wayward carnival", "qwertz methodology"):
        answer = index.search(question, lang="en")
        assert (answer.hits, answer.others, answer.total) == ((), (), 0)


def test_the_same_question_has_the_same_answer(index: SearchIndex) -> None:
    question = "cancel or return my order"
    assert index.search(question, lang="en") == index.search(question, lang="en")


def test_limit_bounds_the_hits_but_not_the_total(index: SearchIndex) -> None:
    answer = index.search("order account parcel", lang="en", limit=1)
    assert len(answer.hits) == 1
    assert answer.total > 1


@pytest.mark.parametrize(
    ("lang", "question", "expected"),
    [
        ("en", "instalments", "payment-methods"),
        ("en", "courier brings", "delivery-times"),
        ("ru", "подписка", "newsletter"),
        ("hu", "jelszavát", "sign-in-and-password"),
        ("hu", "csomagautomata", "delivery-options"),
    ],
)
def test_an_article_does_not_vanish_while_a_word_is_typed(
    index: SearchIndex, lang: str, question: str, expected: str
) -> None:
    shown = [
        expected in [hit.document_id for hit in index.search(typed, lang=lang, prefix=True).hits]
        for typed in (question[:length] for length in range(2, len(question) + 1))
    ]
    assert shown == sorted(shown), "once shown, it stays"
    assert shown[-1]


@pytest.mark.parametrize("typed", ["cancel i", "cancel in", "cancel a", "cancel how", "cancel cancel"])
def test_a_word_that_was_only_begun_changes_nothing_beside_finished_ones(
    index: SearchIndex, typed: str
) -> None:
    alone = [(hit.document_id, hit.score) for hit in index.search("cancel", lang="en").hits]
    begun = index.search(typed, lang="en", prefix=True)
    assert [(hit.document_id, hit.score) for hit in begun.hits] == alone


def test_one_letter_finds_nothing_and_is_no_failure_yet(index: SearchIndex) -> None:
    answer = index.search("o", lang="en", prefix=True)
    assert (answer.hits, answer.is_finished) == ((), False)


def test_a_rare_word_that_may_become_a_frequent_one_weighs_as_little_as_all_it_may_become(
    index: SearchIndex,
) -> None:
    reader = index.shelf("en").reader

    def weight(text: str, *, prefix: bool) -> float:
        return make_plan(text, reader, prefix=prefix).terms[0].weight

    assert weight("box", prefix=True) == weight("box", prefix=False)
    assert weight("can", prefix=True) < weight("cancel", prefix=False)
    assert weight("can", prefix=True) <= weight("canc", prefix=True) <= weight("cancel", prefix=True)


def test_a_long_message_finds_articles_by_its_telling_words(index: SearchIndex) -> None:
    message = "Hello, I bought a kettle last week, it is lovely. " * 80
    message += "But I would like to pay for the next one in instalments, is that possible?"
    assert first(index.similar(message, lang="en")) == "payment-methods"
    assert index.similar("", lang="en").hits == ()


@pytest.mark.parametrize(
    ("lang", "text"),
    [("en", "Where is my parcel?"), ("hu", "hol a csomagom"), ("ru", "как вернуть товар")],
)
def test_a_message_as_short_as_a_question_finds_what_the_question_finds(
    index: SearchIndex, lang: str, text: str
) -> None:
    assert index.similar(text, lang=lang).hits == index.search(text, lang=lang, limit=5).hits != ()


def test_a_language_the_index_does_not_hold_is_a_clear_error(index: SearchIndex) -> None:
    with pytest.raises(LanguageUnknown, match="no language 'de'; it has en, hu, ru"):
        index.search("paket", lang="de")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" \n\t ", id="white-space"),
        pytest.param("\x00\x01\u200b", id="invisible"),
        pytest.param("a" * 257, id="one-too-many"),
        pytest.param("word " * 2000, id="10,000-characters"),
    ],
)
def test_a_question_that_cannot_be_one_is_refused(index: SearchIndex, text: str) -> None:
    with pytest.raises(QueryError):
        index.search(text, lang="en")


@pytest.mark.parametrize(
    "text",
    [
        "*a*",
        "title:return AND (",
        "<script>alert(1)</script>",
        "🙂🙃",
        "???",
        "\ud83d order",
        "' OR 1=1 --",
        "a" * 256,
        "to be or not to be",
        "1 " * 128,
    ],
)
def test_text_is_never_a_command(index: SearchIndex, text: str) -> None:
    assert index.search(text, lang="en").lang == "en"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=2000)
@given(text=st.text(max_size=300), lang=st.sampled_from(["en", "ru", "hu"]), prefix=st.booleans())
def test_any_text_gets_an_answer_or_a_clear_refusal(
    index: SearchIndex, text: str, lang: str, prefix: bool
) -> None:
    try:
        answer = index.search(text, lang=lang, prefix=prefix)
    except QueryError:
        return
    assert len(answer.hits) <= answer.total
    for hit in (*answer.hits, *answer.others):
        for start, end in hit.snippet.marks:
            assert 0 <= start < end <= len(hit.snippet.text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=2000)
@given(text=st.text(max_size=6000))
def test_any_message_gets_an_answer(index: SearchIndex, text: str) -> None:
    assert index.similar(text, lang="hu").corrected is None
