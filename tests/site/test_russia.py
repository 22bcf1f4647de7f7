"""The shop in Russia: the shipped content as its market reads it, its numbers from one source."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from portal.articles import Library
from portal.articles.values import write_value
from portal.language import Words
from tests.browser.guide_walks import guides, read_all, walk_all, ways
from tests.building import ROOT, BuiltSite, build
from tests.conftest import NewPage
from tests.running import Running, running
from tests.site.test_shipped_site import BASE, Page

MARKET = {"PORTAL_MARKET": "russia", "PORTAL_LANGUAGES": "ru", "PORTAL_DEFAULT_LANGUAGE": "ru"}
OF_HUNGARY = re.compile(
    r"45/2014|Hungar|[Вв]енгр|[Вв]енгер|Magyar|Belföld|\bFt\b|форинт|€|\bевро\b|\bЕС\b|Евросоюз|jótáll|szavatoss|"
    r"jegyzőkönyv|utánvét|békéltető|[Сс]огласительн|kormányhivatal|számla|sztornó|adószám|elállás|hulladék|GDPR|"
    r"NAIH|SZÉP|THM|GLS|Foxpost|posta\.hu|Будапешт|Budapest|Budaörs|Kft|\+36|Apple Pay|[Рр]ассрочк|Példa|"
    r"14 (?:календарных )?дней на (?:отказ|возврат)|снизил[аои]сь стоимость"
)


@pytest.fixture(scope="module")
def russia(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in MARKET.items():
            patch.setenv(name, value)
        return build(tmp_path_factory.mktemp("russia"))


@pytest.fixture(scope="module")
def service_there(russia: BuiltSite) -> Iterator[Running]:
    with running(russia, **MARKET) as service:
        yield service


@pytest.fixture(scope="module")
def library() -> Library:
    words = Words.load(ROOT / "themes/helpcenter/words", default="ru", only=("ru",))
    return Library.load(ROOT / "content", words, market="russia")


def text_of(page: str) -> str:
    """Return what a page says, with plain spaces, and nothing that only holds a line together."""
    plain = re.sub(r"<[^>]+>", "", re.sub(r"(?s)<(script|style).*?</\1>", "", page))
    return plain.replace("\u00a0", " ").replace("&nbsp;", " ").replace("\u2060", "")


def test_every_page_is_in_the_language_of_the_market(russia: BuiltSite) -> None:
    assert {url.partition("/")[0] for url in russia.pages()} == {"", "404.html", "ru"}
    assert sorted(folder.name for folder in russia.index.iterdir() if folder.name in {"en", "hu"}) == []


def test_no_sentence_of_the_hungarian_shop_is_left(russia: BuiltSite) -> None:
    found = {}
    for file in russia.site.rglob("*"):
        if file.suffix in {".html", ".md", ".json", ".txt", ".xml"}:
            left = OF_HUNGARY.findall(text_of(file.read_text("utf-8")))
            if left:
                found[file.relative_to(russia.site).as_posix()] = set(left)
    assert found == {}


PLACES = {
    "returns/return-an-item": (
        "в течение 7 календарных дней",
        "через 10 календарных дней",
        "290 ₽",
        "45 календарных",
    ),
    "returns/withdraw-contract": (
        "в течение 7 календарных дней",
        "3 месяца",
        "в течение 10 календарных дней",
    ),
    "returns/refund-policy": ("в течение 10 календарных дней",),
    "returns/refund-times": ("через 10 календарных дней", "СБП"),
    "returns/returns-faq": ("290 ₽", "7 календарных дней", "в Москве"),
    "returns/cannot-be-returned": ("в течение 7 календарных дней",),
    "warranty/faulty-item": (
        "в течение 15 календарных дней",
        "20 календарных дней",
        "45 календарных дней",
        "5 кг",
    ),
    "warranty/guarantee-explained": ("2 лет", "3 990 ₽", "74 990 ₽", "1 990 ₽"),
    "warranty/repair-status": ("45 календарных дней", "в течение 3 календарных дней"),
    "contact/complaint-procedure": (
        "Роспотребнадзор",
        "в течение 10 календарных дней",
        "1 000 000 ₽",
        "Роскомнадзор",
    ),
    "contact/talk-to-a-person": ("8 800 000-00-00", "пн–пт 9:00–20:00 (по московскому времени)"),
    "payment/get-an-invoice": ("НДС (22 %)", "Проверка чеков"),
    "payment/company-invoice": ("УПД", "ИНН и КПП", "НДС 22 %"),
    "payment/payment-methods": ("«Мир»", "СБП", "60 000 ₽"),
    "delivery/delivery-options": ("СДЭК", "Почта России", "5Post", "490 ₽", "По России доставка бесплатна"),
    "delivery/delivery-times": ("0,5 %", "по московскому времени"),
    "delivery/pick-up-points-and-lockers": ("7 календарных дней",),
    "account/my-data": ("в течение 10 рабочих дней", "Роскомнадзор"),
    "legal/imprint": ("ООО «Каннахаз»", "ОГРН", "ИНН"),
}


@pytest.mark.parametrize("place", PLACES)
def test_an_article_states_what_holds_in_russia(russia: BuiltSite, place: str) -> None:
    said = text_of(russia.read(f"ru/{place}/"))
    assert [words for words in PLACES[place] if words not in said] == []


@pytest.mark.parametrize(
    "place", ["returns/return-an-item", "returns/withdraw-contract", "returns/returns-faq"]
)
def test_guide_policy_and_questions_take_their_numbers_from_one_source(
    russia: BuiltSite, library: Library, place: str
) -> None:
    said = text_of(russia.read(f"ru/{place}/"))
    forms = [
        write_value("withdrawal.period", library.data, "ru", form=form).replace("\u00a0", " ")
        for form in ("plain", "within", "genitive", "short")
    ]
    assert any(form in said for form in forms)
    body = library.originals[f"{place}.md"].body
    assert "{{ withdrawal.period" in body
    typed = re.findall(r"(?<![\w#-])\d+ (?:календарн|рабоч|дн|месяц)\w*", body)
    assert typed == []


def test_what_is_not_sold_there_is_not_there(russia: BuiltSite) -> None:
    urls = russia.pages().keys()
    assert not [url for url in urls if "abroad-customs-vat" in url or "instalments" in url]
    assert "доставк" in text_of(russia.read("ru/delivery/"))


def test_titles_and_summaries_are_those_of_the_market(russia: BuiltSite) -> None:
    assert "<h1>Где взять чек за покупку</h1>" in russia.read("ru/payment/get-an-invoice/")
    assert "До какого дня заказать к Новому году" in russia.read("ru/delivery/")
    assert "Перед Новым годом посылки" in russia.read("ru/")


@pytest.mark.browser
def test_every_way_through_every_guide_ends(
    open_page: NewPage, russia: BuiltSite, service_there: Running
) -> None:
    gone = walk_all(open_page("/404.html", at=service_there), russia, "ru")
    assert gone == sum(len(ways(guide)) for guide in guides(russia, "ru")) > 0
    # Else the market would be the home one, whose ways are walked elsewhere.
    steps = {step.id for guide in guides(russia, "ru") for step in guide.steps}
    assert "refund-voucher" in steps
    assert "refund-instalments" not in steps


@pytest.mark.browser
def test_every_way_ends_without_scripts_too(
    open_page: NewPage, russia: BuiltSite, service_there: Running
) -> None:
    page = open_page("/404.html", at=service_there, java_script_enabled=False)
    assert read_all(page, russia, "ru") > 0


def test_links_hold(russia: BuiltSite) -> None:
    pages = {url: Page(text) for url, text in russia.pages().items()}
    dead = []
    for url, page in pages.items():
        for target in page.links:
            parts = urlsplit(urljoin(f"{BASE}{url}", target))
            path = parts.path.lstrip("/")
            if not parts.geturl().startswith(BASE):
                continue
            names = pages[path].ids if path in pages else []
            is_there = path in pages or (russia.site / path).is_file()
            if not is_there or (parts.fragment and unquote(parts.fragment) not in names):
                dead.append((url, target))
    assert dead == []


def test_a_language_without_words_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_LANGUAGES", "ru, xx")
    with pytest.raises(Exception, match=r"xx\.yml:1: There are no words\. There are en, hu, ru\."):
        build(tmp_path)
