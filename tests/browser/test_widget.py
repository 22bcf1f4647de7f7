"""The widget on a page of the shop: hostile styles, a strict policy, and the keyboard alone."""

import gzip
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.building import BuiltSite
from tests.running import Running, running

pytestmark = pytest.mark.browser
MOST_STEPS = 40
HOSTILE = """
* { display: none !important; font-size: 3px !important; color: red !important; opacity: 0 !important }
html, head ~ body, h1 { display: block !important; opacity: 1 !important }
"""
POLICY = (
    "default-src 'none'; script-src {help}; connect-src {help}; style-src 'self'; "
    "require-trusted-types-for 'script'; base-uri 'none'"
)
PAGE = (
    '<!doctype html><html lang="{lang}"><head><title>Shop</title><link rel="stylesheet" href="/hostile.css">'
    '<script src="{help}/widget.js" data-look="{look}" defer></script></head>'
    "<body><h1>Shop</h1></body></html>"
)


@dataclass(frozen=True)
class Shop:
    """A shop's page beside a help centre, on another origin."""

    url: str
    help: Running


@pytest.fixture(scope="module")
def shop(built_site: BuiltSite) -> Iterator[Shop]:
    at: dict[str, str] = {}

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_style = self.path == "/hostile.css"
            lang, _, look = self.path.strip("/").partition("/")
            page = PAGE.format(lang=lang or "en", look=look or "light", help=at["help"])
            text = HOSTILE if is_style else page
            self.send_response(200)
            self.send_header("Content-Type", "text/css" if is_style else "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY.format(help=at["help"]))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    with running(built_site, PORTAL_WIDGET_ORIGINS=url) as service:
        at["help"] = service.url.rstrip("/")
        yield Shop(url, service)
    server.shutdown()
    server.server_close()


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def page(chromium: Browser, shop: Shop, complaints: list[str]) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 700})
    opened = context.new_page()
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(shop.url)
    yield opened
    context.close()


def focused(page: Page) -> str:
    return str(
        page.evaluate("document.querySelector('portal-help').shadowRoot.activeElement?.textContent ?? ''")
    )


def test_search_article_and_way_back_by_keyboard_alone(page: Page, shop: Shop, complaints: list[str]) -> None:
    page.keyboard.press("Tab")
    assert focused(page) == "Help"
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Help")).to_be_visible()
    dialog = page.get_by_role("dialog")
    page.keyboard.type("cancel an order")
    hit = dialog.get_by_role("button", name="Cancel an order", exact=True)
    expect(hit).to_be_visible()
    box = hit.bounding_box()
    assert box is not None
    assert box["height"] > 15, "the page's styles stay outside"
    hit.focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("link", name="Open the whole page")).to_be_visible()
    expect(dialog.get_by_role("heading", name="Cancel an order")).to_be_visible()
    assert focused(page) == "Back"
    page.keyboard.press("Enter")
    expect(hit).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert focused(page) == "Help"
    assert complaints == []
    assert shop.help.wait_for("select * from event where ev = 'search' and surface = 'widget'")
    assert shop.help.wait_for("select * from event where ev = 'article_view' and source = 'widget'")


