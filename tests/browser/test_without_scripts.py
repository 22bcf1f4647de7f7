"""Everything reads, navigates, searches and reaches a person with scripts off."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Told
from tests.conftest import NewPage
from tests.running import Running

pytestmark = pytest.mark.browser
FAQ = "/en/orders/orders-faq/"
LANGUAGES = ("en", "ru", "hu")
KINDS = {
    "home": "",
    "category": "returns/",
    "article": "delivery/delivery-options/",
    "faq": "orders/orders-faq/",
    "guide": "warranty/faulty-item/",
    "guide that asks": "returns/return-an-item/",
    "page": "legal/privacy/",
    "contact": "contact/",
    "search": "search/?q=chat",
    "feedback": "feedback/?article_id=refund-times&vote=no",
    "notfound": "no/such/page/",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_page_reads_and_leads_on(open_page: NewPage, lang: str) -> None:
    page = open_page(f"/{lang}/", java_script_enabled=False)
    for kind, path in KINDS.items():
        page.goto(f"/{lang}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert len(page.locator("main").inner_text()) > 60, kind
        expect(page.locator(".with-scripts").locator("visible=true")).to_have_count(0)
        expect(page.locator(".header__links > a")).to_be_visible()
        expect(page.locator("input[type=search]").locator("visible=true").first).to_be_visible()


@pytest.mark.parametrize(
    ("lang", "typed", "found"),
    [("en", "refund", "refund"), ("ru", "возврат денег", "деньги"), ("hu", "visszatérítés", "visszatérítés")],
)
def test_search_leads_from_any_page_to_an_article(
    open_page: NewPage, lang: str, typed: str, found: str
) -> None:
    page = open_page(f"/{lang}/orders/", java_script_enabled=False)
    page.locator("input[type=search]").fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{lang}/search/?q=*")
    expect(page.locator(".hits").first).to_contain_text(found, ignore_case=True)
    page.locator(".hit__title a").first.click()
    expect(page.locator("article h1")).to_be_visible()


def test_a_vote_is_taken_on_a_page_of_its_own(open_page: NewPage, told: Told) -> None:
    page = open_page("/en/returns/return-an-item/", java_script_enabled=False)
    page.get_by_role("button", name="No, it did not").click()
    page.wait_for_url("**/en/feedback/?article_id=return-an-item&vote=no")
    page.get_by_label("Wrong or out of date").check()
    page.get_by_role("button", name="Send feedback").click()
    expect(page.get_by_text("It helps us correct the article.")).to_be_visible()
    assert told.wait_for("helpful_vote", article_id="return-an-item")["reason"] == "wrong"


def test_a_message_is_sent_after_looking_whether_an_article_helps(
    open_page: NewPage, service: Running
) -> None:
    page = open_page("/hu/contact/", java_script_enabled=False)
    page.locator("#message").fill("Hol találom a számlát a vízforralóról?")
    page.locator("#email").fill("nora@example.com")
    page.locator("button.without-scripts").click()
    expect(page.locator("[data-suggestions] li a").first).to_be_visible()
    expect(page.locator("#message")).to_have_value("Hol találom a számlát a vízforralóról?")
    page.locator("[data-send]").click()
    expect(page.get_by_text("Megkaptuk az üzenetét")).to_be_visible()
    assert service.wait_for("select * from contact where email = 'nora@example.com'")["locale"] == "hu"


def test_an_addressed_question_can_be_read(open_page: NewPage) -> None:
    page = open_page(FAQ, java_script_enabled=False)
    last = page.locator(".question").last
    page.goto(f"{FAQ}#{last.get_attribute('id')}")
    expect(last.locator(".question__answer p").first).to_be_visible()


def test_the_menu_of_a_phone_opens(open_page: NewPage) -> None:
    page = open_page(FAQ, width=360, height=740, java_script_enabled=False)
    page.locator(".menu summary").click()
    expect(page.locator(".menu").get_by_role("link", name="Contact us")).to_be_visible()
    expect(page.locator(".menu").get_by_role("link", name="Русский")).to_be_visible()
