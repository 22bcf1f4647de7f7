"""Every kind and state of page, in every language, has nothing that axe-core could complain of.

Every look of it is looked at in one language: none has colours of its own.
"""

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from tests.building import ROOT, BuiltSite
from tests.conftest import NewPage
from tests.running import Running, running

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "ru", "hu")
COLOURED = "en"
ASSETS = ROOT / "themes/helpcenter/assets"
AXE = Axe().axe_script
PHONE: ViewportSize = {"width": 320, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}
QUERY_ID = "01940000-0000-7000-8000-000000000001"
FEEDBACK = "feedback/?article_id=refund-times&vote=no"
# Questions that the search answers by quoting an article.
ANSWERED = {"en": "cancel order", "ru": "сроки доставки", "hu": "rendelés lemondása"}
# All that axe knows of WCAG 2.2 A and AA and of good practice; these rules of it are off unless asked for.
ASKED_FOR = {rule: {"enabled": True} for rule in ("target-size", "label-content-name-mismatch")}
EVERYTHING = {"rules": ASKED_FOR, "resultTypes": ["violations"]}
ALL_BUT_COLOURS = {
    "rules": ASKED_FOR | {"color-contrast": {"enabled": False}},
    "resultTypes": ["violations"],
}
COLOURS = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
RUN = """async (options) => {
  const { violations } = await axe.run(document, options);
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => [id, help, html]));
}"""


def fill_in(page: Page, email: str) -> None:
    page.locator("#message").fill(
        "I want to cancel my order, where do I do that? Отменить заказ. Rendelés törlése."
    )
    page.locator("#email").fill(email)


def press(page: Page, button: str) -> None:
    """Press a button and wait for the page that answers."""
    with page.expect_navigation():
        page.locator(button).click()


def look_for_suggestions(page: Page) -> None:
    fill_in(page, "anna@example.com")
    press(page, "button.without-scripts")


def solve(page: Page) -> None:
    look_for_suggestions(page)
    press(page, "[data-solve]")


def send(page: Page) -> None:
    fill_in(page, "anna@example.com")
    press(page, "[data-send]")


def send_with_mistakes(page: Page) -> None:
    fill_in(page, "anna@home")
    press(page, "[data-send]")


def vote(page: Page) -> None:
    press(page, "form.feedback button")


def see_answer(page: Page) -> None:
    page.locator(".results__answer").wait_for()


def stay(page: Page) -> None:
    """Look at the page as it opens."""


Step = Callable[[Page], None]
# Each kind of page, and each state that it has without scripts: all of them are made by the service.
PLACES: dict[str, tuple[str, Step]] = {
    "home": ("", stay),
    "category": ("returns/", stay),
    "article": ("delivery/delivery-options/", stay),
    "faq": ("orders/orders-faq/", stay),
    "guide": ("warranty/faulty-item/", stay),
    "guide that asks": ("returns/return-an-item/", stay),
    "table with a corner": ("warranty/guarantee-explained/", stay),
    "page": ("legal/privacy/", stay),
    "notfound": ("no-such-page/", stay),
    "search": ("search/", stay),
    "search, answered": ("search/?q={answered}", see_answer),
    "search, corrected": ("search/?q=refnud", stay),
    "search, nothing": ("search/?q=zzzzzzqq", stay),
    "search, too long": (f"search/?q={'long+' * 200}", stay),
    "contact": ("contact/", stay),
    "contact, suggested": ("contact/", look_for_suggestions),
    "contact, solved": ("contact/", solve),
    "contact, mistaken": ("contact/", send_with_mistakes),
    "contact, sent": ("contact/", send),
    "feedback": (FEEDBACK, stay),
    "feedback, thanked": (FEEDBACK, vote),
}


