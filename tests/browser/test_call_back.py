"""A call is asked for with the keyboard alone, in every language, with and without scripts, by everybody."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import look_at_all
from tests.conftest import NewPage
from tests.running import Running

pytestmark = pytest.mark.browser
SENT = {"en": "We will call you", "ru": "Мы вам позвоним", "hu": "Hívni fogjuk"}
ASKED = {"en": "Ask us to call you", "ru": "Заказать звонок", "hu": "Visszahívást kérek"}


def ask(page: Page, phone: str) -> None:
    page.locator("#phone").fill(phone)
    page.locator("#window").select_option(index=2)
    page.locator("#email").fill("anna@example.com")
    with page.expect_navigation():
        page.locator("#call-form button").click()


@pytest.mark.parametrize("lang", SENT)
def test_no_state_of_the_page_shuts_anybody_out(open_page: NewPage, lang: str) -> None:
    page = open_page("/robots.txt", color_scheme="light", reduced_motion="reduce", java_script_enabled=True)
    page.route("**/assets/helpcenter/*.js", lambda route: route.abort())
    page.goto(f"/{lang}/contact/")
    page.get_by_role("link", name=ASKED[lang]).click()
    page.wait_for_url(f"**/{lang}/callback/")
    look_at_all(page, lang)
    ask(page, "call me maybe")
    expect(page.locator("#phone")).to_have_attribute("aria-invalid", "true")
    look_at_all(page, lang)
    ask(page, f"+36 30 123 45{len(lang)}{ord(lang[0]) % 10}")
    expect(page.locator(".sent__title")).to_have_text(SENT[lang])
    look_at_all(page, lang)


def test_the_keyboard_is_enough(open_page: NewPage, service: Running) -> None:
    page = open_page("/en/callback/")
    page.locator("#phone").focus()
    page.keyboard.type("+36 30 999 1234")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("The kettle leaks")
    page.keyboard.press("Tab")
    page.keyboard.type("anna@example.com")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".sent__title")).to_be_focused()
    stored = service.wait_for("select * from call_back where phone = ?", "+36 30 999 1234")
    assert stored["ends_at"] - stored["begins_at"] == 3_600