def open_article(page: Page, typed: str, title: str) -> Locator:
    """Open an article in the panel with the keyboard alone."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(typed)
    dialog = page.get_by_role("dialog")
    hit = dialog.get_by_role("button", name=title, exact=True)
    hit.wait_for()
    tab_to(page, hit)
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("link", name="Open the whole page")).to_be_visible()
    return dialog


def tab_to(page: Page, goal: Locator) -> None:
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if goal.evaluate("element => element === element.getRootNode().activeElement"):
            return
    pytest.fail(f"{goal} cannot be reached with the Tab key")


def test_questions_open_in_the_panel(page: Page, shop: Shop, complaints: list[str]) -> None:
    dialog = open_article(page, "orders common questions", "Orders: common questions")
    asked = dialog.locator("summary").filter(has_text="Is there a minimum order?")
    answer = dialog.get_by_text("below that you pay the price")
    expect(answer).to_be_hidden()
    tab_to(page, asked)
    page.keyboard.press("Enter")
    expect(answer).to_be_visible()
    expect(dialog.get_by_role("heading", level=3, name="Is there a minimum order?")).to_be_visible()
    assert complaints == []


def test_a_guide_asks_one_question_at_a_time_in_the_panel(
    page: Page, shop: Shop, complaints: list[str]
) -> None:
    dialog = open_article(page, "return an item", "Return an item")
    expect(dialog.get_by_text("Question 1 (5 at most)")).to_be_visible()
    expect(dialog.get_by_role("heading", level=3, name="Is it one of these?")).to_be_hidden()
    tab_to(page, dialog.get_by_role("button", name="I have changed my mind"))
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("heading", name="Is it one of these?")).to_be_focused()
    tab_to(page, dialog.get_by_role("button", name="An item engraved for me"))
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("Answer", exact=True)).to_be_visible()
    tab_to(page, dialog.get_by_role("button", name="Start again"))
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("heading", name="Why do you want to send it back?")).to_be_focused()
    assert shop.help.wait_for("select * from event where ev = 'guide_step' and source = 'widget'")
    assert complaints == []


def test_steps_are_numbered_and_tables_scroll_in_the_panel(page: Page, complaints: list[str]) -> None:
    dialog = open_article(page, "faulty item repair", "The item is faulty: repair, replacement, refund")
    expect(dialog.locator(".steps > li")).to_have_count(6)
    expect(dialog.get_by_role("heading", level=3, name="Note what happened and when")).to_be_visible()
    expect(dialog.get_by_role("region", name="Choose what you ask for")).to_have_attribute("tabindex", "0")
    body = dialog.locator(".body")
    assert body.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert complaints == []


def test_every_kind_of_article_is_accessible_light_and_dark(chromium: Browser, shop: Shop) -> None:
    context = chromium.new_context(bypass_csp=True, viewport={"width": 390, "height": 700})
    page = context.new_page()
    for path, typed, title in (
        ("en", "orders common questions", "Orders: common questions"),
        ("en/dark", "return an item", "Return an item"),
        ("en/dark", "faulty item repair", "The item is faulty: repair, replacement, refund"),
    ):
        page.goto(f"{shop.url}/{path}")
        open_article(page, typed, title)
        found = Axe().run(page, context={"include": [["portal-help"]]})
        assert found.violations_count == 0, found.generate_report()
    context.close()


def test_a_message_reaches_a_person_by_keyboard_alone(page: Page, shop: Shop, complaints: list[str]) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Write to us").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("The lid of my kettle is loose.")
    page.keyboard.press("Tab")
    page.keyboard.type("anna@example.com")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("We have your message. Its number is")).to_be_focused()
    assert shop.help.wait_for("select * from contact where message like '%lid of my kettle%'")
    assert complaints == []


def test_it_speaks_the_pages_language_and_is_accessible(chromium: Browser, shop: Shop) -> None:
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    for lang, name in (("hu", "Súgó"), ("ru", "Помощь"), ("xx", "Help")):
        page.goto(f"{shop.url}/{lang}")
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("dialog", name=name)).to_be_visible()
    found = Axe().run(page, context={"include": [["portal-help"]]})
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_a_message_that_needs_a_proof_waits_and_goes_out_by_itself(page: Page) -> None:
    sent: list[str | None] = []

    def demand_once(route: Route) -> None:
        sent.append((route.request.post_data_json or {}).get("proof"))
        if len(sent) > 1:
            route.continue_()
            return
        leave = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(status=428, headers=leave, json={"proof": {"wait": "waited", "wait_s": 1}})

    page.route("**/api/contacts", demand_once)
    page.get_by_role("button", name="Help").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Write to us").click()
    dialog.get_by_label("Your message").fill("Where is my parcel?")
    dialog.get_by_label("Your e-mail address").fill("anna@example.com")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("status")).to_contain_text("your message goes out by itself")
    expect(dialog.get_by_text("We have your message")).to_be_focused()
    assert sent == [None, "waited"]


def test_it_weighs_less_than_twelve_kilobytes_and_is_kept_by_its_version(shop: Shop) -> None:
    with urlopen(f"{shop.help.url}widget.js") as answer:  # noqa: S310  our own service on loopback
        assert len(gzip.compress(answer.read(), mtime=0)) < 12 * 1024
        assert answer.headers["Cache-Control"] == "public, max-age=600"
        version = answer.headers["ETag"].strip('"')
    with urlopen(f"{shop.help.url}widget.js?v={version}") as answer:  # noqa: S310  as above
        assert answer.headers["Cache-Control"].endswith("immutable")


@pytest.mark.parametrize(
    ("path", "is_allowed"),
    [
        ("api/search?q=cancel&lang=en", True),
        ("en/", True),
        ("dashboard/sign-in", False),
        ("api/openapi.json", False),
    ],
)
def test_only_named_origins_get_leave_and_only_for_what_the_widget_needs(
    shop: Shop,
    path: str,
    is_allowed: bool,
) -> None:
    for origin, wanted in ((shop.url, is_allowed), ("https://elsewhere.example", False)):
        with urlopen(Request(shop.help.url + path, headers={"Origin": origin})) as answer:  # noqa: S310  as above
            assert (answer.headers.get("Access-Control-Allow-Origin") == origin) == wanted
