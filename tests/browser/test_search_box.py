"""The search box answers while somebody types, by the combobox pattern, and never in the wrong order."""

import threading

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.stand_in import PATIENCE_S, QUERY_ID, Answer, Fields, StandIn, found

pytestmark = pytest.mark.browser


def test_it_lists_at_most_six_hits_with_category_and_marks(open_page: NewPage, service: StandIn) -> None:
    service.answers["/api/search"] = lambda _: found(*(f"Article {number}" for number in range(9)))
    page = type_into_box(open_page("/en/"), "parcel")
    options = page.get_by_role("option")
    expect(options).to_have_count(6)
    expect(options.first).to_contain_text("Delivery")
    expect(options.first.locator("mark")).to_have_text("Parcels")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".search [role=status]")).to_contain_text("6 suggestions")
    assert service.calls("/api/search")[-1]["typing"] == "1"


def test_arrows_choose_and_enter_opens_the_hit_with_its_query(open_page: NewPage, service: StandIn) -> None:
    page = type_into_box(open_page("/en/"), "parcel")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.get_by_role("option").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("combobox")).to_have_attribute(
        "aria-activedescendant", str(second.get_attribute("id"))
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Delivery times")
    click = service.wait_for_event("result_click")
    assert (click["query_id"], click["position"]) == (QUERY_ID, 2)
    assert service.wait_for_event("article_view")["query_id"] == QUERY_ID


def test_arrows_pass_through_the_text_itself_and_come_round(open_page: NewPage) -> None:
    page = type_into_box(open_page("/en/"), "parcel")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    assert page.get_by_role("combobox").get_attribute("aria-activedescendant") is None


def test_enter_without_a_choice_goes_to_the_results_page(open_page: NewPage) -> None:
    page = type_into_box(open_page("/hu/"), "csomag")
    page.keyboard.press("Enter")
    page.wait_for_url("**/hu/search/?q=csomag")


def test_escape_closes_and_keeps_the_text(open_page: NewPage) -> None:
    page = type_into_box(open_page("/en/returns/"), "parcel")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option").first).to_be_hidden()
    box = page.get_by_role("combobox")
    expect(box).to_have_value("parcel")
    expect(box).to_have_attribute("aria-expanded", "false")


def test_a_late_answer_never_replaces_a_newer_one(open_page: NewPage, service: StandIn) -> None:
    may_answer = threading.Event()

    def answer(asked: Fields) -> Answer:
        if asked["q"] == "ref":
            may_answer.wait(PATIENCE_S)
            return found("Old answer")
        return found("New answer")

    service.answers["/api/search"] = answer
    page = type_into_box(open_page("/en/"), "ref")
    service.wait_for_call("/api/search")
    page.keyboard.type("und")
    expect(page.get_by_role("option")).to_contain_text(["New answer"])
    may_answer.set()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("option")).to_contain_text(["New answer"])


def test_it_says_searching_only_when_the_answer_takes_long(open_page: NewPage, service: StandIn) -> None:
    may_answer = threading.Event()

    def answer(_: Fields) -> Answer:
        may_answer.wait(PATIENCE_S)
        return found("Delivery times")

    service.answers["/api/search"] = answer
    page = type_into_box(open_page("/ru/"), "заказ")
    expect(page.locator(".search__note")).to_have_text("Ищем…")
    may_answer.set()
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.locator(".search__note")).to_be_hidden()


def test_it_says_so_when_the_service_is_down(open_page: NewPage, service: StandIn) -> None:
    service.answers["/api/search"] = lambda _: (503, {"title": "The index is missing"})
    page = type_into_box(open_page("/en/"), "parcel")
    expect(page.locator(".search__note")).to_contain_text("Search is not working just now")


def test_the_same_words_are_asked_once(open_page: NewPage, service: StandIn) -> None:
    page = type_into_box(open_page("/en/"), "parcel")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Backspace")
    service.wait_for_call("/api/search", 2)
    page.keyboard.type("l")
    expect(page.get_by_role("combobox")).to_have_value("parcel")
    page.get_by_role("option").first.wait_for()
    asked = [call["q"] for call in service.calls("/api/search")]
    assert asked == ["parcel", "parce"]


def type_into_box(page: Page, text: str) -> Page:
    page.locator("input[type=search]").first.focus()
    page.keyboard.insert_text(text)
    return page
