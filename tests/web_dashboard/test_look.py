"""The dashboard in Chromium: accessible, without scripts, wide and narrow, light and dark."""

import re
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from portal.services.doors import Doors
from portal.services.staff import COOKIE, Role, add_member
from portal.web.app import create_app
from tests.browser.test_accessibility import AXE, RUN
from tests.services.parts import ROOT, make_site
from tests.web_dashboard.test_answers import put_answers

pytestmark = pytest.mark.browser

PAGES = (
    *("overview", "queries", "queries?list=no_results", "search", "gaps", "articles", "contacts", "record"),
    *("trends", "deadlines", "promises", "months", "notices", "answers", "answers?q=cancel"),
    *("password", "export/x.csv"),
)
EVERYTHING = {"resultTypes": ["violations"]}
BUT_COLOURS = EVERYTHING | {"rules": {"color-contrast": {"enabled": False}}}
SCREENS: dict[str, dict[str, Any]] = {
    "wide and light, English": {"width": 1280, "scheme": "light", "ui": "en", "options": EVERYTHING},
    "wide and dark, Russian": {"width": 1280, "scheme": "dark", "ui": "ru", "options": EVERYTHING},
    # A phone has the colours of a wide screen, and finding them out takes half of the time.
    "phone, Hungarian": {"width": 320, "scheme": "light", "ui": "hu", "options": BUT_COLOURS},
}
# Rows that differ only in their words are as accessible as each other, and each costs its time.
LEAVE_THREE_OF_A_KIND = """() => {
  const seen = new Map();
  for (const row of document.querySelectorAll("tbody tr, li")) {
    const parts = [row.parentElement, row, ...row.querySelectorAll("*")];
    const kind = parts.map((one) => `${one.tagName}.${one.className}`).join(" ");
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    if (seen.get(kind) > 3) row.remove();
  }
}"""


@pytest.fixture(scope="module")
def address(filled: Doors) -> Iterator[str]:
    make_site(filled.settings.site_dir)
    styles = "assets/helpcenter/tokens.css"
    shutil.copy(ROOT / "themes" / "helpcenter" / styles, filled.settings.site_dir / styles)
    server = make_server("127.0.0.1", 0, create_app(filled, start_recorder=False), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_is_accessible_and_fits_the_screen(
    chromium: Browser, address: str, filled_cookies: dict[Role, str], screen: str
) -> None:
    wish = SCREENS[screen]
    # axe itself is a script; the pages' own policy forbids every script.
    context = chromium.new_context(
        bypass_csp=True,
        viewport={"width": wish["width"], "height": 800},
        color_scheme=wish["scheme"],
    )
    context.add_cookies([{"name": COOKIE, "value": filled_cookies[Role.EDITOR], "url": address}])
    page = context.new_page()
    for name in PAGES:
        joint = "&" if "?" in name else "?"
        page.goto(f"{address}/dashboard/{name}{joint}ui={wish['ui']}")
        for summary in page.locator("summary").all()[:6]:
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= wish["width"], name
        page.evaluate(LEAVE_THREE_OF_A_KIND)
        page.evaluate(AXE)
        assert page.evaluate(RUN, wish["options"]) == [], name
    context.close()


def test_a_phone_has_no_colours_of_its_own() -> None:
    sheet = (ROOT / "portal/web/dashboard/static/dashboard.css").read_text("utf-8")
    narrow = re.findall(r"@media \([^)]*width[^{]*\{(.*?)\n\}", sheet, re.DOTALL)
    assert len(narrow) == sheet.count("width: 40rem)") + sheet.count("width: 48rem)")
    assert [rules for rules in narrow if re.search(r"colou?r|background", rules)] == []


def test_on_a_phone_a_definition_stands_whole_in_the_window(
    chromium: Browser, address: str, filled_cookies: dict[Role, str]
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    context.add_cookies([{"name": COOKIE, "value": filled_cookies[Role.READER], "url": address}])
    page = context.new_page()
    page.goto(f"{address}/dashboard/overview?ui=hu")
    for term in page.locator(".term").all()[:3]:
        term.focus()
        place = term.locator(".tip").bounding_box()
        assert place is not None
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= 320
        assert place["y"] + place["height"] <= 640
    context.close()


def test_a_manager_comes_in_and_looks_around_without_scripts(
    chromium: Browser, address: str, filled: Doors
) -> None:
    password = add_member(filled, "manager", role=Role.READER)
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{address}/dashboard/articles?period=7&ui=en")
    page.get_by_label("Login").fill("manager")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    assert page.url.endswith("/dashboard/articles?period=7&ui=en")
    page.locator("select[name=lang]").select_option("hu")
    page.get_by_label("Period").select_option("28")
    page.get_by_role("button", name="Show").click()
    assert "lang=hu" in page.url
    page.get_by_role("link", name="Overview").click()
    assert "lang=hu" in page.url
    assert page.get_by_text("somebody asked or began to write").is_visible()
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("heading", name="Sign in").is_visible()
    assert complaints == []
    context.close()


def test_an_answer_is_copied_with_its_link(
    chromium: Browser, address: str, filled: Doors, filled_cookies: dict[Role, str]
) -> None:
    put_answers(filled.settings.staff_dir)
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.add_cookies([{"name": COOKIE, "value": filled_cookies[Role.READER], "url": address}])
    page = context.new_page()
    for path, number in (("answers?q=hamster&ui=en", 0), ("answers/en/exceptions?ui=en", 1)):
        page.goto(f"{address}/dashboard/{path}")
        page.get_by_role("button", name="Copy answer").nth(number).click()
        page.get_by_text("Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("We make an exception.\n\nHow long a refund takes: http")
    context.close()
