"""Statements of legal weight: with the keyboard alone, without scripts, for everybody."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import look_at_all
from tests.browser.test_keyboard import tab_to
from tests.conftest import NewPage
from tests.running import Running

pytestmark = pytest.mark.browser
BUTTONS = {
    "en": ("Withdraw from contract here", "Continue", "Confirm withdrawal", "We have your withdrawal"),
    "ru": ("Отказаться от договора", "Продолжить", "Подтвердить отказ", "Мы получили ваш отказ от договора"),
    "hu": (
        "Elállás a szerződéstől",
        "Tovább",
        "Elállás megerősítése",
        "Megkaptuk az elállási nyilatkozatát",
    ),
}
OTHERS = {
    "complaint": {"name": "Éva", "happened": "The courier did not come."},
    "defect-claim": {
        "name": "Éva",
        "order_number": "?",
        "item": "kettle",
        "fault": "cold",
        "since": "Monday",
    },
    "data-request": {"name": "Éva"},
}


@pytest.mark.parametrize("lang", BUTTONS)
def test_a_withdrawal_takes_the_keyboard_alone_and_shuts_nobody_out(
    open_page: NewPage, service: Running, lang: str
) -> None:
    door, further, confirm, done = BUTTONS[lang]
    email = f"withdraw-{lang}@example.com"
    page = open_page(f"/{lang}/returns/", color_scheme="light", reduced_motion="reduce")
    tab_to(page, page.locator(".footer").get_by_role("link", name=door))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{lang}/withdrawal/")
    look_at_all(page, lang)
    tab_to(page, page.get_by_role("button", name=further))
    page.keyboard.press("Enter")
    expect(page.locator(".errors")).to_be_focused()
    look_at_all(page, lang)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#name")).to_be_focused()
    for field, text in (("name", "Kovács Éva"), ("order_number", "104-2391"), ("email", email)):
        tab_to(page, page.locator(f"#{field}"))
        page.keyboard.insert_text(text)
        if field == "order_number":
            page.keyboard.press("Tab")
            page.keyboard.press("Space")
            expect(page.locator("input[value=whole]")).to_be_checked()
            expect(page.locator("#items")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".order-form__title")).to_be_focused()
    look_at_all(page, lang)
    tab_to(page, page.get_by_role("button", name=confirm))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=done)).to_be_focused()
    look_at_all(page, lang)
    (contact,) = service.stored("select * from contact where email = ?", email)
    assert contact["topic"] == "withdrawal"
    (letter,) = [one for one in service.deliver() if one["To"] == email]
    told = page.locator(".request__words").inner_text().splitlines()
    assert all(f"> {line}".rstrip() in letter.get_content() for line in told)


@pytest.mark.parametrize("lang", BUTTONS)
def test_every_statement_is_made_without_scripts_and_going_back_loses_nothing(
    open_page: NewPage, service: Running, lang: str
) -> None:
    page = open_page(f"/{lang}/contact/", java_script_enabled=False, width=390)
    page.get_by_role("link", name=BUTTONS[lang][0]).first.click()
    fill(page, {"name": "Kovács Éva", "order_number": "nobody knows", "items": "1 kettle", "note": "é\nő"})
    page.locator("#email").fill(f"plain-{lang}@example.com")
    page.locator("input[value=part]").check()
    press(page, "review")
    press(page, "edit")
    expect(page.locator("#note")).to_have_value("é\nő")
    press(page, "review")
    page.go_back()
    page.go_forward()
    press(page, "send")
    page.reload()
    expect(page.locator(".act__done")).to_contain_text(BUTTONS[lang][3])
    for path, said in OTHERS.items():
        page.goto(f"/{lang}/{path}/")
        fill(page, said)
        if page.locator("input[type=radio]").count():
            page.locator("input[type=radio]").first.check()
        page.locator("#email").fill(f"plain-{lang}@example.com")
        press(page, "review")
        expect(page.locator(".act--done")).to_be_visible()
    found = service.stored("select topic from contact where email = ?", f"plain-{lang}@example.com")
    assert [one["topic"] for one in found] == ["withdrawal", "complaint", "faulty-item", "my-data"]


@pytest.mark.parametrize("lang", BUTTONS)
def test_the_guide_leads_to_the_form_with_what_was_chosen(open_page: NewPage, lang: str) -> None:
    page = open_page(f"/{lang}/returns/return-an-item/")
    for _ in range(5):
        step = page.locator(f"#{page.locator('[data-current]').get_attribute('id')}")
        step.locator(".choice").first.click()
        expect(step).to_be_hidden()
    page.locator("[data-current] [data-contact-link]").click()
    page.wait_for_url(f"**/{lang}/withdrawal/?*way=*")
    assert len(page.locator("#note").input_value().splitlines()) >= 5
    page.goto(f"/{lang}/returns/withdraw-contract/")
    page.locator("article").get_by_role("link", name=BUTTONS[lang][0]).first.click()
    page.wait_for_url(f"**/{lang}/withdrawal/")


def test_the_contact_form_shows_the_form_of_its_own_when_its_topic_is_chosen(open_page: NewPage) -> None:
    page = open_page("/hu/contact/")
    door = page.locator("[data-act-door]")
    expect(door).to_be_hidden()
    page.locator("#topic").select_option("complaint")
    expect(door.get_by_role("link")).to_have_attribute("href", "/hu/complaint/")
    expect(door).to_contain_text("Panasz")
    page.locator("#topic").select_option("refund")
    expect(door).to_be_hidden()


def test_the_receipt_prints_without_what_stands_around_it(open_page: NewPage) -> None:
    page = open_page("/en/complaint/")
    fill(page, OTHERS["complaint"])
    page.locator("#email").fill("print@example.com")
    press(page, "review")
    page.emulate_media(media="print")
    expect(page.locator(".request__words")).to_be_visible()
    expect(page.locator("[data-print]")).to_be_hidden()
    expect(page.locator(".header__links")).to_be_hidden()


def fill(page: Page, said: dict[str, str]) -> None:
    for field, text in said.items():
        page.locator(f"#{field}").fill(text)


def press(page: Page, action: str) -> None:
    with page.expect_navigation():
        page.locator(f".act button[value={action}]").click()
