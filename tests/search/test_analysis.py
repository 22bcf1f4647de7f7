"""How text is read in each language."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from snowballstemmer import stemmer

from search import LanguageUnknown, known_languages
from search.analysis import get_analyzer, normalise
from search.analysis.snowball import snowball_stem

_STEMS = Path(__file__).parents[3] / "shared" / "relevance" / "stems"
_ALGORITHMS = {"en": "english", "ru": "russian", "hu": "hungarian"}


def words(lang: str, text: str) -> list[str]:
    return [token.word for token in get_analyzer(lang).tokens(normalise(text))]


@pytest.mark.parametrize("lang", known_languages())
@given(text=st.text(max_size=300))
def test_any_text_is_cut_into_bounded_words_with_their_places(lang: str, text: str) -> None:
    shown = normalise(text)
    end = 0
    for token in get_analyzer(lang).tokens(shown):
        assert end <= token.start < token.end <= len(shown)
        assert 1 <= len(token.word) <= 40
        assert get_analyzer(lang).stem(token.word)
        end = token.end


@given(text=st.text(max_size=200))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        pytest.param("en", "Don't e-mail John’s shop", ["dont", "email", "john", "shop"], id="en"),
        pytest.param("ru", "Ещё не пришёл", ["еще", "не", "пришел"], id="yo-is-ye"),
        pytest.param("hu", "E-mail-cím: a fiók", ["email", "cím", "a", "fiók"], id="hu"),
        pytest.param("en", "soft\u00adhyphen\u200b zero\x00byte", ["softhyphen", "zero", "byte"], id="marks"),
        pytest.param("hu", "jelszo\u0301", ["jelszó"], id="decomposed-accents"),
        pytest.param("en", "half \ud800 character", ["half", "character"], id="surrogate"),
    ],
)  # fmt: skip
def test_words_are_read_the_one_way_they_are_compared_in(lang: str, text: str, expected: list[str]) -> None:
    assert words(lang, text) == expected


@pytest.mark.parametrize(
    ("lang", "negations"),
    [
        ("en", "no not never without cannot dont nor neither"),
        ("ru", "не нет ни нельзя без никогда"),
        ("hu", "nem ne nincs sem soha nélkül"),
    ],
)
def test_negations_are_never_stop_words(lang: str, negations: str) -> None:
    analyzer = get_analyzer(lang)
    assert [word for word in negations.split() if analyzer.is_stop(word)] == []


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("en", "return returns returned returning"),
        ("en", "cancel cancelled cancelling canceled"),
        ("ru", "подписка подписки подписок подписку"),
        ("ru", "посылка посылок посылкой"),
        ("ru", "деньги денег деньгами"),
        ("hu", "jelszó jelszavam jelszavát jelszót"),
        ("hu", "számla számlát számlám számlámat"),
        ("hu", "csomag csomagom csomagot csomagja"),
    ],
)
def test_the_forms_of_a_word_share_a_stem(lang: str, forms: str) -> None:
    assert len({get_analyzer(lang).stem(form) for form in forms.split()}) == 1


def test_accents_fold_but_cyrillic_letters_stay() -> None:
    assert get_analyzer("hu").fold("űrlapját") == "urlapjat"
    assert get_analyzer("ru").fold("мой") == "мой"


@pytest.mark.parametrize("typed", ["djpdhfn", "vozvrat"])
def test_russian_typed_on_another_keyboard_or_in_latin_letters_is_understood(typed: str) -> None:
    assert "возврат" in get_analyzer("ru").respellings(typed)


def test_a_language_without_an_analyzer_is_a_clear_error() -> None:
    with pytest.raises(LanguageUnknown, match=r"No analyzer for the language 'de'.*en, hu, ru"):
        get_analyzer("de")


@pytest.mark.parametrize(("lang", "algorithm"), list(_ALGORITHMS.items()))
def test_stems_are_those_of_snowball(lang: str, algorithm: str) -> None:
    if not (path := _STEMS / f"{lang}.jsonl").is_file():
        pytest.skip("no list of word and stem pairs beside the project: stems are not compared")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    wrong = [row for row in rows if snowball_stem(algorithm, row["word"]) != row["stem"]]
    assert wrong == []


@pytest.mark.parametrize("algorithm", _ALGORITHMS.values())
def test_both_stemmers_agree(algorithm: str) -> None:
    pure = stemmer(algorithm)
    for word in ["cancelled", "returning", "подписками", "возвращаю", "jelszavam", "számlát", "zárolva"]:
        assert snowball_stem(algorithm, word) == pure.stemWord(word)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("hu", ("kikapcsolja", "kikapcsolás", "kikapcsolását")),
        ("hu", ("átnevezze", "átnevezés")),
        ("hu", ("visszaküldeni", "visszaküldhető", "visszaküldése")),
        ("ru", ("удаление", "удалить", "удалите")),
        ("ru", ("использование", "использовать")),
    ],
)
def test_a_verb_and_the_name_of_its_action_are_one(lang: str, words: tuple[str, ...]) -> None:
    assert len({get_analyzer(lang).stem(word) for word in words}) == 1


def test_a_hungarian_preverb_that_follows_its_verb_belongs_before_it() -> None:
    assert "kikapcsolja" in get_analyzer("hu").joined("kapcsolja", "ki")
    assert get_analyzer("hu").joined("ház", "szállítás") == ("házszállítás",)
