"""A shop elsewhere states its own law, and what articles share is written once."""

import re
from datetime import date
from pathlib import Path

import pytest

from portal.articles import ContentError, Library, ShopData
from portal.articles.blocks import assemble, for_market
from portal.articles.links import strip_comments
from portal.articles.values import substitute
from tests.articles.making import WORDS, errors_in, make_article, put, write_content
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


def test_an_article_says_in_its_head_what_is_otherwise_in_a_market(tmp_path: Path) -> None:
    russia = "{russia: {title: Stop it, questions: [a, b]}}"
    content = write_content(
        tmp_path,
        {
            ARTICLE: make_article(in_markets=russia),
            "en/orders/send-it-back.md": make_article(id="send-it-back", kind="guide", only_in="[home]"),
        },
        {"shop.russia.yml": "a: b\n"},
    )
    home, there = (Library.load(content, WORDS, market=market) for market in ("home", "russia"))
    assert home.originals["orders/cancel-an-order.md"].meta.title == "Cancel an order"
    assert there.originals["orders/cancel-an-order.md"].meta.title == "Stop it"
    assert there.originals["orders/cancel-an-order.md"].meta.questions == ("a", "b")
    day = date(2026, 11, 21)
    assert "orders/send-it-back.md" in home.editions("ru", today=day)
    assert "orders/send-it-back.md" not in there.editions("ru", today=day)
    versions = {one.originals["orders/cancel-an-order.md"].version for one in (home, there)}
    assert len(versions) == 1  # translations follow the file, whatever market reads it


def test_a_market_without_its_file_is_told(project: Path) -> None:
    with pytest.raises(ContentError) as caught:
        Library.load(project / "content", WORDS, market="france")
    assert [str(error) for error in caught.value.errors] == [
        "content/_data/shop.france.yml:1: This file is missing, so there is no market `france`. "
        "Set PORTAL_MARKET to one of: home, russia; or write this file."
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "languages: [ru]\n",
            "content/_data/shop.russia.yml:1: "
            "The texts of the market `russia` are written in ru, not in en, hu. "
            "Set PORTAL_LANGUAGES=ru and PORTAL_DEFAULT_LANGUAGE=ru beside PORTAL_MARKET=russia.",
        ),
        (
            "languages: [ru, en]\n",
            "content/_data/shop.russia.yml:1: "
            "The texts of the market `russia` are written in ru, en, not in hu. "
            "Set PORTAL_LANGUAGES=ru,en and PORTAL_DEFAULT_LANGUAGE=en beside PORTAL_MARKET=russia.",
        ),
        (
            "# a\nlanguages: [fr]\n",
            "content/_data/shop.russia.yml:2: These are no languages of the help centre. "
            "Write `languages: [en]`. Use one of: en, hu, ru.",
        ),
    ],
)
def test_a_market_that_is_not_written_in_a_language_says_what_to_set(
    tmp_path: Path, written: str, said: str
) -> None:
    content = write_content(tmp_path, data={"shop.russia.yml": f"{written}a: b\n"})
    with pytest.raises(ContentError) as caught:
        Library.load(content, WORDS, market="russia")
    assert [str(error) for error in caught.value.errors] == [said]


def test_a_market_is_read_in_the_languages_it_is_written_in(tmp_path: Path) -> None:
    content = write_content(tmp_path, data={"shop.russia.yml": "languages: [en, ru, hu]\na: b\n"})
    assert "languages" not in Library.load(content, WORDS, market="russia").data.values


def test_the_shipped_shop_in_russia_tells_what_to_set() -> None:
    with pytest.raises(
        ContentError, match=r"Set PORTAL_LANGUAGES=ru and PORTAL_DEFAULT_LANGUAGE=ru"
    ) as caught:
        Library.load(ROOT / "content", WORDS, market="russia")
    assert len(caught.value.errors) == 1


def test_a_mistake_in_a_file_of_the_market_s_own_names_that_file(tmp_path: Path) -> None:
    content = write_content(tmp_path, data={"shop.russia.yml": "a: b\n"})
    channels = (content / "_data/channels.yml").read_text("utf-8")
    put(content / "_data/channels.russia.yml", channels.replace("kind: phone", "kind: fone"))
    put(content / "_data/home.russia.yml", "popular: [gone]\n")
    Library.load(content, WORDS)
    with pytest.raises(ContentError) as caught:
        Library.load(content, WORDS, market="russia")
    assert [str(error).partition(": ")[0] for error in caught.value.errors] == [
        "content/_data/channels.russia.yml:4"
    ]
    put(content / "_data/channels.russia.yml", channels)
    with pytest.raises(ContentError, match=r"home\.russia\.yml:1: There is no article `gone`"):
        Library.load(content, WORDS, market="russia")


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
    "hu": ("10 naptári napon belül", "7 naptári napon belül", "3 hónap áll rendelkezésére"),
}
OF_HUNGARY = re.compile(r"\b14\b|45/2014|Hungar|Magyar|Belföld|\bFt\b|\bEU\b|uniós|utánvét")


@pytest.mark.parametrize("lang", RUSSIAN_TERMS)
def test_other_languages_state_russian_terms_of_return(lang: str) -> None:
    data = ShopData.load(ROOT / "content/_data", WORDS, market="russia")
    texts = {}
    for name in ("refund-policy", "withdraw-contract"):
        body = (ROOT / f"content/{lang}/returns/{name}.md").read_text("utf-8").partition("\n---\n")[2]
        text = substitute(strip_comments(assemble(body, {}, "russia")), data, lang, name)
        texts[name] = text.replace("\u00a0", " ")
        assert OF_HUNGARY.findall(texts[name]) == []
    assert [term for term in RUSSIAN_TERMS[lang] if term not in texts["refund-policy"]] == []
