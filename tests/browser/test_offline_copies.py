"""Pages that were read can be read again without a network; with one, the network answers."""

import pytest
from playwright.sync_api import Page, expect

from tests.building import ROOT
from tests.conftest import NewPage

pytestmark = pytest.mark.browser
WORKER = ROOT / "themes/helpcenter/offline.js"
QUERY_ID = "01940000-0000-7000-8000-000000000001"
ARTICLE = "/en/returns/refund-times/"
KEPT = """async () => {
  const kept = await caches.open("pages");
  return (await kept.keys()).map((request) => request.url);
}"""

PUT_OLD = """async (url) => {
  const old = new Response("<h1>Old</h1>", {headers: {"Content-Type": "text/html"}});
  await (await caches.open("pages")).put(url, old);
}"""


def test_the_worker_costs_less_than_2_kb() -> None:
    assert len(WORKER.read_bytes()) < 2048


def test_a_page_that_was_read_opens_without_a_network_and_says_so(open_page: NewPage) -> None:
    page = visit_with_worker(open_page)
    page.context.set_offline(True)
    page.goto(ARTICLE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Refund times")
    expect(page.locator(".offline")).to_be_visible()
    expect(page.locator(".header")).to_have_css("border-bottom-style", "solid")
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(".offline")).to_be_hidden()


def test_copies_hold_no_id_and_nothing_that_was_made_for_one_reader(open_page: NewPage) -> None:
    page = visit_with_worker(open_page)
    for path in (
        "/en/contact/",
        "/en/search/?q=refund",
        "/en/feedback/?article_id=refund-times&vote=no",
        "/dashboard/",
    ):
        page.goto(path)
    page.wait_for_load_state("networkidle")
    kept = page.evaluate(KEPT)
    assert any(url.endswith(ARTICLE) for url in kept)
    assert [url for url in kept if "?" in url or "/api/" in url or "dashboard" in url] == []
    assert [
        url for url in kept if url.rstrip("/").rpartition("/")[2] in {"contact", "search", "feedback"}
    ] == []


def test_online_a_copy_never_stands_in_for_the_page(open_page: NewPage) -> None:
    page = visit_with_worker(open_page)
    page.evaluate(PUT_OLD, page.url)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Refund times")


def visit_with_worker(open_page: NewPage) -> Page:
    """Open the site, let the worker begin, and read an article as one comes from a search."""
    page = open_page("/en/", service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(f"{ARTICLE}?q={QUERY_ID}")
    page.reload()
    page.wait_for_function(f"({KEPT})().then((kept) => kept.some((url) => url.endsWith('{ARTICLE}')))")
    return page
