"""What an article page tells the service, and what it asks its reader."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Told
from tests.conftest import READER, NewPage

pytestmark = pytest.mark.browser
ARTICLE = "/en/delivery/delivery-options/"
QUERY_ID = "01940000-0000-7000-8000-000000000001"


def test_it_tells_that_an_article_was_opened_and_how_long_it_was_seen(open_page: NewPage, told: Told) -> None:
    page = open_page("/en/delivery/parcel-not-arrived/")
    opened = told.wait_for("article_view", article_id="parcel-not-arrived")
    assert opened["article_v"]
    assert opened["source"] == "direct"
    assert opened["event_id"][14] == "7"
    page.goto("/en/")
    assert told.wait_for("article_left", article_id="parcel-not-arrived")["visible_s"] >= 0


def test_a_short_link_tells_where_it_was_posted_and_leaves_no_trace(open_page: NewPage, told: Told) -> None:
    page = open_page("/hu/to/orders-faq/order-number/?via=leaflet-2026")
    page.wait_for_url("**/hu/orders/orders-faq/#order-number")
    expect(page.locator("#order-number")).to_have_attribute("open", "")
    assert told.wait_for("article_view", article_id="orders-faq")["source"] == "via-leaflet-2026"


def test_a_short_link_that_tells_nothing_counts_as_a_link_from_elsewhere(
    open_page: NewPage, told: Told
) -> None:
    page = open_page("/en/to/peak-season/?via=Anna%20Kovacs")
    page.wait_for_url("**/en/delivery/peak-season/*")
    assert told.wait_for("article_view", article_id="peak-season")["source"] == "link"


@pytest.mark.parametrize("signal", ["globalPrivacyControl: {value: true}", "doNotTrack: {value: '1'}"])
def test_it_tells_nothing_of_those_who_asked_not_to_be_followed(open_page: NewPage, signal: str) -> None:
    page = open_page("/404.html")
    page.wait_for_load_state("networkidle")
    page.add_init_script(f"Object.defineProperties(navigator, {{{signal}}})")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{ARTICLE}?q={QUERY_ID}")
    page.goto("/en/returns/")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/api/events" in url] == []


def test_yes_is_thanked_for_in_place(open_page: NewPage, told: Told) -> None:
    page = open_page(ARTICLE)
    with page.expect_response("**/api/votes") as voted:
        page.get_by_role("button", name="Yes, it helped").click()
    expect(page.get_by_text("Thank you.", exact=True)).to_be_visible()
    assert voted.value.status == 201
    assert told.wait_for("helpful_vote", article_id="delivery-options")["vote"] == "yes"
    assert page.url.endswith(ARTICLE)


def test_no_asks_why_and_offers_a_person(open_page: NewPage, told: Told) -> None:
    page = open_page(ARTICLE)
    page.get_by_role("button", name="No, it did not").click()
    page.get_by_label("Hard to understand").check()
    page.get_by_label("Tell us more").fill("Which locker is near me?")
    page.get_by_role("button", name="Send feedback").click()
    page.get_by_role("link", name="Do you need an answer?").wait_for()
    assert told.wait_for("helpful_vote", reason="hard")["vote"] == "no"
    assert told.service.wait_for("select * from comment where body = 'Which locker is near me?'")


def test_a_comment_is_taken_along_into_the_form_once(open_page: NewPage) -> None:
    page = open_page(ARTICLE)
    page.get_by_role("button", name="No, it did not").click()
    page.get_by_label("Tell us more").fill("Which locker is near me?")
    page.get_by_role("button", name="Send feedback").click()
    page.get_by_role("link", name="Do you need an answer?").click()
    expect(page.get_by_label("What do you need?")).to_have_value("Which locker is near me?")
    page.reload()
    expect(page.get_by_label("What do you need?")).to_have_value("")


def test_a_bare_no_is_told_when_the_page_is_left(open_page: NewPage, told: Told) -> None:
    page = open_page("/en/returns/refund-not-arrived/", user_agent=READER)
    article = page.locator("html").get_attribute("data-article")
    with page.expect_response("**/api/session*"):
        page.get_by_role("button", name="No, it did not").click()
    page.wait_for_load_state("networkidle")
    page.goto("/en/")
    assert told.wait_for("helpful_vote", article_id=article)["vote"] == "no"


def test_a_vote_that_was_not_stored_is_not_thanked_for(open_page: NewPage) -> None:
    page = open_page(ARTICLE)
    page.route("**/api/votes", lambda route: route.fulfill(status=503, json={"title": "The disk is full"}))
    page.get_by_role("button", name="Yes, it helped").click()
    expect(page.get_by_text("Your feedback was not saved")).to_be_visible()
    expect(page.get_by_text("Thank you.", exact=True)).to_be_hidden()


def test_an_article_opened_from_search_asks_whether_it_answered(open_page: NewPage, told: Told) -> None:
    page = open_page(f"{ARTICLE}?q={QUERY_ID}")
    question(page).get_by_role("button", name="Yes").click()
    assert told.wait_for("solved_yes", article_id="delivery-options")["prompt_id"] == "article"
    question(page).get_by_role("button", name="Take back").click()
    told.wait_for("solved_no", article_id="delivery-options")
    expect(question(page).get_by_role("button", name="Yes")).to_be_focused()
    assert "q=" not in page.url


def test_it_asks_one_thing_at_a_time_and_the_vote_stays_within_reach(open_page: NewPage, told: Told) -> None:
    page = open_page(f"{ARTICLE}?q={QUERY_ID}")
    vote = page.get_by_role("region", name="Was this helpful?")
    expect(question(page)).to_be_visible()
    expect(vote).to_be_hidden()
    question(page).get_by_role("button", name="No").click()
    expect(vote).to_be_visible()
    vote.get_by_role("button", name="Yes, it helped").click()
    expect(page.get_by_text("Thank you.", exact=True)).to_be_visible()
    told.wait_for("solved_no")
    told.wait_for("helpful_vote", vote="yes")
    page.goto(f"{ARTICLE}?q={QUERY_ID}")
    page.get_by_role("button", name="Rate this article").click()
    expect(question(page)).to_be_hidden()
    expect(vote.get_by_role("button", name="Yes, it helped")).to_be_focused()


def test_other_articles_do_not_ask_it(open_page: NewPage) -> None:
    page = open_page(ARTICLE)
    expect(question(page)).to_be_hidden()
    expect(page.get_by_role("region", name="Was this helpful?")).to_be_visible()


def test_a_tap_on_the_phone_number_is_an_intent_to_reach_a_person(open_page: NewPage, told: Told) -> None:
    page = open_page(ARTICLE)
    page.evaluate("document.addEventListener('click', (event) => event.preventDefault())")
    page.locator('.still a[href^="tel:"]').click()
    assert told.wait_for("contact_intent", channel="phone")["article_id"] == "delivery-options"


def test_it_says_what_is_open_now(open_page: NewPage) -> None:
    page = open_page(ARTICLE)
    page.locator(".still").scroll_into_view_if_needed()
    expect(page.locator(".still .way__now").first).to_contain_text("now")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_wide_tables_scroll_in_a_named_box_within_reach_of_the_keyboard(
    open_page: NewPage, scripts: bool
) -> None:
    page = open_page(ARTICLE, width=320, height=740, java_script_enabled=scripts)
    box = page.get_by_role("region", name="Delivery options and prices")
    expect(box).to_have_attribute("tabindex", "0")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")


def question(page: Page) -> Locator:
    return page.get_by_role("region", name="Did this answer your question?")


def test_the_contents_stand_once_folded_on_phones_and_open_at_the_side_of_desks(open_page: NewPage) -> None:
    page = open_page("/en/warranty/guarantee-explained/", width=390, height=800)
    link = page.locator(".contents a", has_text="After a repair")
    expect(link).to_have_count(1)
    expect(link).to_be_hidden()
    page.locator(".contents summary").click()
    expect(link).to_be_visible()
    page.locator(".contents summary").click()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(link).to_be_visible()
    expect(page.locator(".contents summary")).to_be_hidden()
    link.click()
    expect(link).to_have_attribute("aria-current", "location")
    expect(page.get_by_role("heading", name="After a repair")).to_be_in_viewport()


def test_the_contents_can_be_reached_with_the_keyboard_and_read_without_scripts(open_page: NewPage) -> None:
    page = open_page("/ru/warranty/guarantee-explained/", java_script_enabled=False)
    links = page.locator(".contents a")
    expect(links.first).to_be_visible()
    links.first.focus()
    page.keyboard.press("Tab")
    expect(links.nth(1)).to_be_focused()
