"""Everything a customer came for can be done with the keyboard alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Told
from tests.conftest import NewPage
from tests.running import Running

pytestmark = pytest.mark.browser
MOST_STEPS = 80
WIDTHS = pytest.mark.parametrize("width", [1280, 360])


@WIDTHS
def test_search_read_and_vote_with_the_keyboard_alone(open_page: NewPage, told: Told, width: int) -> None:
    page = open_page("/en/returns/", width=width)
    tab_to(page, page.get_by_role("combobox"))
    page.keyboard.insert_text("delivery times")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Delivery times")
    tab_to(page, page.get_by_role("button", name="No", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take back")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="No, it did not"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-vote-legend]")).to_be_focused()
    tab_to(page, page.get_by_label("It does not answer my question"))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("button", name="Send feedback"))
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Do you need an answer?").wait_for()
    assert told.wait_for("helpful_vote", reason="hard")["article_id"] == "delivery-times"


@WIDTHS
def test_read_a_guide_and_write_with_the_keyboard_alone(
    open_page: NewPage, service: Running, width: int
) -> None:
    page = open_page("/en/", width=width)
    need = page.get_by_role("link", name="Return an item")
    tab_to(page, need.first)
    page.keyboard.press("Enter")
    tab_to(page, page.locator("[data-current] .choice").first)
    page.keyboard.press("Enter")
    expect(page.locator("[data-current] h2")).to_be_focused()
    tab_to(page, page.locator(".guide-aside a").first)
    tab_to(page, page.locator(".still").get_by_role("link", name="Write to us"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("What do you need?"))
    page.keyboard.insert_text("I sent the kettle back")
    tab_to(page, page.get_by_label("E-mail"))
    page.keyboard.insert_text(f"keys-{width}@example.com")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="We have your message")).to_be_focused()
    assert service.wait_for("select * from contact where email = ?", f"keys-{width}@example.com")


def test_the_menu_of_a_phone_opens_and_closes_with_the_keyboard_alone(open_page: NewPage) -> None:
    page = open_page("/hu/returns/", width=360, height=740)
    summary = page.locator(".menu summary")
    tab_to(page, summary)
    page.keyboard.press("Enter")
    tab_to(page, page.locator(".menu").get_by_role("link", name="Русский"))
    page.keyboard.press("Escape")
    expect(summary).to_be_focused()


def test_a_question_opens_with_the_keyboard_alone(open_page: NewPage) -> None:
    page = open_page("/en/orders/orders-faq/")
    first = page.locator(".question").first
    tab_to(page, first.locator("summary"))
    page.keyboard.press("Enter")
    expect(first).to_have_attribute("open", "")


def tab_to(page: Page, goal: Locator) -> None:
    """Press Tab until the goal has the focus, as somebody without a mouse does."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if goal.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{goal} cannot be reached with the Tab key")
