"""With the service stopped the pages read on from any file server, search, and name the ways to a person."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import files_served
from tests.building import BuiltSite
from tests.conftest import NewPage
from tests.running import Running, running

pytestmark = pytest.mark.browser
# Two letters changed places; on the wrong keyboard; without accents.
TYPED = {"en": "lokcers", "ru": "gjcnfvfns", "hu": "csomagautomatak"}


@pytest.fixture(scope="module")
def stopping(built_site: BuiltSite) -> Iterator[Running]:
    """Start a service that a test may stop."""
    with running(built_site) as service:
        yield service


def test_pages_read_on_search_and_lead_to_a_person(
    open_page: NewPage, stopping: Running, built_site: BuiltSite
) -> None:
    page = open_page("/en/", at=stopping)
    ask(page, "parcel")
    page.get_by_role("option").first.wait_for()
    expect(page.locator(".search__note")).to_be_hidden()
    stopping.stop()
    ask(page, "locker")
    expect(page.locator(".search__note")).to_contain_text("Search is not working just now")
    with files_served(built_site.site, port=stopping.port):
        for lang, typed in TYPED.items():
            read_on(page, lang, typed)


def read_on(page: Page, lang: str, typed: str) -> None:
    page.goto(f"/{lang}/")
    indexes: list[str] = []
    page.on("request", lambda request: indexes.append(request.url) if "search.json" in request.url else None)
    page.goto(f"/{lang}/returns/refund-times/")
    expect(page.locator("article h1")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert indexes == []

    ask(page, typed)
    option = page.get_by_role("option").first
    expect(option).to_have_attribute("href", f"/{lang}/delivery/pick-up-points-and-lockers/")
    expect(page.locator(".search__note")).to_be_visible()
    assert len(set(indexes)) == 1

    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{lang}/search/?q=*")
    expect(page.locator(".here")).to_contain_text(typed)
    expect(page.locator("[data-here-down]")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_value(typed)
    page.locator(".here .hit__title a").first.click()
    page.wait_for_url(f"**/{lang}/delivery/pick-up-points-and-lockers/")
    page.locator("[data-vote-ask] button").first.click()
    expect(page.locator("[data-vote-failed]")).to_be_visible()

    page.locator(".header__links > a").click()
    page.wait_for_url(f"**/{lang}/contact/")
    expect(page.locator(".contact-slot .hint-box")).to_be_visible()
    for way in ("tel:", "mailto:"):
        expect(page.locator(f'.ways a[href^="{way}"]')).to_be_visible()
    page.locator(".popover summary").click()
    expect(page.locator(".popover .languages a")).to_have_count(3)


def ask(page: Page, text: str) -> None:
    box = page.locator("input[type=search]").first
    box.fill("")
    box.focus()
    page.keyboard.insert_text(text)
