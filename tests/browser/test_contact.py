"""The contact form helps while somebody writes and never says "sent" when nothing was stored."""

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.conftest import Told
from tests.conftest import NewPage
from tests.running import Running

pytestmark = pytest.mark.browser
FORM = "/en/contact/"
MESSAGE = "I sent the kettle back and have no money yet"
LONG_PAUSE_MS = 2000
# The field and its ring end above the bar with Send, or the bar is not in its place yet.
LIES_FREE = """field => {
  const send = document.querySelector(".contact__send").getBoundingClientRect();
  const { top, bottom } = field.getBoundingClientRect();
  return top >= 0 && (bottom + 5 <= send.top || top >= send.bottom);
}"""


def test_suggestions_come_while_writing_and_are_told(open_page: NewPage, told: Told) -> None:
    page = open_page(FORM)
    with page.expect_request("**/api/suggestions") as asked:
        write(page, MESSAGE)
    first = suggestions(page).get_by_role("link").first
    expect(first).to_be_visible()
    assert (asked.value.post_data_json or {})["text"] == MESSAGE
    assert told.wait_for("contact_intent", channel="form")
    assert told.wait_for("suggest_shown", article_id=first.get_attribute("data-suggested"))["position"] == 1


def test_nothing_is_suggested_where_nobody_may_be_held_up(open_page: NewPage) -> None:
    page = open_page(FORM)
    asked = list_asked(page)
    page.clock.install()
    topic(page).select_option("withdrawal")
    write(page, MESSAGE)
    page.clock.run_for(LONG_PAUSE_MS)
    topic(page).select_option("refund")
    suggestions(page).wait_for()
    assert [call["topic"] for call in asked] == ["refund"]


def test_a_few_letters_are_no_reason_to_ask(open_page: NewPage) -> None:
    page = open_page(FORM)
    asked = list_asked(page)
    page.clock.install()
    write(page, "refund")
    page.clock.run_for(LONG_PAUSE_MS)
    write(page, " comes late")
    page.clock.run_for(LONG_PAUSE_MS)
    suggestions(page).wait_for()
    assert [call["text"] for call in asked] == ["refund comes late"]


def test_a_solved_question_keeps_the_text_and_can_be_taken_back(open_page: NewPage, told: Told) -> None:
    page = open_page(FORM)
    write(page, MESSAGE)
    page.get_by_role("button", name="This solved it").click()
    end = page.get_by_role("heading", name="Good. We have not sent anything.")
    expect(end).to_be_focused()
    assert told.wait_for("solved_yes", prompt_id="form")
    page.get_by_role("button", name="I want to write after all").click()
    expect(page.get_by_label("What do you need?")).to_have_value(MESSAGE)
    told.wait_for("solved_no", prompt_id="form")


def test_a_sent_message_shows_number_promise_and_what_comes_next(
    open_page: NewPage, service: Running
) -> None:
    page = open_page(FORM)
    write(page, MESSAGE)
    page.get_by_label("E-mail").fill("anna@example.com")
    with page.expect_response("**/api/contacts") as answer:
        page.get_by_role("button", name="Send message").click()
    expect(page.get_by_role("heading", name="We have your message")).to_be_focused()
    sent = answer.value.json()
    expect(page.get_by_text(sent["code_text"])).to_be_visible()
    expect(page.get_by_text(f"anna@example.com by {sent['reply_by_text']}")).to_be_visible()
    expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
    stored = service.wait_for("select * from contact where code = ?", sent["code"])
    assert (stored["message"], stored["email"], stored["locale"]) == (MESSAGE, "anna@example.com", "en")


def test_mistakes_stand_beside_their_fields_and_on_top(open_page: NewPage) -> None:
    page = open_page(FORM)
    write(page, MESSAGE)
    page.get_by_label("E-mail").fill("anna at home")
    page.get_by_role("button", name="Send message").click()
    summary = page.locator("[data-errors]")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Please correct the following")
    email = page.get_by_label("E-mail")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_accessible_description("Enter an e-mail address, for example name@example.com")
    summary.get_by_role("link", name="Enter an e-mail address").click()
    expect(email).to_be_focused()


@pytest.mark.parametrize("failure", ["a full disk", "no network"])
def test_a_message_that_was_not_stored_is_said_to_be_not_sent(open_page: NewPage, failure: str) -> None:
    page = open_page(FORM)
    full = {"title": "The disk is full"}
    page.route(
        "**/api/contacts",
        lambda route: route.abort() if failure == "no network" else route.fulfill(status=503, json=full),
    )
    write(page, MESSAGE)
    page.get_by_label("E-mail").fill("anna@example.com")
    page.get_by_role("button", name="Send message").click()
    expect(page.locator("[data-errors]")).to_contain_text("Your message was not sent")
    expect(page.locator("[data-errors]")).to_contain_text("+36 1 234 5678")
    expect(page.get_by_label("What do you need?")).to_have_value(MESSAGE)
    expect(page.get_by_role("button", name="Send message")).to_be_enabled()


