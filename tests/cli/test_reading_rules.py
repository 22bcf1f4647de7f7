"""What is held to while reading: each has a wrong and a right example, and tells what to write."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from portal.articles.rules.registry import READING
from portal.articles.rules.rule import Problem
from portal.cli.checking import look
from portal.knowledge.asking import Asked, find_broken
from portal.knowledge.expected import Expected
from portal.settings import load_settings
from tests.articles.making import ROOT, make_article, put
from tests.site.making import make_project

FILE = "content/en/orders/cancel-an-order.md"
Spoil = Callable[[Path], object]


def written(name: str, text: str) -> Spoil:
    return lambda project: put(project / name, text)


def without_a_plural_form(project: Path) -> None:
    (project / "themes").unlink()
    shutil.copytree(ROOT / "themes/helpcenter/words", project / "themes/helpcenter/words")
    words = project / "themes/helpcenter/words/ru.yml"
    text = words.read_text("utf-8")
    assert "few: " in text
    put(words, text.replace("few: ", "two: ", 1))


EXAMPLES: dict[str, tuple[Spoil, str]] = {
    "front-matter": (
        written(FILE, make_article(knd="x")),
        f"{FILE}:11: error: Unknown key `knd`. Did you mean `kind`? [front-matter]",
    ),
    "forbidden": (
        written(FILE, make_article("Hello\n<script>x()</script>\n")),
        f"{FILE}:14: error: HTML with `<script>` is not taken. Write Markdown.",
    ),
    "files": (
        written("content/en/orders/notes.docx", "x"),
        "content/en/orders/notes.docx:1: error: A file of this kind would be published and is not taken.",
    ),
    "data": (
        written("content/_data/home.yml", "popula: [orders-faq]\n"),
        "content/_data/home.yml:1: error: Unknown key `popula`. Did you mean `popular`? [data]",
    ),
    "words": (without_a_plural_form, "/ru.yml:"),
    "search-knowledge": (
        written("content/_data/expected.en.yml", "orders-faq:\n  - euros\n  - 12\n"),
        "content/_data/expected.en.yml:3: error: ",
    ),
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PORTAL_ROOT", str(tmp_path))
    return make_project(tmp_path)


def problems() -> list[Problem]:
    return look(load_settings(), since=None, today=date(2026, 11, 21)).problems


@pytest.mark.parametrize("name", EXAMPLES)
def test_it_tells_what_is_wrong_and_nothing_of_what_is_right(project: Path, name: str) -> None:
    spoil, told = EXAMPLES[name]
    assert [one for one in problems() if one.rule == name] == []
    spoil(project)
    found = [one for one in problems() if one.rule == name]
    assert any(told in str(one) for one in found), [str(one) for one in found]
    assert all(one.line >= 1 and one.message and str(one).endswith(f"[{name}]") for one in found)


def test_a_question_that_search_does_not_answer_is_told_with_what_to_write() -> None:
    expected = Expected("en", "orders-faq", "euros", "content/_data/expected.en.yml", 2)
    assert list(find_broken([Asked(expected, 1, ("orders-faq",))])) == []
    (broken,) = find_broken([Asked(expected, None, ("send-it-back",))])
    told = str(Problem.of_error(broken, rule="expected-questions"))
    assert told.startswith("content/_data/expected.en.yml:2: error: “euros” must lead to `orders-faq`")
    assert told.endswith("Add the wording to the article's `questions`, or a synonym. [expected-questions]")


def test_everything_that_is_held_to_while_reading_has_its_examples() -> None:
    assert {*EXAMPLES, "expected-questions"} == set(READING)
