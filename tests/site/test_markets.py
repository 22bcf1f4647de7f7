"""A shop elsewhere states its own law, and what articles share is written once."""

import re
from pathlib import Path

import pytest

from portal.articles import Library
from portal.articles.blocks import assemble, for_market
from tests.articles.making import WORDS, errors_in, make_article, put
from tests.building import ROOT, build
from tests.site.making import make_project

ARTICLE = "en/orders/cancel-an-order.md"
BODY = """You have {{ withdrawal.period }}.

::: market home
Hungarian law. {{ withdrawal.period | within }}.
:::

::: market russia
Russian law. {{ receipt.name }}

::: snippet claim
:::

## Where next? { #next }

::: snippet both
"""
PAGE = "en/orders/cancel-an-order/"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_project(tmp_path_factory.mktemp("markets"), {ARTICLE: make_article(BODY)})
    put(folder / "content/_snippets/en/claim.md", "Write a **claim**: [form](../contact/index.md).\n")
    put(folder / "content/_snippets/en/both.md", "Ask us. {{ company.email }}\n")
    put(
        folder / "content/_data/shop.russia.yml",
        "withdrawal:\n  period: {value: 7, unit: calendar_days, from: receipt}\n"
        "receipt:\n  name: {en: cash receipt, ru: чек, hu: nyugta}\n",
    )
    return folder


def read(project: Path, var: str) -> str:
    """Build for the market that is set, and return the page with plain spaces."""
    return build(Path(var), root=project).read(PAGE).replace("\u00a0", " ").replace("&nbsp;", " ")


def test_each_market_reads_its_own_law(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = read(project, "var-home")
    assert "You have 14 calendar days." in home
    assert "Hungarian law. within 14" in home
    assert "Russian" not in home
    assert "claim" not in home
    assert "Ask us." in home
    monkeypatch.setenv("PORTAL_MARKET", "russia")
    russia = read(project, "var-russia")
    assert "You have 7 calendar days." in russia
    assert "Russian law. cash receipt" in russia
    assert '<strong>claim</strong>: <a href="../../contact/">form</a>' in russia
    assert "Hungarian" not in russia
    assert ":::" not in home + russia
    assert not list(project.glob("var-*/site/**/_snippets"))


def test_a_market_without_its_file_is_told(project: Path) -> None:
    with pytest.raises(Exception, match=r"shop\.france\.yml:1: This file is missing"):
        Library.load(project / "content", WORDS, market="france")


def test_a_block_of_another_market_leaves_its_lines_empty() -> None:
    text = "a\n::: market home\nb\n:::\n::: market russia\nc\nd\n:::\ne\n"
    assert for_market(text, "home") == "a\n\nb\n\n\n\n\n\ne\n"
    assert for_market(text, "russia") == "a\n\n\n\n\nc\nd\n\ne\n"


def test_a_circle_ends(tmp_path: Path) -> None:
    put(tmp_path / "x", "")
    project = make_project(tmp_path, {ARTICLE: make_article("::: snippet a\n")})
    put(project / "content/_snippets/en/a.md", "A\n\n::: snippet a\n")
    assert any("The snippet `a` contains itself." in error for error in errors_in(project / "content"))
    assert assemble("::: snippet a\n", {}, "home") == "\n"


def test_the_shipped_content_is_right_for_its_market() -> None:
    assert Library.load(ROOT / "content", WORDS).data.market == "home"


RUSSIAN_TERMS = {
    "en": ("within 10 calendar days of your demand", "within 7 calendar days after it", "you have 3 months"),
    "ru": ("в течение 10 календарных дней", "в течение 7 календарных дней", "срок — 3 месяца"),
    "hu": ("10 naptári napon belül", "7 naptári napon belül", "3 hónap áll rendelkezésére"),
}
OF_HUNGARY = re.compile(r"\b14\b|45/2014|Hungar|Венгри|Magyar|Belföld|\bFt\b|\bEU\b|\bЕС\b|uniós|utánvét")


def text_of(page: str) -> str:
    """Return what an article says, without what stands around it."""
    inside = page.partition('<div class="prose">')[2].partition("</article>")[0]
    assert inside
    plain = re.sub(r"<[^>]+>", "", inside)
    return plain.replace("\u00a0", " ").replace("&nbsp;", " ")


def test_the_demo_in_russia_states_russian_terms_of_return(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_MARKET", "russia")
    built = build(tmp_path)
    for lang, terms in RUSSIAN_TERMS.items():
        policy = text_of(built.read(f"{lang}/returns/refund-policy/"))
        assert [term for term in terms if term not in policy] == []
        for name in ("refund-policy", "withdraw-contract"):
            assert OF_HUNGARY.findall(text_of(built.read(f"{lang}/returns/{name}/"))) == []
