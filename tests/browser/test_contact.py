"""The contact form helps while somebody writes and never says "sent" when nothing was stored."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.stand_in import StandIn

pytestmark = pytest.mark.browser
FORM = "/en/contact-new/"
MESSAGE = "I sent the kettle back and have no money yet"
LONG_PAUSE_MS = 2000


def test_suggestions_come_while_writing_and_are_told(open_page: NewPage, service: StandIn) -> None:
    page = open_page(FORM)
    write(page, MESSAGE)
    suggestions = page.get_by_role("region", name="This may help")
    expect(suggestions.get_by_role("link")).to_contain_text("Refund times")
    assert service.calls("/api/suggestions")[-1]["text"] == MESSAGE
    assert service.wait_for_event("contact_intent")["channel"] == "form"
    assert service.wait_for_event("suggest_shown")["article_id"] == "refund-times"


def test_nothing_is_suggested_where_nobody_may_be_held_up(open_page: NewPage, service: StandIn) -> None:
    page = open_page(FORM)
    page.clock.install()
    topic(page).select_option("withdrawal")
    write(page, MESSAGE)
    page.clock.run_for(LONG_PAUSE_MS)
    topic(page).select_option("refund")
    page.get_by_role("region", name="This may help").wait_for()
    assert [call["topic"] for call in service.calls("/api/suggestions")] == ["refund"]


def test_a_few_letters_are_no_reason_to_ask(open_page: NewPage, service: StandIn) -> None:
    page = open_page(FORM)
    page.clock.install()
    write(page, "money")
    page.clock.run_for(LONG_PAUSE_MS)
    write(page, " comes late")
    page.clock.run_for(LONG_PAUSE_MS)
    page.get_by_role("region", name="This may help").wait_for()
    assert [call["text"] for call in service.calls("/api/suggestions")] == ["money comes late"]


def test_a_solved_question_keeps_the_text_and_can_be_taken_back(open_page: NewPage, service: StandIn) -> None:
    page = open_page(FORM)
    write(page, MESSAGE)
    page.get_by_role("button", name="This solved it").click()
    end = page.get_by_role("heading", name="Good. We have not sent anything.")
    expect(end).to_be_focused()
    assert service.wait_for_event("solved_yes")["prompt_id"] == "contact"
    page.get_by_role("button", name="I want to write after all").click()
    expect(page.get_by_label("What do you need?")).to_have_value(MESSAGE)
    service.wait_for_event("solved_no")
    assert service.calls("/api/contacts") == []


def test_a_sent_message_shows_number_promise_and_what_comes_next(
    open_page: NewPage, service: StandIn
) -> None:
    page = open_page(FORM)
    write(page, MESSAGE)
    page.get_by_label("E-mail").fill("anna@example.com")
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_role("heading", name="We have your message")).to_be_focused()
    expect(page.get_by_text("123-4567")).to_be_visible()
    expect(page.get_by_text("anna@example.com by 23 November 2026, 11:00")).to_be_visible()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    sent = service.wait_for_call("/api/contacts")
    assert (sent["message"], sent["token"], sent["website"], sent["lang"]) == (
        MESSAGE,
        "page-token",
        "",
        "en",
    )


def test_mistakes_stand_beside_their_fields_and_on_top(open_page: NewPage, service: StandIn) -> None:
    error = {"field": "email", "text": "Enter an e-mail address"}
    service.answers["/api/contacts"] = lambda _: (422, {"title": "Invalid", "errors": [error]})
    page = open_page(FORM)
    write(page, MESSAGE)
    page.get_by_role("button", name="Send message").click()
    summary = page.locator("[data-errors]")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Please correct the following")
    email = page.get_by_label("E-mail")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_accessible_description("Enter an e-mail address")
    summary.get_by_role("link", name="Enter an e-mail address").click()
    expect(email).to_be_focused()


def test_a_message_that_was_not_stored_is_said_to_be_not_sent(open_page: NewPage, service: StandIn) -> None:
    service.answers["/api/contacts"] = lambda _: (503, {"title": "The disk is full"})
    page = open_page(FORM)
    write(page, MESSAGE)
    page.get_by_label("E-mail").fill("anna@example.com")
    page.get_by_role("button", name="Send message").click()
    expect(page.locator("[data-errors]")).to_contain_text("Your message was not sent")
    expect(page.locator("[data-errors]")).to_contain_text("+36 1 234 5678")
    expect(page.get_by_label("What do you need?")).to_have_value(MESSAGE)
    expect(page.get_by_role("button", name="Send message")).to_be_enabled()


def test_a_form_left_open_for_long_gets_a_fresh_token_and_is_sent(
    open_page: NewPage, service: StandIn
) -> None:
    sent = service.answers["/api/contacts"]
    service.answers["/api/contacts"] = lambda form: (
        sent(form) if form["token"] == "fresh-token" else (403, {"title": "The token has expired"})
    )
    page = open_page(FORM)
    write(page, MESSAGE)
    page.get_by_label("E-mail").fill("anna@example.com")
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_role("heading", name="We have your message")).to_be_visible()


def test_only_topics_about_an_order_ask_for_its_number(open_page: NewPage) -> None:
    page = open_page(FORM)
    topic(page).select_option("points")
    expect(page.get_by_label("Order number")).to_be_hidden()
    topic(page).select_option("refund")
    expect(page.get_by_label("Order number")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740), (320, 568)])
def test_send_stays_in_sight_while_writing(open_page: NewPage, width: int, height: int) -> None:
    page = open_page(FORM, width=width, height=height)
    write(page, MESSAGE)
    page.get_by_role("region", name="This may help").wait_for()
    expect(page.get_by_role("button", name="Send message")).to_be_in_viewport(ratio=1)


def write(page: Page, text: str) -> None:
    page.get_by_label("What do you need?").focus()
    page.keyboard.insert_text(text)


def topic(page: Page) -> Locator:
    return page.get_by_label("Topic (optional)")
