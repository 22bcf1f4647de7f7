"""The files of synonyms: what they may say, and how a mistake is pointed at."""

from pathlib import Path

import pytest

from portal.articles import ContentError
from portal.knowledge import load_knowledge, read_synonyms
from search import Synonym

CONTENT = Path(__file__).parents[2] / "content" / "_data"


def write(folder: Path, text: str, lang: str = "en") -> Path:
    (folder / f"synonyms.{lang}.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_group_goes_both_ways_and_a_mapping_one_way(tmp_path: Path) -> None:
    folder = write(tmp_path, "- [Parcel, package]\n- broken: [faulty, needs repair]\n- rma: return\n")
    assert read_synonyms(folder, "en") == (
        Synonym(("parcel", "package"), ("parcel", "package")),
        Synonym(("broken",), ("faulty", "needs repair")),
        Synonym(("rma",), ("return",)),
    )


def test_a_language_without_a_file_has_none(tmp_path: Path) -> None:
    assert read_synonyms(tmp_path, "en") == ()
    assert read_synonyms(write(tmp_path, "# nothing yet\n"), "en") == ()


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param("parcel: package\n", 1, "must stand a list", id="no-list"),
        pytest.param("- [a, b]\n- [alone]\n", 2, "two words or more", id="group-of-one"),
        pytest.param("- [a, b]\n- just a word\n", 2, "neither a group", id="bare-word"),
        pytest.param("- [a, b]\n- c: []\n", 2, "`c` has no other words", id="one way to nothing"),
        pytest.param("- [a, b]\n- [c, b]\n", 2, "group of line 1", id="two-groups"),
        pytest.param("- [a, b, a]\n", 1, "stands here twice", id="twice"),
        pytest.param("- [a, 12]\n", 1, "no word or short phrase", id="number"),
        pytest.param("- [a, '...']\n", 1, "no word or short phrase", id="signs"),
        pytest.param("- [a, b]\n- c: [d]\n- d: [c]\n", 2, "circle: c → d → c", id="loop"),
        pytest.param("- a: [a]\n", 1, "circle: a → a", id="itself"),
        pytest.param("- [a, b]\n- c: [a]\n- b: [c]\n", 2, "circle: c → a → c", id="loop-through-group"),
        pytest.param("- [a, b]\n- [c, d\n", 3, "not valid YAML", id="no-yaml"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(ContentError, match=message) as caught:
        read_synonyms(write(tmp_path, text), "en")
    assert (caught.value.errors[0].file, caught.value.errors[0].line) == (
        "content/_data/synonyms.en.yml",
        line,
    )


def test_the_mistakes_of_all_languages_are_told_together(tmp_path: Path) -> None:
    write(tmp_path, "- [one]\n", "en")
    write(tmp_path, "- [egy]\n", "hu")
    with pytest.raises(ContentError) as caught:
        load_knowledge(tmp_path, ("en", "ru", "hu"))
    assert [error.file.split(".")[1] for error in caught.value.errors] == ["en", "hu"]


def test_the_files_of_the_shop_are_sound() -> None:
    known = load_knowledge(CONTENT, ("en", "ru", "hu"))
    assert all(known[lang].synonyms for lang in ("en", "ru", "hu"))
