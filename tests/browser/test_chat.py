"""The chat of others: asked for nothing before the press, let in on one page, offered while staffed."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.articles.making import DATA
from tests.browser.test_accessibility import look_at_all
from tests.building import build
from tests.conftest import NewPage
from tests.running import Running, running
from tests.site.making import make_project

pytestmark = pytest.mark.browser
LOADER = """
const said = document.createElement("p");
said.id = "helpy";
said.textContent = `Helpy ${window.$helpy.account} ${document.currentScript.dataset.id}`;
document.querySelector("main").append(said);
fetch("{url}/hello").then((answer) => answer.text()).then((text) => { said.dataset.hello = text; });
fetch("{url}/hello".replace("127.0.0.1", "localhost")).catch(() => { said.dataset.elsewhere = "blocked"; });
"""
WAYS = """
          - id: helpy
            kind: chat
            name: Helpy
            script: {url}/loader.js
            attributes: {{data-id: abc}}
            settings: {{$helpy: {{account: 7}}}}
            hours: {{mon-sun: "0:00-23:59"}}
            languages: [hu, en]
          - id: faces
            kind: social
            name: Faces
            address: https://www.faces.example/kannahaz
            hours: {{mon-fri: "9:00-17:00"}}
            languages: [hu]
            promise: {{value: 1, unit: working_days, from: message}}
        holidays:"""
READ = """urls => Promise.all(urls.map(async (url) => {
  const answer = await fetch(url);
  const [, meta] = (await answer.text()).match(/-Policy" content="([^"]*)/);
  return [answer.headers.get("Content-Security-Policy"), meta];
}))"""
NOW = {"en": "Begin chat", "ru": "Начать чат", "hu": "Csevegés indítása"}
SPOKEN = {
    "en": "Languages: Hungarian, English",
    "ru": "Языки: венгерский, английский",
    "hu": "Nyelvek: magyar, angol",
}


@dataclass
class Vendor:
    """A vendor of chats on loopback, and what it was asked for."""

    url: str = ""
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def vendor() -> Iterator[Vendor]:
    told = Vendor()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            is_script = self.path == "/loader.js"
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if is_script else "text/plain")
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Cross-Origin-Resource-Policy", "cross-origin")
            self.end_headers()
            self.wfile.write((LOADER.replace("{url}", told.url) if is_script else "hello").encode())

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    told.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, vendor: Vendor) -> Iterator[Running]:
    """Serve a shop that has a chat at any hour."""
    ways = DATA["channels.yml"].replace("        holidays:", WAYS.format(url=vendor.url).lstrip("\n"))
    folder = tmp_path_factory.mktemp("chatting")
    project = make_project(folder, data={"channels.yml": ways})
    with running(
        build(Path("var"), root=project), PORTAL_ROOT=str(project), PORTAL_VAR=str(folder / "var")
    ) as one:
        yield one


@pytest.mark.parametrize("lang", NOW)
def test_the_chat_opens_at_the_press_and_not_before(
    open_page: NewPage, shop: Running, vendor: Vendor, lang: str
) -> None:
    vendor.asked.clear()
    page = open_page(f"/{lang}/", at=shop, color_scheme="light", reduced_motion="reduce")
    begin = _to_chat(page)
    expect(begin).to_have_text(NOW[lang])
    expect(page.locator(".chat")).to_contain_text(SPOKEN[lang])
    look_at_all(page, lang)
    assert vendor.asked == []
    begin.focus()
    page.keyboard.press("Enter")
    said = page.locator("#helpy")
    expect(said).to_have_text("Helpy 7 abc")
    expect(said).to_have_attribute("data-hello", "hello")
    expect(said).to_have_attribute("data-elsewhere", "blocked")
    expect(begin).to_be_hidden()
    assert vendor.asked == ["/loader.js", "/hello"]
    told = shop.wait_for(
        "select * from event where ev = 'contact_intent' and channel = 'chat' and locale = ?", lang
    )
    assert told["traffic"] == "human"


def _to_chat(page: Page) -> Locator:
    page.locator(".way--chat").scroll_into_view_if_needed()
    page.locator("[data-way-door=helpy][href]").click()
    page.wait_for_url("**/chat/")
    return page.locator("[data-chat-begin]")


def test_no_other_page_lets_anything_of_it_in(open_page: NewPage, shop: Running, vendor: Vendor) -> None:
    page = open_page("/en/contact/", at=shop)
    policies = page.evaluate(READ, ["/en/", "/en/contact/", "/en/orders/cancel-an-order/", "/en/chat/"])
    *others, (header, meta) = policies
    assert not [one for both in others for one in both if vendor.url in one]
    assert vendor.url in header
    assert header.removesuffix("; frame-ancestors 'none'") == meta.replace("&#39;", "'")


def test_a_chat_that_nobody_staffs_is_not_offered(open_page: NewPage, shop: Running, vendor: Vendor) -> None:
    vendor.asked.clear()
    now = {"is_open": True}

    def answer(route: Route) -> None:
        told = route.fetch().json()
        for one in told["channels"]:
            if one["id"] == "helpy":
                one |= {**now, "text": "Closed now. Next: Mon 9:00"}
        route.fulfill(json=told)

    page = open_page("/404.html", at=shop)
    page.route("**/api/session*", answer)
    page.goto("/en/chat/")
    begin = page.locator("[data-chat-begin]")
    expect(begin).to_be_visible()
    # It was open when the page came, and has closed since.
    now["is_open"] = False
    begin.click()
    expect(page.locator("[data-chat-now]")).to_have_text("Closed now. Next: Mon 9:00")
    expect(begin).to_be_hidden()
    page.goto("/en/contact/")
    page.locator(".way--chat").scroll_into_view_if_needed()
    expect(page.locator("[data-way-now=helpy]")).to_have_text("Closed now. Next: Mon 9:00")
    assert page.locator("[data-way-door=helpy][href]").count() == 0
    assert vendor.asked == []


@pytest.mark.parametrize("lang", NOW)
def test_without_scripts_the_hours_are_told_and_nothing_is_called_open(
    open_page: NewPage, shop: Running, lang: str
) -> None:
    page = open_page(f"/{lang}/contact/", at=shop, java_script_enabled=False)
    assert page.locator("[data-way-door=helpy][href]").count() == 0
    expect(page.locator(".way--chat .way__hours")).to_contain_text("0:00")
    expect(page.locator(".way__now:visible")).to_have_count(0)
    page.goto(f"/{lang}/chat/")
    expect(page.locator("[data-chat-door]")).to_be_hidden()
    expect(page.locator(".hint-box")).to_be_visible()
    expect(page.locator(".way--phone a[href^='tel:']")).to_be_visible()


def test_a_chat_that_does_not_load_is_said_to_be_none(
    open_page: NewPage, shop: Running, vendor: Vendor
) -> None:
    page = open_page("/en/chat/", at=shop)
    page.route(f"{vendor.url}/**", lambda route: route.abort())
    page.locator("[data-chat-begin]").click()
    expect(page.locator("[data-chat-now]")).to_have_text(
        "The chat could not be loaded. Choose another way below."
    )
    expect(page.locator("[data-chat-begin]")).to_be_visible()


def test_a_tap_on_a_network_is_a_step_to_a_person(open_page: NewPage, shop: Running) -> None:
    page = open_page("/en/contact/", at=shop)
    page.route("https://www.faces.example/**", lambda route: route.abort())
    link = page.get_by_role("link", name="faces.example/kannahaz")
    expect(page.locator(".way--social .way__title")).to_have_text("Write to us on Faces")
    link.evaluate("link => link.addEventListener('click', event => event.preventDefault())")
    link.click()
    shop.wait_for("select * from event where ev = 'contact_intent' and channel = 'social'")
