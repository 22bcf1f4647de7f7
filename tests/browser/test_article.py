"""What an article page tells the service, and what it asks its reader."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.stand_in import QUERY_ID, StandIn

pytestmark = pytest.mark.browser
ARTICLE = "/en/delivery/delivery-options/"


def test_it_tells_that_an_article_was_opened_and_how_long_it_was_seen(
    open_page: NewPage, service: StandIn
) -> None:
    page = open_page(ARTICLE)
    opened = service.wait_for_event("article_view")
    assert opened["article_id"] == "delivery-options"
    assert opened["article_v"]
    assert opened["source"] == "direct"
    assert opened["event_id"][14] == "7"
    page.goto("/en/")
    assert service.wait_for_event("article_left")["visible_s"] >= 0


@pytest.mark.parametrize("signal", ["globalPrivacyControl: {value: true}", "doNotTrack: {value: '1'}"])
def test_it_tells_nothing_of_those_who_asked_not_to_be_followed(
    open_page: NewPage, service: StandIn, signal: str
) -> None:
    page = open_page("/en/")
    page.add_init_script(f"Object.defineProperties(navigator, {{{signal}}})")
    page.goto(f"{ARTICLE}?q={QUERY_ID}")
    page.goto("/en/returns/")
    page.wait_for_load_state("networkidle")
    assert service.calls("/api/events") == []


def test_yes_is_thanked_for_in_place(open_page: NewPage, service: StandIn) -> None:
    page = open_page(ARTICLE)
    page.get_by_role("button", name="Yes, it helped").click()
    expect(page.get_by_text("Thank you.", exact=True)).to_be_visible()
    vote = service.wait_for_call("/api/votes")
    assert (vote["article_id"], vote["vote"], vote["token"]) == ("delivery-options", "yes", "fresh-token")
    assert page.url.endswith(ARTICLE)


def test_no_asks_why_and_offers_a_person(open_page: NewPage, service: StandIn) -> None:
    page = open_page(ARTICLE)
    page.get_by_role("button", name="No, it did not").click()
    page.get_by_label("Hard to understand").check()
    page.get_by_label("Tell us more").fill("Which locker is near me?")
    page.get_by_role("button", name="Send feedback").click()
    page.get_by_role("link", name="Do you need an answer?").wait_for()
    vote = service.wait_for_call("/api/votes")
    assert (vote["vote"], vote["reason"], vote["comment"]) == ("no", "hard", "Which locker is near me?")


def test_a_comment_is_taken_along_into_the_form_once(open_page: NewPage, service: StandIn) -> None:
    page = open_page(ARTICLE)
    page.get_by_role("button", name="No, it did not").click()
    page.get_by_label("Tell us more").fill("Which locker is near me?")
    page.get_by_role("button", name="Send feedback").click()
    page.get_by_role("link", name="Do you need an answer?").click()
    page.wait_for_url("**/contact/")
    page.goto("/en/contact-new/")
    expect(page.get_by_label("What do you need?")).to_have_value("Which locker is near me?")
    page.reload()
    expect(page.get_by_label("What do you need?")).to_have_value("")


def test_a_bare_no_is_told_when_the_page_is_left(open_page: NewPage, service: StandIn) -> None:
    page = open_page(ARTICLE)
    page.get_by_role("button", name="No, it did not").click()
    service.wait_for_call("/api/session")
    page.wait_for_load_state("networkidle")
    page.goto("/en/")
    assert service.wait_for_call("/api/votes")["vote"] == "no"


def test_a_vote_that_was_not_stored_is_not_thanked_for(open_page: NewPage, service: StandIn) -> None:
    service.answers["/api/votes"] = lambda _: (503, {"title": "The disk is full"})
    page = open_page(ARTICLE)
    page.get_by_role("button", name="Yes, it helped").click()
    expect(page.get_by_text("Your feedback was not saved")).to_be_visible()
    expect(page.get_by_text("Thank you.", exact=True)).to_be_hidden()


def test_an_article_opened_from_search_asks_whether_it_answered(open_page: NewPage, service: StandIn) -> None:
    page = open_page(f"{ARTICLE}?q={QUERY_ID}")
    question(page).get_by_role("button", name="Yes").click()
    said = service.wait_for_event("solved_yes")
    assert (said["prompt_id"], said["query_id"], said["article_id"]) == (
        "article",
        QUERY_ID,
        "delivery-options",
    )
    question(page).get_by_role("button", name="Take back").click()
    service.wait_for_event("solved_no")
    expect(question(page).get_by_role("button", name="Yes")).to_be_focused()
    assert "q=" not in page.url


def test_other_articles_do_not_ask_it(open_page: NewPage) -> None:
    expect(question(open_page(ARTICLE))).to_be_hidden()


def test_a_tap_on_the_phone_number_is_an_intent_to_reach_a_person(
    open_page: NewPage, service: StandIn
) -> None:
    page = open_page(ARTICLE)
    page.evaluate("document.addEventListener('click', (event) => event.preventDefault())")
    page.locator('.still a[href^="tel:"]').click()
    assert service.wait_for_event("contact_intent")["channel"] == "phone"


def test_it_says_what_is_open_now(open_page: NewPage) -> None:
    page = open_page(ARTICLE)
    page.locator(".still").scroll_into_view_if_needed()
    expect(page.get_by_text("Available now, until 18:00")).to_be_visible()


def test_wide_tables_scroll_in_a_named_box_within_reach_of_the_keyboard(open_page: NewPage) -> None:
    page = open_page(ARTICLE, width=320, height=740)
    box = page.get_by_role("region", name="Delivery options and prices")
    expect(box).to_have_attribute("tabindex", "0")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")


def question(page: Page) -> Locator:
    return page.get_by_role("region", name="Did this answer your question?")
