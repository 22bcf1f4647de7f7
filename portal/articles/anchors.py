"""The addresses of headings, as rendering will make them."""

import re
from collections.abc import Mapping
from html import unescape

from pymdownx.slugs import slugify

from portal.articles.article import Article
from portal.articles.blocks import Snippet, assemble
from portal.articles.data import ShopData
from portal.articles.errors import ContentError
from portal.articles.links import strip_code, strip_comments
from portal.articles.values import substitute

_HEADING = re.compile(r"^ {0,3}#{1,6} +(?P<text>.*?)(?: +#+)? *$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\{:?[ ]*(?P<inside>[^{}]*)\}")
_NAME = re.compile(r"#(?P<name>[\w-]+)")
_LINK = re.compile(r"!?\[(?P<label>[^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?")
_MARKS = re.compile(r"[*`]|(?<!\w)_|_(?!\w)|<[^>]*>")
_slug = slugify(case="lower")
NO_SNIPPETS: Mapping[str, Snippet] = {}


def anchors_of(
    article: Article, data: ShopData, *, snippets: Mapping[str, Snippet] = NO_SNIPPETS
) -> frozenset[str]:
    """Return the anchors of an article; a text that cannot be put together has only those it names."""
    text = strip_code(strip_comments(assemble(article.body, snippets, data.market)))
    found = {name["name"] for one in _ATTRIBUTES.finditer(text) for name in _NAME.finditer(one["inside"])}
    try:
        text = substitute(text, data, article.lang, article.file)
    except ContentError:
        return frozenset(found)
    for heading in _HEADING.finditer(text):
        if not _ATTRIBUTES.search(heading["text"]) or "#" not in heading["text"]:
            found.add(_free(heading_slug(heading["text"]), found))
    return frozenset(found)


def heading_slug(heading: str) -> str:
    """Return the anchor of a heading that has no name of its own.

    >>> heading_slug("If it **did not** work { .aside }")
    'if-it-did-not-work'
    """
    bare = _LINK.sub(lambda link: link["label"], _ATTRIBUTES.sub("", heading))
    slug: str = _slug(unescape(_MARKS.sub("", bare)).strip(), "-")
    return slug


def _free(slug: str, taken: set[str]) -> str:
    """Return the slug, with a number when another heading has it already."""
    number, free = 0, slug
    while free in taken or not free:
        number += 1
        free = f"{slug}_{number}"
    return free
