"""The words files: what they give and what is refused."""

from pathlib import Path

import pytest

from portal.language import UnknownWord, Words, WordsError

REAL = Path(__file__).parents[2] / "themes/helpcenter/words"


def write(folder: Path, **files: str) -> Path:
    for lang, text in files.items():
        (folder / f"{lang}.yml").write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(WordsError) as caught:
        Words.load(folder)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


def test_the_shipped_words_fit_together() -> None:
    words = Words.load(REAL)
    assert words.languages[0] == "en"
    assert set(words.languages) >= {"en", "ru", "hu"}


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, "1 статья"), (2, "2 статьи"), (5, "5 статей"), (11, "11 статей"), (21, "21 статья")],
)
def test_the_number_n_chooses_the_plural_form(number: int, expected: str) -> None:
    assert Words.load(REAL).get("ru", "count.articles", n=number) == expected


def test_a_fourth_language_is_one_more_file(tmp_path: Path) -> None:
    write(tmp_path, en='a: "Help"', de='a: "Hilfe"')
    words = Words.load(tmp_path)
    assert words.languages == ("en", "de")
    assert words.get("de", "a") == "Hilfe"


def test_the_default_language_comes_first(tmp_path: Path) -> None:
    write(tmp_path, de='a: "x"', hu='a: "x"', en='a: "x"')
    assert Words.load(tmp_path, default="hu").languages == ("hu", "de", "en")


def test_an_unknown_key_proposes_the_nearest(tmp_path: Path) -> None:
    words = Words.load(write(tmp_path, en='search.button: "Search"'))
    with pytest.raises(UnknownWord, match=r"Did you mean `search\.button`"):
        words.get("en", "search.bbutton")


def test_an_unknown_language_names_those_there_are(tmp_path: Path) -> None:
    words = Words.load(write(tmp_path, en='a: "x"'))
    with pytest.raises(UnknownWord, match="only en"):
        words.get("de", "a")


def test_a_value_that_was_forgotten_is_named(tmp_path: Path) -> None:
    words = Words.load(write(tmp_path, en='a: "Hello {name}"\nb: {one: "{n} x", other: "{n} y"}'))
    with pytest.raises(UnknownWord, match="needs a value 'name'"):
        words.get("en", "a")
    with pytest.raises(UnknownWord, match="needs a number `n`"):
        words.get("en", "b")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"en": 'a: "x"\nb: "y"', "hu": 'a: "x"'},
            "hu.yml:1: The word `b` is missing.",
            id="a missing word",
        ),
        pytest.param(
            {"en": 'search: "x"', "hu": 'search: "x"\nsearchh: "y"'},
            "hu.yml:2: Unknown word `searchh`. Did you mean `search`?",
            id="an unknown word",
        ),
        pytest.param(
            {"en": 'a: "x"', "ru": 'a: {one: "x", other: "y"}'},
            "ru.yml:1: `a` lacks the plural form `few`.",
            id="a missing plural form",
        ),
        pytest.param(
            {"en": 'a: {one: "x", few: "z", other: "y"}'},
            "en.yml:1: `a` has a plural form `few` that this language does not have.",
            id="a plural form the language does not have",
        ),
        pytest.param(
            {"en": 'a: "x {title}"', "hu": 'a: "x {titlee}"'},
            "hu.yml:1: `a` has the place {titlee}",
            id="a wrong place",
        ),
        pytest.param({"en": "a: 12"}, "en.yml:1: `a` must be a text", id="a number"),
        pytest.param({"en": 'a: "x"\na: "y"'}, "en.yml:2: `a` stands here twice", id="twice"),
        pytest.param({"en": "a:\n\tb: x"}, "en.yml:2: A tab stands", id="a tab"),
        pytest.param(
            {"en": 'a: "x"', "zz1": 'a: "x"'}, "zz1.yml:1: `zz1` is no language code", id="no language"
        ),
        pytest.param({"hu": 'a: "x"'}, "en.yml:1: There are no words", id="no default language"),
    ],
)
def test_words_that_do_not_fit_are_refused_with_file_and_line(
    tmp_path: Path, files: dict[str, str], expected: str
) -> None:
    found = problems(write(tmp_path, **files))
    assert any(problem.startswith(expected) for problem in found), found


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_bytes('a: "Kannaház"'.encode("latin-1"))
    assert problems(tmp_path) == ["en.yml:1: This is not UTF-8. Save it as UTF-8."]


def test_words_such_as_no_stay_words(tmp_path: Path) -> None:
    words = Words.load(write(tmp_path, en="vote:\n  no: no\n  yes: yes"))
    assert words.get("en", "vote.no") == "no"
