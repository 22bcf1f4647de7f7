"""The search box answers while somebody types, by the combobox pattern, and never in the wrong order."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Told
from tests.conftest import NewPage

pytestmark = pytest.mark.browser
SEARCH = re.compile(r"/api/search\?")


def test_it_lists_at_most_six_hits_with_category_and_marks(open_page: NewPage) -> None:
    page = open_page("/en/")
    with page.expect_request(SEARCH) as asked:
        type_into_box(page, "parcel")
    options = page.get_by_role("option")
    expect(options).to_have_count(6)
    expect(options.first).to_contain_text("Orders")
    expect(options.first.locator("mark").first).to_have_text("parcel", ignore_case=True)
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".search [role=status]")).to_contain_text("6 suggestions")
    assert "typing=1" in asked.value.url


def test_arrows_choose_and_enter_opens_the_hit_with_its_query(open_page: NewPage, told: Told) -> None:
    page = type_into_box(open_page("/en/"), "parcel")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.get_by_role("option").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("combobox")).to_have_attribute(
        "aria-activedescendant", str(second.get_attribute("id"))
    )
    title = second.locator(".option__title").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    click = told.wait_for("result_click", position=2)
    assert click["query_id"]
    assert told.wait_for("article_view", query_id=click["query_id"])["article_id"] == click["article_id"]


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


def test_a_late_answer_never_replaces_a_newer_one(open_page: NewPage) -> None:
    page = open_page("/en/")
    held: list[Route] = []
    page.route(
        SEARCH, lambda route: held.append(route) if "q=jew&" in route.request.url else route.continue_()
    )
    with page.expect_request(SEARCH):
        type_into_box(page, "jew")
    select_all_and_type(page, "refund")
    newer = page.get_by_role("option").filter(has_text="refund")
    newer.first.wait_for()
    held[0].fulfill(json={"query_id": "", "hits": [], "others": []})
    page.wait_for_load_state("networkidle")
    expect(newer.first).to_be_visible()


def test_it_says_searching_only_when_the_answer_takes_long(open_page: NewPage) -> None:
    page = open_page("/ru/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(SEARCH, hold)
    type_into_box(page, "заказ")
    expect(page.locator(".search__note")).to_have_text("Ищем…")
    held[0].continue_()
    expect(page.get_by_role("option")).to_have_count(6)
    expect(page.locator(".search__note")).to_be_hidden()


def test_it_says_so_when_neither_service_nor_files_answer(open_page: NewPage) -> None:
    page = open_page("/en/")
    page.route(SEARCH, lambda route: route.fulfill(status=503, json={"title": "The index is missing"}))
    page.route("**/search.json", lambda route: route.abort())
    type_into_box(page, "parcel")
    expect(page.locator(".search__note")).to_contain_text("Search is not working just now")


def test_a_small_index_of_the_files_answers_for_a_service_that_fails(open_page: NewPage) -> None:
    page = open_page("/en/")
    page.clock.install()
    page.route(SEARCH, lambda route: route.fulfill(status=504, body="Gateway Timeout"))
    type_into_box(page, "parcel lockers")
    page.clock.run_for(1000)
    expect(page.get_by_role("option").first).to_contain_text("Pick-up points and parcel lockers")
    expect(page.locator(".search__note")).to_contain_text("Search is limited just now")


def test_the_same_words_are_asked_once(open_page: NewPage) -> None:
    page = open_page("/en/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if SEARCH.search(request.url) else None)
    with page.expect_response(SEARCH):
        type_into_box(page, "parcel")
    page.get_by_role("option").first.wait_for()
    with page.expect_response(SEARCH):
        page.keyboard.press("Backspace")
    page.keyboard.type("l")
    expect(page.get_by_role("combobox")).to_have_value("parcel")
    page.get_by_role("option").first.wait_for()
    assert [re.sub(r".*[?&]q=(\w+)&.*", r"\1", url) for url in asked] == ["parcel", "parce"]


def test_what_the_best_article_says_stands_in_the_list_word_for_word(open_page: NewPage, told: Told) -> None:
    page = type_into_box(open_page("/en/"), "cancel an order")
    answer = page.locator(".option--answer")
    quote = answer.locator(".option__quote").inner_text()
    expect(page.locator(".search [role=status]")).to_contain_text(quote)
    expect(page.get_by_role("option")).to_have_count(6)
    page.keyboard.press("ArrowDown")
    expect(answer).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("article, main").first).to_contain_text(quote.split(". ")[0])
    assert told.wait_for("result_click", position=1)["article_id"] == "cancel-an-order"


def test_a_person_comes_first_where_nothing_else_helps(open_page: NewPage) -> None:
    page = type_into_box(open_page("/en/"), "tell me a joke")
    first = page.get_by_role("option").first
    expect(first).to_have_text("Talk to a person")
    expect(page.get_by_role("option")).to_have_count(7)
    expect(page.locator(".search [role=status]")).to_contain_text("Talk to a person")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/contact/?q=*")


def test_keys_typed_quickly_lead_to_one_final_list(open_page: NewPage) -> None:
    page = open_page("/en/")
    held: list[Route] = []
    page.route(SEARCH, lambda route: held.append(route))  # noqa: PLW0108  Playwright marks what it is given
    page.evaluate(
        """() => {
          window.painted = [];
          const list = document.querySelector(".search__list");
          const note = () => window.painted.push(list.childElementCount);
          new MutationObserver(note).observe(list, { childList: true });
        }"""
    )
    page.locator("input[type=search]").first.focus()
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.keyboard.type("parcel locker", delay=40)
    expect(page.locator(".search__note")).to_have_text("Searching…")
    for route in held:
        route.continue_()
    expect(page.get_by_role("option")).to_have_count(6)
    page.wait_for_load_state("networkidle")
    # Every request but the last was given up, and nothing but the last answer was ever listed.
    assert len(failed) == len(held) - 1
    assert [count for count in page.evaluate("window.painted") if count] == [6]


def type_into_box(page: Page, text: str) -> Page:
    page.locator("input[type=search]").first.focus()
    page.keyboard.insert_text(text)
    return page


def select_all_and_type(page: Page, text: str) -> None:
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)
