"""A build compares all articles again only if rules between texts could see a difference."""

import pytest

from portal.articles import Article, read_article
from portal.articles.alike import is_alike
from tests.articles.making import make_article

BODY = "See [this](other.md#there).\n"
SEEN = {
    "another title": (BODY, {"title": "Another"}),
    "a link to another page": (f"{BODY}\nAnd [that](that.md).\n", {}),
    "a picture": (f"{BODY}\n![Other](other.md)\n", {}),
    "a block": (f"{BODY}\n::: market home\nHere.\n:::\n", {}),
    "a guide": (BODY, {"kind": "guide"}),
}
UNSEEN = {
    "other words": f"{BODY}\nMore of it.\n",
    "lines before a link": f"More of it.\n\n{BODY}",
    "no link any more": "See this.\n",
}


def read(body: str, **head: str) -> Article:
    text = make_article(body, **{"id": "one", "title": "One", **head})
    return read_article("orders/one.md", text, lang="en", file="content/en/orders/one.md")


@pytest.mark.parametrize("name", UNSEEN)
def test_rules_between_texts_see_no_difference_in(name: str) -> None:
    assert is_alike(read(BODY), read(UNSEEN[name]))


@pytest.mark.parametrize("name", SEEN)
def test_rules_between_texts_may_see(name: str) -> None:
    body, head = SEEN[name]
    assert not is_alike(read(BODY), read(body, **head))
