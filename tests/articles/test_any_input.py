"""Whatever stands in a file, reading it ends with an article or with errors that name a line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.articles import ArticleError, ContentError, ShopData, read_article, substitute
from portal.articles.links import drop_links, find_links, strip_comments
from portal.articles.sources import decode
from portal.articles.translations import stamp
from portal.located import LocatedError, read_located
from tests.articles.making import load, make_article, write_content

PIECES = "id title kind : - [ ] { } ' \" # &a *a !!int | > 2026-02-30 2026-11-03 ~ null 1e400 --- … \x85"
YAML_PIECES = st.lists(st.sampled_from([*PIECES.split(" "), ": ", "\n", "  ", "\t", "- "])).map("".join)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> ShopData:
    return load(write_content(tmp_path_factory.mktemp("any"))).data


def refusal(read: Callable[[], object]) -> ArticleError | LocatedError | None:
    """Return the first mistake that reading ends with; anything else but success is a failure."""
    try:
        read()
    except ContentError as error:
        return error.errors[0]
    except (ArticleError, LocatedError) as error:
        return error
    return None


@given(st.one_of(st.text(), YAML_PIECES))
@example("[" * 5000)
@example("{a: " * 5000)
@example("a: &x [*x]")
@example("? - a\n: b")
@example("!!binary x")
@example("!!set {a}")
@example("a: !!python/object/apply:os.system [x]")
def test_any_yaml_is_read_or_refused_with_a_line(text: str) -> None:
    error = refusal(lambda: read_located(text, first_line=3))
    assert error is None or (error.line >= 3 and error.message)


@given(st.one_of(st.text(), YAML_PIECES.map(lambda head: f"---\n{head}\n---\nText.\n")))
def test_any_text_is_an_article_or_a_mistake(text: str) -> None:
    error = refusal(lambda: read_article("orders/x.md", text, lang="en", file="x.md"))
    assert error is None or error.line >= 1


@given(st.binary())
def test_any_bytes_are_text_or_a_mistake(raw: bytes) -> None:
    error = refusal(lambda: decode(raw, "x.md"))
    assert error is None or error.line >= 1


@given(st.text(st.sampled_from("[]()!`~<>-{}|.# \nabx/:")))
@example("[a](//[)")
def test_any_text_can_be_searched_for_links(text: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= link.line <= lines for link in find_links(text, "orders/x.md"))
    assert drop_links(text, "orders/x.md", lambda _: False) == text
    assert strip_comments(text).count("\n") == text.count("\n")


def test_what_is_no_address_is_a_link_to_a_file_that_is_not_there() -> None:
    (link,) = find_links("To the shop:\n[here](https://[)", "orders/x.md")
    assert (link.target, link.line) == ("https://[", 2)
    assert link.path


@given(st.text(st.sampled_from("{}| \nabc._1")))
def test_any_text_has_its_values_or_a_line_for_each_wrong_one(data: ShopData, text: str) -> None:
    error = refusal(lambda: substitute(text, data, "ru", "x.md"))
    assert error is None or 1 <= error.line <= text.count("\n") + 1


@given(st.text(st.characters(exclude_characters="\r<", exclude_categories=["Cs"])))
def test_a_stamp_changes_nothing_but_the_stamp(body: str) -> None:
    text = make_article(body)
    original = read_article("orders/x.md", make_article(), lang="en", file="x.md")
    stamped = read_article("orders/x.md", stamp(text, original), lang="ru", file="x.md")
    assert stamped.meta.source == original.version
    assert stamped.body == read_article("orders/x.md", text, lang="ru", file="x.md").body


def test_a_deeply_nested_file_is_refused(tmp_path: Path) -> None:
    content = write_content(tmp_path, {"en/orders/cancel-an-order.md": f"---\n{'[' * 5000}\n---\n"})
    with pytest.raises(ContentError) as caught:
        load(content)
    assert "nested too deeply" in str(caught.value)
