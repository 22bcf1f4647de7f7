"""Texts become what Markdown's own processors make of them, however many were there before."""

import random
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor

from portal.site.converting import make_markdown

EXTENSIONS = ["admonition", "attr_list", "def_list", "tables", "toc"]
PIECES = (
    *(
        "word",
        "two words",
        "é",
        "*",
        "**",
        "_",
        "`",
        "``",
        "\\",
        "[",
        "](",
        ")",
        "[TOC]",
        "!",
        "![",
        "][",
        "[ref]",
    ),
    *(
        "{",
        "}",
        "{: .big }",
        "{#name}",
        "<",
        ">",
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "<!-- note -->",
        "&",
        "&amp;",
    ),
    *(
        "&#33;",
        "https://shop.example",
        "<https://shop.example>",
        "<a@shop.example>",
        "@",
        "'",
        '"',
        "  \n",
        "\n",
    ),
    *(
        "\n\n",
        "# ",
        "\n## ",
        "\n- ",
        "\n1. ",
        "\n> ",
        "\n    ",
        "\n!!! note\n    ",
        "[a](b.md)",
        "*a*",
        "\n---\n",
        "\n* * *\n",
        "\n===\n",
        "\n```\n<b>\n```\n",
        "\n\n        deep",
        "\n \n",
        "<h2>x</h2>",
        "{: data-toc-label='x' }",
    ),
    "\n| a | b |\n| - | - |\n| c | d |\n",
    "\n\n[ref]: https://shop.example 'Shop'\n\n",
    "\nterm\n: what it is\n",
)


def convert(text: str) -> str:
    return str(Markdown(extensions=EXTENSIONS).convert(text))


def test_it_makes_of_any_text_what_markdown_makes_of_it() -> None:
    chance = random.Random(5)  # noqa: S311  no secret
    markdown = make_markdown(EXTENSIONS, {})
    for _ in range(300):
        text = "".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 24)))
        assert markdown.reset().convert(text) == convert(text), text


def test_a_text_knows_nothing_of_the_references_and_names_of_the_text_before() -> None:
    markdown = make_markdown(EXTENSIONS, {})
    with_reference = "## Kettle\n\n[shop]\n\n[shop]: https://shop.example\n\n<p>raw</p>\n"
    for text in (with_reference, "## Kettle\n\n[shop] and <b>more</b>\n", with_reference):
        assert markdown.reset().convert(text) == convert(text)


def test_a_list_of_contents_is_made_where_a_text_asks_for_it() -> None:
    markdown = make_markdown(EXTENSIONS, {})
    assert '<div class="toc">' in markdown.convert("[TOC]\n\n## Kettle\n\n## Mug\n")


def test_processors_of_other_extensions_are_left_as_they_are() -> None:
    markdown = make_markdown(["md_in_html", "toc"], {})
    assert markdown.convert('<div markdown="1">\n*a*\n</div>').count("<em>") == 1


def test_what_an_extension_adds_later_is_asked_about_each_block() -> None:
    class Loud(BlockProcessor):  # type: ignore[misc]  # Markdown has no types
        def test(self, _parent: Element, block: str) -> bool:
            return block == "loud"

        def run(self, parent: Element, blocks: list[str]) -> None:
            SubElement(parent, "b").text = blocks.pop(0).upper()

    markdown = make_markdown(EXTENSIONS, {})
    assert markdown.convert("loud") == "<p>loud</p>"
    markdown.parser.blockprocessors.register(Loud(markdown.parser), "loud", 200)
    assert markdown.reset().convert("loud") == "<b>LOUD</b>"
