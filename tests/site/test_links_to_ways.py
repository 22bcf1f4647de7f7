"""Texts link to the pages of ways to a person, and to one's own request."""

from datetime import date
from pathlib import Path

from portal.articles import Library
from portal.site.pages import plan_site
from portal.site.text import write_body
from tests.articles.checking import problems_in
from tests.articles.making import DATA, WORDS, make_article, write_content

DAY = date(2026, 11, 21)
ARTICLE = "orders/cancel-an-order.md"
BODY = "[Be called](../callback.md), [chat](../chat.md), [yours](../requests.md).\n"
CALLS = """
          - id: callback
            kind: callback
            hours: {mon-fri: "9:00-17:00"}
            languages: [hu]
"""


def test_a_link_to_a_way_the_shop_does_not_have_becomes_plain_words(tmp_path: Path) -> None:
    ways = DATA["channels.yml"].replace("        holidays:", CALLS.lstrip("\n") + "        holidays:")
    content = write_content(tmp_path, {f"en/{ARTICLE}": make_article(BODY)}, {"channels.yml": ways})
    assert [one for one in problems_in(content, today=DAY) if one.rule == "links"] == []
    plan = plan_site(Library.load(content, WORDS), today=DAY)
    text = write_body(plan.editions["en"][ARTICLE], plan)
    assert text.strip() == "[Be called](../callback.md), chat, [yours](../requests.md)."
