"""An order is found, not found and opened by a code: in every language, without scripts, for everybody."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import look_at_all
from tests.conftest import NewPage
from tests.running import Running

pytestmark = pytest.mark.browser
ORDERS = {
    "en": ("#104 2391", "anna@example.com", "On its way"),
    "ru": ("кн 104-2384", "boris@example.com", "Ждёт в пункте выдачи"),
    "hu": ("1042361", "eva@example.com", "Visszaúton"),
}
PARCELS = {
    "en": ("104-2377", "anna@example.com"),
    "ru": ("104-2366", "boris@example.com"),
    "hu": ("104-2370", "eva@example.com"),
}
NOT_FOUND = {"en": "cannot find an order", "ru": "Не нашли заказ", "hu": "Nem találunk ilyen rendelést"}


def ask(page: Page, number: str, email: str) -> None:
    page.locator("#number").fill(number)
    page.locator("#email").fill(email)
    with page.expect_navigation():
        page.locator("button[value=find]").click()


@pytest.mark.parametrize("lang", ORDERS)
def test_an_order_is_found_and_not_found_without_scripts(open_page: NewPage, lang: str) -> None:
    number, email, state = ORDERS[lang]
    page = open_page(f"/{lang}/", java_script_enabled=False, width=390)
    page.locator(".order-door").first.click()
    ask(page, number, "somebody@example.com")
    expect(page.locator(".order-answer")).to_contain_text(NOT_FOUND[lang])
    expect(page.locator("#number")).to_have_value(number)
    ask(page, number, email)
    expect(page.locator(".order__state")).to_have_text(state)
    link = page.locator(".order__part .order__link").first
    assert re.match(r"https://[\w.-]+/", link.get_attribute("href") or "")
    expect(page.locator(".order-next li")).not_to_have_count(0)


@pytest.mark.parametrize("lang", ORDERS)
def test_no_state_of_the_page_shuts_anybody_out(open_page: NewPage, lang: str) -> None:
    page = open_page("/robots.txt", color_scheme="light", reduced_motion="reduce")
    page.route("**/assets/helpcenter/*.js", lambda route: route.abort())
    page.goto(f"/{lang}/orders/")
    look_at_all(page, lang)
    ask(page, f"88{len(lang)}-0000", "nobody@example.com")
    look_at_all(page, lang)
    page.goto(f"/{lang}/orders/")
    ask(page, *PARCELS[lang])
    look_at_all(page, lang)
    with page.expect_navigation():
        page.locator("button[value=code]").click()
    look_at_all(page, lang)


def test_the_letters_code_opens_the_rest_in_the_browser(open_page: NewPage, service: Running) -> None:
    known = {one["Message-ID"] for one in service.deliver()}
    page = open_page("/hu/orders/")
    ask(page, "104-2402", "eva@example.com")
    expect(page.locator(".order__state")).to_be_focused()
    with page.expect_navigation():
        page.locator("button[value=code]").click()
    letter = next(one for one in service.deliver() if one["Message-ID"] not in known)
    assert letter["To"] == "eva@example.com"
    code = re.search(r"\d{3} \d{3}", letter.get_content())
    assert code is not None
    page.locator("#code").fill(code[0])
    with page.expect_navigation():
        page.locator("button[value=open]").click()
    expect(page.locator(".order")).to_contain_text("Forrás vízszűrőbetét")
    expect(page.locator(".order")).to_contain_text("4025 Debrecen")


def test_a_number_typed_into_search_is_taken_along_and_no_server_sees_it(open_page: NewPage) -> None:
    page = open_page("/en/")
    page.locator("input[type=search]").first.press_sequentially("104-2391")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("option", name="This looks like the number of an order").click()
    page.wait_for_url("**/en/orders/")
    expect(page.locator("#number")).to_have_value("104-2391")
    assert not [url for url in asked if "2391" in url.partition("#")[0] and "/orders/" in url]


@pytest.mark.parametrize("lang", ORDERS)
def test_a_request_shuts_nobody_out_and_is_closed_without_scripts(open_page: NewPage, lang: str) -> None:
    page = open_page(f"/{lang}/contact/", java_script_enabled=False)
    page.locator("#message").fill(f"Where is my kettle? {lang}")
    page.locator("#email").fill("requests@example.com")
    with page.expect_navigation():
        page.locator("[data-send]").click()
    code = page.locator(".sent__code").inner_text()
    looked = open_page("/robots.txt", color_scheme="light", reduced_motion="reduce")
    looked.route("**/assets/helpcenter/*.js", lambda route: route.abort())
    looked.goto(f"/{lang}/requests/")
    for case in ("000-0000", code):
        look_at_all(looked, lang)
        looked.locator("#case").fill(case)
        looked.locator("#email").fill("requests@example.com")
        with looked.expect_navigation():
            looked.locator("button[value=find]").click()
    look_at_all(looked, lang)
    expect(looked.locator(".request__words").first).to_contain_text("kettle")
    with looked.expect_navigation():
        looked.locator("button[value=close]").click()
    expect(looked.locator("button[value=close]")).to_have_count(0)
