"""Questions as tests: which article must be among the first answers, and what a change does to that."""

from pathlib import Path

import pytest

from portal.articles import ContentError
from portal.knowledge.asking import Asked, Change, ask, compare, find_broken
from portal.knowledge.expected import Expected, read_expected
from search import Document, SearchIndex, build_index, open_index

CONTENT = Path(__file__).parents[2] / "content"


def write(folder: Path, text: str) -> Path:
    (folder / "expected.en.yml").write_text(text, encoding="utf-8")
    return folder


def make_index(folder: Path, *titles: str) -> SearchIndex:
    documents = [Document(id=title.lower().replace(" ", "-"), lang="en", title=title) for title in titles]
    build_index(documents, folder)
    return open_index(folder)


def expect(question: str, article_id: str, line: int = 1) -> Expected:
    return Expected("en", article_id, question, "content/_data/expected.en.yml", line)


def test_each_question_knows_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path, "cancel-order:\n  - cancel\n  - stop it\n")
    assert read_expected(folder, "en") == (
        expect("cancel", "cancel-order", 2),
        expect("stop it", "cancel-order", 3),
    )


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param("- cancel\n", 1, "articles with questions", id="list"),
        pytest.param("a: cancel\n", 1, "must be a list", id="one-text"),
        pytest.param("a:\n  - cancel\n  - 12\n", 3, "no text", id="number"),
        pytest.param("a:\n  - cancel\n  - ''\n", 3, "empty", id="empty"),
        pytest.param("a:\n  - cancel\n  - cancel\n", 3, "twice", id="twice"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(ContentError, match=message) as caught:
        read_expected(write(tmp_path, text), "en")
    assert caught.value.errors[0].line == line


def test_a_broken_question_is_named_with_what_stands_first(tmp_path: Path) -> None:
    index = make_index(tmp_path / "index", "Cancel order", "Return item")
    asked = list(ask(index, [expect("cancel", "cancel-order"), expect("return", "cancel-order", 4)]))
    assert [one.is_met for one in asked] == [True, False]
    (broken,) = find_broken(asked)
    assert broken.line == 4
    assert "“return” must lead to `cancel-order` among the first 3; it is not found." in broken.message
    assert "First are return-item." in broken.hint


def test_a_change_improves_or_harms_and_places_past_the_third_are_alike() -> None:
    places = [(1, 1), (2, 1), (1, 3), (9, 5), (None, 2), (3, None)]
    then = [Asked(expect(str(n), "a"), was, ()) for n, (was, _) in enumerate(places)]
    now = [Asked(expect(str(n), "a"), is_, ()) for n, (_, is_) in enumerate(places)]
    found = {one.now.expected.question: one.change for one in compare(then, now)}
    assert found == {"1": Change.IMPROVES, "2": Change.HARMS, "4": Change.IMPROVES, "5": Change.HARMS}


def test_a_harmed_question_names_the_articles_that_overtook() -> None:
    then = Asked(expect("cancel", "a"), 2, ("b", "a", "c"))
    now = Asked(expect("cancel", "a"), 9, ("c", "b", "d"))
    (found,) = compare([then], [now])
    assert found.overtaken_by == ("c", "d")
