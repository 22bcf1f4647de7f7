"""Help with spelling from the index's own words."""

import pytest

from search import SearchIndex
from search.analysis import get_analyzer
from search.query import make_plan, read_query
from search.terms import TermReader
from search.vocabulary import Vocabulary
from search.words import Words


def vocabulary(*words: str, lang: str = "en", df: tuple[int, ...] = ()) -> Vocabulary:
    analyzer = get_analyzer(lang)
    stems = tuple(analyzer.stem(word) for word in words)
    counts = df or tuple(1 for _ in words)
    return Vocabulary(
        Words(words=words, stems=stems, df=counts, stem_df=dict.fromkeys(stems, 1), texts=2), analyzer
    )


def corrected(known: Vocabulary, word: str) -> list[str]:
    return known.corrections(word)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("adress", "address", id="missing"),
        pytest.param("delivvery", "delivery", id="doubled"),
        pytest.param("reutrn", "return", id="swapped"),
        pytest.param("vaucher", "voucher", id="replaced"),
        pytest.param("recieved", "received", id="ie"),
        pytest.param("cancellatoin", "cancellation", id="long"),
    ],
)
def test_an_error_or_two_are_seen_through(typed: str, meant: str) -> None:
    words = ("address", "delivery", "return", "voucher", "received", "cancellation", "refund")
    assert corrected(vocabulary(*words), typed)[0] == meant


@pytest.mark.parametrize(
    ("lang", "typed", "meant"),
    [
        pytest.param("hu", "hejes", "helyes", id="j for ly"),
        pytest.param("hu", "follyon", "folyjon", id="lly for lyj"),
        pytest.param("hu", "higyjen", "higgyen", id="gyj for ggy"),
        pytest.param("ru", "зделать", "сделать", id="heard alike"),
        pytest.param("ru", "аплата", "оплата", id="not stressed"),
        pytest.param("ru", "вернутся", "вернуться", id="infinitive"),
    ],
)
def test_letters_that_are_heard_alike_are_hardly_an_error(lang: str, typed: str, meant: str) -> None:
    others = ("tejes", "foglaljon", "higgyen", "folyjon", "helyes", "делать", "сделать", "оплата", "плата")
    known = vocabulary(*others, "вернуться", "вернулся", lang=lang, df=(9, *[1] * 10))
    assert corrected(known, typed)[0] == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("soronkívül", "soron kívül", id="run together"),
        pytest.param("soronkivűl", "soron kívül", id="and other accents"),
        pytest.param("soronkivvül", "soron kívül", id="and an error in the second"),
        pytest.param("szoronkívül", "soron kívül", id="and an error in the first"),
        pytest.param("végülis", "végül is", id="a small word behind"),
    ],
)
def test_two_words_that_were_run_together_are_parted_even_with_an_error(typed: str, meant: str) -> None:
    assert corrected(vocabulary("soron", "kívül", "végül", lang="hu"), typed)[0] == meant


def test_two_words_are_not_guessed_where_both_have_errors() -> None:
    assert corrected(vocabulary("delivery", "address"), "delivryadess") == []


def test_a_word_known_but_for_accents_is_surer_than_what_its_stem_leads_to() -> None:
    known = vocabulary("számít", "szám", lang="hu")
    (term,) = make_plan(read_query("számit"), TermReader(known, get_analyzer("hu"))).terms
    assert term.same == known.find("számít")
    assert max(term.matches, key=term.matches.__getitem__) == term.same


def test_a_row_of_the_same_letters_is_no_short_word_that_sounds_alike() -> None:
    known = vocabulary("ok", "vissza", lang="hu")
    assert corrected(known, "zzzzzzqq") == []
    assert corrected(known, "visszza") == ["vissza"]


def test_of_equally_near_words_the_one_of_more_articles_comes_first() -> None:
    assert corrected(vocabulary("mend", "send", "bend", df=(1, 9, 2)), "rend")[0] == "send"


@pytest.mark.parametrize("typed", ["ab", "104-2391", "a1b2c3", "xylophone"])
def test_short_words_numbers_and_strangers_are_left_alone(typed: str) -> None:
    assert corrected(vocabulary("ac", "abc1", "a1b2c4", "card"), typed) == []


def test_a_prefix_ignores_accents_and_prefers_frequent_words() -> None:
    known = vocabulary("számla", "szám", "szállítás", "ár", lang="hu", df=(1, 5, 2, 1))
    found = known.starting_with("szam", limit=5)
    assert [known.words[number] for number in found] == ["szám", "számla"]


def test_only_the_wrong_word_of_a_question_is_replaced() -> None:
    known = vocabulary("cancel", "order")
    plan = make_plan(read_query("Cancel, my ODRER!"), TermReader(known, get_analyzer("en")))
    assert plan.corrected_text() == "Cancel, my order!"


def test_a_question_is_cut_after_sixteen_words(index: SearchIndex) -> None:
    text = " ".join(f"w{number}" for number in range(40))
    plan = make_plan(text, TermReader(vocabulary("w1"), get_analyzer("en")))
    assert [term.word for term in plan.terms] == [f"w{number}" for number in range(16)]
