"""Every kind of page, in every look and language, has nothing that axe-core could complain of."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import NewPage
from tests.browser.slots import FILLED
from tests.browser.stand_in import QUERY_ID, StandIn

pytestmark = pytest.mark.browser

KINDS = {
    "home": "",
    "category": "returns/",
    "article": "delivery/delivery-options/",
    "faq": "orders/orders-faq/",
    "guide": "returns/return-an-item/",
    "page": "legal/privacy/",
    "contact": "contact/",
    "search": "search/",
    "feedback": "feedback/",
    "notfound": "404/",
    **{name: f"{name}/" for name in FILLED},
}
LOOKS: dict[str, tuple[str, dict[str, object]]] = {
    "light": ("en", {"color_scheme": "light"}),
    "dark": ("ru", {"color_scheme": "dark"}),
    "320px": ("hu", {"color_scheme": "light", "width": 320, "height": 740}),
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_any_kind_of_page(open_page: NewPage, kind: str, look: str) -> None:
    lang, wishes = LOOKS[look]
    page = open_page(f"/{lang}/{KINDS[kind]}", reduced_motion="reduce", **wishes)
    look_at(page)


def test_axe_finds_nothing_where_the_language_is_chosen(open_page: NewPage) -> None:
    look_at(open_page("/"))


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_nothing_is_wider_than_a_small_phone(open_page: NewPage, lang: str) -> None:
    page = open_page(f"/{lang}/", width=320, height=740)
    too_wide = []
    for path in KINDS.values():
        page.goto(f"/{lang}/{path}")
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            too_wide.append(path)
    assert too_wide == []


def test_menu_and_hits_are_accessible_when_open(open_page: NewPage) -> None:
    page = open_page("/en/returns/", width=360, height=740)
    page.locator(".menu summary").click()
    look_at(page)
    page.keyboard.press("Escape")
    page.locator("input[type=search]").press_sequentially("refund")
    page.get_by_role("option").first.wait_for()
    look_at(page)


def test_every_state_of_vote_and_question_is_accessible(open_page: NewPage) -> None:
    page = open_page(f"/en/delivery/delivery-options/?q={QUERY_ID}")
    page.get_by_role("region", name="Did this answer").get_by_role("button", name="No").click()
    page.get_by_role("button", name="No, it did not").click()
    look_at(page)
    page.get_by_role("button", name="Send feedback").click()
    page.get_by_role("link", name="Do you need an answer?").wait_for()
    look_at(page)


def test_every_state_of_the_form_is_accessible(open_page: NewPage, service: StandIn) -> None:
    taken = service.answers["/api/contacts"]
    error = {"field": "email", "text": "Enter an e-mail address"}
    service.answers["/api/contacts"] = lambda _: (422, {"title": "Invalid", "errors": [error]})
    page = open_page("/en/contact-new/")
    page.get_by_label("What do you need?").fill("I sent the kettle back")
    page.get_by_role("button", name="Send message").click()
    page.get_by_role("region", name="This may help").wait_for()
    look_at(page)
    service.answers["/api/contacts"] = taken
    page.get_by_label("E-mail").fill("anna@example.com")
    page.get_by_role("button", name="Send message").click()
    page.get_by_role("heading", name="We have your message").wait_for()
    look_at(page)


def look_at(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