def test_a_form_left_open_for_long_gets_a_fresh_token_and_is_sent(open_page: NewPage) -> None:
    page = open_page(FORM)
    page.locator("#contact-form [name=token]").evaluate("input => { input.value = '1.old.token' }")
    write(page, MESSAGE)
    page.get_by_label("E-mail").fill("anna@example.com")
    page.get_by_role("button", name="Send message").click()
    expect(page.get_by_role("heading", name="We have your message")).to_be_visible()


def test_only_topics_about_an_order_ask_for_its_number(open_page: NewPage) -> None:
    page = open_page(FORM)
    topic(page).select_option("stock")
    expect(page.get_by_label("Order number")).to_be_hidden()
    topic(page).select_option("refund")
    expect(page.get_by_label("Order number")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740), (320, 568)])
def test_send_stays_in_sight_while_writing(open_page: NewPage, width: int, height: int) -> None:
    page = open_page(FORM, width=width, height=height)
    write(page, MESSAGE)
    suggestions(page).wait_for()
    expect(page.get_by_role("button", name="Send message")).to_be_in_viewport(ratio=1)


def test_suggestions_never_move_send_from_under_the_pointer(open_page: NewPage) -> None:
    page = open_page(FORM)
    asked = list_asked(page)
    page.clock.install()
    write(page, MESSAGE)
    send = page.get_by_role("button", name="Send message")
    send.hover()
    place = send.bounding_box()
    with page.expect_response("**/api/suggestions"):
        page.clock.run_for(LONG_PAUSE_MS)
    page.clock.run_for(LONG_PAUSE_MS)
    expect(suggestions(page)).to_be_hidden()
    assert send.bounding_box() == place
    assert len(asked) == 1
    page.get_by_label("What do you need?").hover()
    expect(suggestions(page)).to_be_visible()


def test_a_field_that_gets_the_focus_takes_send_away_from_nobody(open_page: NewPage) -> None:
    page = open_page(FORM, width=390, height=600)
    ends = page.get_by_label("E-mail").evaluate("one => (one.focus(), one.getBoundingClientRect().bottom)")
    assert ends < 600, "the page still glides to the field, and Send with it"


@pytest.mark.parametrize(("width", "height"), [(1280, 600), (320, 568)])
def test_no_field_hides_below_send_when_it_gets_the_focus(
    open_page: NewPage, width: int, height: int
) -> None:
    page = open_page(FORM, width=width, height=height, reduced_motion="reduce")
    page.get_by_label("What do you need?").focus()
    for name in ("topic", "order_number", "files", "email", "name"):
        page.keyboard.press("Tab")
        expect(page.locator(f"#{name}")).to_be_focused()
        assert page.locator(f"#{name}").evaluate(LIES_FREE), name
    for name in ("email", "files", "order_number", "topic", "message"):
        page.keyboard.press("Shift+Tab")
        assert page.locator(f"#{name}").evaluate(LIES_FREE), name


def test_ways_read_right_whether_somebody_is_there_or_not(open_page: NewPage) -> None:
    page = open_page(FORM, reduced_motion="reduce")
    page.locator(".way--phone").scroll_into_view_if_needed()
    expect(page.locator("[data-way-now=phone]")).to_be_visible()
    expect(page.locator(".way--phone .way__promise")).to_have_text(
        "During opening hours we answer within 20 seconds"
    )
    expect(page.locator("[data-way-now=email]")).to_contain_text("If you write now, we reply by")
    expect(page.locator(".way--email .way__promise")).to_be_hidden()


def write(page: Page, text: str) -> None:
    page.get_by_label("What do you need?").focus()
    page.keyboard.insert_text(text)


def topic(page: Page) -> Locator:
    return page.get_by_label("Topic (optional)")


def suggestions(page: Page) -> Locator:
    return page.get_by_role("region", name="This may help")


def list_asked(page: Page) -> list[dict[str, str]]:
    """Return a list that gets what the page asks suggestions for."""
    asked: list[dict[str, str]] = []

    def listen(request: Request) -> None:
        if "/api/suggestions" in request.url:
            asked.append(request.post_data_json or {})

    page.on("request", listen)
    return asked
