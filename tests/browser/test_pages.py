"""How pages behave: light and dark, questions that open, and targets for fingers."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.conftest import NewPage

pytestmark = pytest.mark.browser
FAQ = "/en/orders/orders-faq/"
KILOBYTE = 1024
SLOW = {"offline": False, "latency": 60, "downloadThroughput": 400_000, "uploadThroughput": 400_000}
MOVED = """globalThis.moved = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries())
    moved.push(...shift.sources.map(({ node }) => node?.className || node?.nodeName));
}).observe({ type: "layout-shift", buffered: true });
"""


def test_a_chosen_appearance_stays_and_nothing_is_kept_before(open_page: NewPage) -> None:
    page = open_page("/en/", color_scheme="light")
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Dark").click()
    page.goto("/en/returns/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")


def test_an_addressed_question_opens(open_page: NewPage) -> None:
    page = open_page(FAQ)
    last = page.locator(".question").last
    anchor = last.get_attribute("id")
    expect(last).not_to_have_attribute("open", "")
    page.goto(f"{FAQ}#{anchor}")
    expect(last).to_have_attribute("open", "")
    expect(last.locator("summary")).to_be_in_viewport()


def test_questions_can_be_filtered_by_a_word(open_page: NewPage) -> None:
    page = open_page(FAQ)
    shown = page.locator(".question:visible")
    every = shown.count()
    page.get_by_label("Find in these questions").fill("basket")
    expect(page.locator("[data-filter-count]")).to_contain_text("shown")
    assert 0 < shown.count() < every
    page.get_by_label("Find in these questions").fill("submarine")
    expect(page.locator("[data-filter-count]")).to_contain_text("Try the search")


def test_the_first_key_leads_to_the_content(open_page: NewPage) -> None:
    page = open_page(FAQ)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_language_switch_keeps_the_article(open_page: NewPage) -> None:
    page = open_page("/en/returns/return-an-item/")
    page.locator(".popover summary").click()
    page.locator(".popover").get_by_role("link", name="Magyar").click()
    page.wait_for_url("**/hu/returns/return-an-item/")
    expect(page.locator("html")).to_have_attribute("lang", "hu")


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_question_box_and_needs_are_above_the_fold_of_a_phone(open_page: NewPage, lang: str) -> None:
    page = open_page(f"/{lang}/", width=360, height=740)
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)
    expect(page.locator("input[type=search]")).to_be_in_viewport(ratio=1)
    for need in page.locator(".needs a").all():
        expect(need).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("path", ["/en/", FAQ, "/en/returns/return-an-item/", "/hu/contact/"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_moves_while_scripts_come_in(open_page: NewPage, path: str, width: int) -> None:
    page = open_page("/robots.txt", width=width, height=740)
    page.add_init_script(MOVED)
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send("Network.emulateNetworkConditions", SLOW)
    page.goto(path, wait_until="networkidle")
    assert page.evaluate("moved") == []


@pytest.mark.parametrize("path", ["/en/", FAQ, "/en/returns/return-an-item/", "/en/contact/"])
def test_fingers_find_targets_of_44_px(open_page: NewPage, path: str) -> None:
    page = open_page(path, width=360, height=740, has_touch=True)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, input:not([type=hidden]), select, nav a")]
        .filter((element) => element.checkVisibility() && !element.closest(".leave-empty, .breadcrumbs"))
        .filter((element) => !element.matches(".visually-hidden, .search--header button, [type=radio]"))
        .filter((element) => element.getBoundingClientRect().height < 43.5)
        .map((element) => element.outerHTML)"""
    )
    assert small == []


def test_nothing_is_asked_of_another_address(open_page: NewPage) -> None:
    page = open_page("/en/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(FAQ)
    page.wait_for_load_state("networkidle")
    here = page.evaluate("location.origin")
    assert asked
    assert [url for url in asked if not url.startswith(here)] == []


def test_nobody_fetches_the_small_index_while_the_service_answers(open_page: NewPage) -> None:
    page = open_page("/robots.txt")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    for path in ("", "search/", "search/?q=refund", "search/?q=zzzzqq", "contact/"):
        page.goto(f"/en/{path}", wait_until="networkidle")
    assert "search-box.js" in asked
    assert "search.json" not in asked


def test_no_page_breaks_its_own_content_security_policy(open_page: NewPage) -> None:
    page = open_page("/en/", service_workers="allow")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("/en/", FAQ, "/en/returns/return-an-item/", "/en/contact/", "/en/search/", "/ru/404/"):
        page.goto(path)
    assert said == []


def test_a_first_visit_of_an_article_is_light(open_page: NewPage) -> None:
    page = open_page("/404.html")
    session = page.context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    weights = {"Script": 0.0, "Stylesheet": 0.0, "Document": 0.0, "Other": 0.0}

    def count(loaded: dict[str, Any]) -> None:
        kind = kinds.get(loaded["requestId"], "Other")
        weights[kind if kind in weights else "Other"] += loaded["encodedDataLength"]

    session.on("Network.responseReceived", lambda got: kinds.update({got["requestId"]: got["type"]}))
    session.on("Network.loadingFinished", count)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto("/ru/delivery/delivery-options/")
    page.wait_for_load_state("networkidle")
    assert 0 < weights["Script"] < 40 * KILOBYTE
    assert 0 < weights["Stylesheet"] < 40 * KILOBYTE
    assert sum(weights.values()) < 120 * KILOBYTE
