"""Articles are remembered as they were read."""

from dataclasses import fields
from pathlib import Path

import pytest

from portal.articles import read_article
from portal.site import memory
from portal.site.kept import WRITTEN_FILE
from portal.site.kept_article import head_of
from portal.site.memory import heads_in, recall, remember
from tests.articles.making import make_article

HEADS = {
    "plain": {},
    "with dates": {"valid_from": "2026-11-23", "expires": "2026-12-24"},
    "with a change marked minor": {"minor": '{now: "0123456789ab", since: ["ba9876543210"]}'},
    "for markets": {"only_in": "[russia]"},
    "with other words in a market": {"in_markets": "{russia: {title: Another}}"},
}


@pytest.mark.parametrize("name", HEADS)
def test_it_is_the_same_article_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    text = make_article("See [this](other.md#there).\n", id="one", title="One", **HEADS[name])
    article = read_article("orders/one.md", text, lang="en", file="content/en/orders/one.md")
    remember(tmp_path / "read", [article], code="code", hashes={article.file: "hash"}, held_to="data")
    monkeypatch.setattr(memory, "_cache", {})  # as in another process
    found = recall(tmp_path / "read", code="code")
    again = found.articles[article.file]
    assert {one.name: getattr(again, one.name) for one in fields(article)} == {
        one.name: getattr(article, one.name) for one in fields(article)
    }
    assert (dict(found.hashes), found.held_to) == ({article.file: "hash"}, "data")
    assert heads_in(tmp_path / "read")(again) == head_of(article)


def test_texts_stay_readable_when_another_build_has_replaced_them(tmp_path: Path) -> None:
    articles = [
        read_article(f"orders/{id_}.md", make_article(f"Text of {id_}.\n", id=id_), lang="en", file=id_)
        for id_ in ("one", "two", "three")
    ]
    remember(tmp_path / "read", articles, code="code")
    memory._cache.clear()  # as in another process
    found = recall(tmp_path / "read", code="code").articles
    remember(tmp_path / "read", articles[:1], code="code")  # most of the file is waste now
    assert [one.body for one in found.values()] == [one.body for one in articles]


def test_without_a_text_there_is_nothing(tmp_path: Path) -> None:
    article = read_article("orders/one.md", make_article("Text.\n", id="one"), lang="en", file="one")
    remember(tmp_path / "read", [article], code="code")
    memory._cache.clear()
    pack = tmp_path / WRITTEN_FILE
    pack.write_bytes(pack.read_bytes()[:-1])
    assert recall(tmp_path / "read", code="code").code == ""


def test_what_other_code_has_read_or_a_torn_file_is_nothing(tmp_path: Path) -> None:
    remember(tmp_path / "read", [], code="code")
    assert recall(tmp_path / "read", code="other code").code == ""
    whole = (tmp_path / "read").read_bytes()
    (tmp_path / "torn").write_bytes(whole[:-1])
    assert recall(tmp_path / "torn", code="code").code == ""