def test_no_language_has_colours_of_its_own() -> None:
    sheets = {path.name: path.read_text("utf-8") for path in ASSETS.rglob("*.css")}
    assert sheets
    assert [name for name, text in sheets.items() if re.search(r":lang\(|\[(href)?lang\b", text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
def test_no_page_has_anything_that_shuts_somebody_out(open_page: NewPage, place: str, lang: str) -> None:
    path, step = PLACES[place]
    page = open_page("/robots.txt", color_scheme="light", reduced_motion="reduce")
    if step is not stay:
        # The form as the service makes it: axe itself needs scripts, so only ours are kept away.
        page.route("**/assets/helpcenter/*.js", lambda route: route.abort())
    page.goto(f"/{lang}/{path.format(answered=ANSWERED[lang])}")
    step(page)
    look_at_all(page, lang)


def test_where_the_language_is_chosen_nothing_shuts_somebody_out(
    open_page: NewPage, built_site: BuiltSite
) -> None:
    page = open_page("/index.html", reduced_motion="reduce")
    look_at_all(page)


@pytest.fixture(scope="module")
def demonstration(built_site: BuiltSite) -> Iterator[Running]:
    """Start the service as a demonstration."""
    with running(built_site, PORTAL_DEMO="true") as service:
        yield service


def test_the_banner_of_a_demonstration_shuts_nobody_out(open_page: NewPage, demonstration: Running) -> None:
    look_at_all(open_page("/hu/returns/", at=demonstration, reduced_motion="reduce"))


def test_menu_and_hits_are_accessible_when_open(open_page: NewPage) -> None:
    page = open_page("/en/returns/", width=360, height=740)
    page.locator(".menu summary").click()
    look_at_all(page)
    page.keyboard.press("Escape")
    page.locator("input[type=search]").press_sequentially("refund")
    page.get_by_role("option").first.wait_for()
    look_at_all(page)


def test_results_from_the_small_index_are_accessible(open_page: NewPage) -> None:
    page = open_page("/ru/")
    page.route("**/api/search?*", lambda route: route.fulfill(status=503, json={"title": "Down"}))
    page.locator("input[type=search]").press_sequentially("возврат")
    page.get_by_role("option").first.wait_for()
    look_at_all(page)


def test_every_state_of_vote_and_question_is_accessible(open_page: NewPage) -> None:
    page = open_page(f"/en/delivery/delivery-options/?q={QUERY_ID}", reduced_motion="reduce")
    look_at_all(page)
    page.get_by_role("region", name="Did this answer").get_by_role("button", name="No").click()
    look_at_all(page)
    page.get_by_role("button", name="No, it did not").click()
    look_at_all(page)
    page.get_by_role("button", name="Send feedback").click()
    page.get_by_role("link", name="Do you need an answer?").wait_for()
    look_at_all(page)


def test_every_state_of_the_form_is_accessible(open_page: NewPage) -> None:
    page = open_page("/en/contact/", reduced_motion="reduce")
    page.get_by_label("What do you need?").fill("I sent the kettle back")
    page.get_by_role("region", name="This may help").wait_for()
    page.get_by_role("button", name="Send message").click()
    page.locator("[data-errors] a").first.wait_for()
    expect(page).to_have_title("Error: Contact us · Kannaház")
    look_at_all(page)
    page.get_by_label("E-mail").fill("anna@example.com")
    page.get_by_role("button", name="Send message").click()
    page.get_by_role("heading", name="We have your message").wait_for()
    expect(page).to_have_title("Contact us · Kannaház")
    look_at_all(page)


def look_at_all(page: Page, lang: str = COLOURED) -> None:
    """Look at a page on a desk and on the narrowest phone, where nothing may stick out, in light and dark.

    Finding out every colour takes most of the time; pages in other languages than one share its style sheets.
    """
    page.wait_for_load_state()
    page.evaluate(AXE)
    rules = EVERYTHING if lang == COLOURED else ALL_BUT_COLOURS
    look_at(page, rules)
    page.emulate_media(color_scheme="dark")
    if lang == COLOURED:
        look_at(page, COLOURS)
    page.set_viewport_size(PHONE)
    look_at(page, rules)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESK)


def look_at(page: Page, options: Mapping[str, object]) -> None:
    assert page.evaluate(RUN, options) == []


@pytest.mark.parametrize("path", ["", "warranty/guarantee-explained/", "returns/return-an-item/"])
def test_forced_colours_shut_nobody_out_and_colour_the_icons(open_page: NewPage, path: str) -> None:
    page = open_page(f"/ru/{path}", forced_colors="active", color_scheme="dark", reduced_motion="reduce")
    page.evaluate(AXE)
    # What is forced has the contrast that its reader chose.
    look_at(page, ALL_BUT_COLOURS)
    icon = page.locator("a:visible > i.icon").first
    assert icon.evaluate("one => getComputedStyle(one).backgroundColor") == icon.evaluate(
        "one => getComputedStyle(one.parentElement).color"
    )
