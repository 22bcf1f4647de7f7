"""How rendered articles are taken apart."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.site.markup import find_entries, find_toc, plain_text, strip_comments

HTML = (
    "<p>Before.</p>\n"
    '<h2 id="a-b">Can I <em>pay</em> &amp; go?</h2>\n<p>Yes.</p>\n<h3 id="c">More</h3>\n<p>Text</p>\n'
    '<h2 class="aside" id="d">If not</h2>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>'
)


def test_entries_begin_at_headings_of_the_second_level() -> None:
    intro, entries = find_entries(HTML)
    assert intro == "<p>Before.</p>"
    assert [(entry.anchor, entry.title, entry.is_aside) for entry in entries] == [
        ("a-b", "Can I pay & go?", False),
        ("d", "If not", True),
    ]
    assert '<h3 id="c">More</h3>' in entries[0].html


def test_a_text_without_headings_is_all_introduction() -> None:
    assert find_entries("<p>Only.</p>") == ("<p>Only.</p>", ())


def headings(upper: int, *, below: int = 0) -> str:
    lower = "".join(f'<h3 id="under-{number}">Under it</h3>' for number in range(below))
    return lower + "".join(f'<h2 id="part-{number}">Part {number}</h2>' for number in range(upper))


def test_the_contents_have_two_levels() -> None:
    found = [(entry.anchor, entry.level) for entry in find_toc(headings(4, below=1))]
    assert found == [("under-0", 3), ("part-0", 2), ("part-1", 2), ("part-2", 2), ("part-3", 2)]


def test_a_short_text_needs_no_contents() -> None:
    assert find_toc(headings(3, below=20)) == ()


def test_long_contents_have_one_level_and_endless_ones_are_none() -> None:
    assert {entry.level for entry in find_toc(headings(30, below=100))} == {2}
    assert find_toc(headings(300)) == ()


def test_plain_text_keeps_words_apart_and_lines_together() -> None:
    table = "<table><tr><th>Way</th><th>Price</th></tr><tr><td>Home</td><td>5&nbsp;€</td></tr></table>"
    assert plain_text(table) == "Way Price\nHome 5 €"
    assert plain_text("<p>one\ntwo <b>three</b></p><ul><li>four</li></ul>") == "one two three\nfour"
    assert plain_text("<p>a<script>b</script><svg><title>c</title></svg></p>") == "a"


def test_comments_are_taken_out() -> None:
    assert strip_comments("a<!-- x\ny -->\nb") == "ab"


PIECES = (
    *(
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<br/>",
        "<svg>",
        "<svg/>",
        "</svg>",
        "<script>if (a < b) {}</script>",
        "<td>",
        "<LI>",
    ),
    *(
        "<td a='x>y'>",
        '<img alt="a > b">',
        "<a href=x?a=1&b>",
        "</a>",
        "<!-- c -->",
        "<!doctype html>",
        "<?php x?>",
    ),
    *("word", "a&amp;b", "&lt;", "&#60;p&#62;", "x\ny", " < ", ">", "'", '"', "</ p>", "<x-y>", " "),
)


class Reader(HTMLParser):
    """Reads the words as the standard library's parser understands HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.silent += tag in {"script", "style", "svg"}
        self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style", "svg"} and self.silent > 0
        self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_the_words_are_those_that_a_parser_finds(rendered: str) -> None:
    reader = Reader()
    reader.feed(rendered)
    reader.close()
    # Only where words are parted differs: not at every tag.
    assert "".join(plain_text(rendered).split()) == "".join("".join(reader.words).split())


@pytest.mark.parametrize("text", ["<a '" * 5000, "<!--" * 5000, "<a " * 5000, "<p " + "/" * 20_000])
def test_broken_html_takes_no_time(text: str) -> None:
    assert plain_text(text)
