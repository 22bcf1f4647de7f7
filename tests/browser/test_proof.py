"""While programs flood the form, the browser proves a little work by itself and nobody sees a puzzle."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from portal.domain.proofs import solve
from tests.building import BuiltSite
from tests.conftest import NewPage
from tests.running import Running, running

pytestmark = pytest.mark.browser
PUZZLE = """async () => {
  const { prove } = await import("/assets/helpcenter/proof.js");
  const begun = performance.now();
  const proof = await prove({ challenge: "work.1.aa." + "0123456789abcdef".repeat(4), parts: 16, bits: 12 });
  return [proof, performance.now() - begun];
}"""


@pytest.fixture(scope="module")
def flooded(built_site: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Serve the site as if one message within ten minutes were many."""
    database = tmp_path_factory.mktemp("flooded") / "portal.db"
    told = {"PORTAL_CONTACTS_BEFORE_PROOF": "1", "PORTAL_DATABASE_URL": f"sqlite:///{database}"}
    with running(built_site, **told) as service:
        yield service


@pytest.mark.parametrize("files", [False, True], ids=["words", "with a photo"])
def test_a_message_goes_through_without_a_word_of_it(
    open_page: NewPage, flooded: Running, *, files: bool
) -> None:
    statuses: list[int] = []
    for number in range(2):
        page = open_page("/en/contact/", at=flooded)
        page.on(
            "response", lambda one: statuses.append(one.status) if one.url.endswith("/contacts") else None
        )
        page.locator("#message").fill(f"Where is my parcel, {number}? {files}")
        page.locator("#email").fill("anna@example.com")
        if files:
            page.locator("#files").set_input_files(
                {"name": "a.txt", "mimeType": "text/plain", "buffer": b"x"}
            )
        page.locator("[data-send]").click()
        expect(page.get_by_role("heading", name="We have your message")).to_be_focused()
    assert statuses[-2:] == [428, 201]


def test_what_the_browser_finds_is_what_the_service_takes(open_page: NewPage, flooded: Running) -> None:
    page = open_page("/en/contact/", at=flooded)
    proof, took_ms = page.evaluate(PUZZLE)
    challenge = proof.partition(":")[0]
    assert proof == solve(challenge)
    assert took_ms < 20_000


def test_without_scripts_the_wait_is_told_on_the_page(open_page: NewPage, flooded: Running) -> None:
    page = open_page("/hu/contact/", at=flooded, java_script_enabled=False)
    for number in range(2):
        page.goto("/hu/contact/")
        page.locator("#message").fill(f"Hol a csomagom, {number}?")
        page.locator("#email").fill("eva@example.com")
        with page.expect_navigation():
            page.locator("[data-send]").click()
    expect(page.locator(".errors[role=alert]")).to_contain_text("Még nem küldtük el")
    expect(page.locator("#message")).to_have_value("Hol a csomagom, 1?")
