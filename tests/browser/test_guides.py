"""A guide asks one question at a time, every way through it ends, and its choices go along to a person."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Told
from tests.browser.guide_walks import guides, read_all, walk_all
from tests.browser.test_accessibility import look_at_all
from tests.building import BuiltSite
from tests.conftest import NewPage
from tests.running import Running

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "ru", "hu")
GUIDE = "/en/returns/return-an-item/"


def choose(page: Page, *answers: str) -> None:
    for answer in answers:
        page.locator("[data-current] .choice", has_text=answer).click()


def sees(page: Page, beginning: str) -> None:
    """Wait for the step whose title begins so; the page follows its address a moment later."""
    title = re.compile(r"^\s*" + r"\s+".join(map(re.escape, beginning.split())))
    expect(page.locator("[data-current] h2")).to_have_text(title, use_inner_text=True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_way_through_every_guide_ends(open_page: NewPage, built_site: BuiltSite, lang: str) -> None:
    assert walk_all(open_page("/404.html"), built_site, lang) > 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_way_ends_without_scripts_too(open_page: NewPage, built_site: BuiltSite, lang: str) -> None:
    assert read_all(open_page("/404.html", java_script_enabled=False), built_site, lang) > 0


def test_it_says_how_far_one_is_and_lists_the_answers(open_page: NewPage) -> None:
    page = open_page(GUIDE)
    sees(page, "Question 1 (5 at most) Why do you want to send it back?")
    choose(page, "changed my mind", "none of these")
    sees(page, "Question 3 (5 at most) When did you receive it?")
    expect(page.locator("[data-current] h2")).to_be_focused()
    assert page.url.endswith("#why/kind/received")
    answers = page.get_by_role("region", name="Your answers")
    expect(answers.get_by_role("listitem")).to_have_count(2)
    answers.get_by_role("link", name="Change Why do you want").click()
    sees(page, "Question 1")
    choose(page, "changed my mind", "A water filter")
    sees(page, "Answer An opened filter cannot go back")


def test_a_copied_address_and_the_browsers_own_way_back_lead_to_the_same_state(open_page: NewPage) -> None:
    page = open_page(f"{GUIDE}#why/kind/received/state/paid-2")
    sees(page, "Question 5 (5 at most) How did you pay?")
    expect(page.locator("[data-answers] b").nth(3)).to_have_text("Opened and tried out, as in a shop")
    page.get_by_role("link", name="By card", exact=True).click()
    sees(page, "Answer")
    page.go_back()
    sees(page, "Question 5")
    page.get_by_role("link", name="Back", exact=True).click()
    sees(page, "Question 4")
    page.get_by_role("link", name="Start again").click()
    sees(page, "Question 1")
    assert page.url.endswith("#why")


@pytest.mark.parametrize("address", ["#why/kind/no-such-choice", "#why/kind/refund-card"])
def test_an_address_that_is_out_of_date_leads_as_far_as_it_can(open_page: NewPage, address: str) -> None:
    sees(open_page(f"{GUIDE}{address}"), "Question 2 (5 at most) Is it one of these?")


def test_a_step_that_is_found_by_search_says_that_it_is_in_the_middle(open_page: NewPage) -> None:
    page = open_page(f"{GUIDE}#state")
    sees(page, "What state is it in?")
    page.get_by_role("link", name="Begin with the first question").click()
    sees(page, "Question 1")
    page.get_by_role("link", name="Skip to content").focus()
    page.keyboard.press("Enter")
    sees(page, "Question 1")


def test_each_step_and_each_choice_is_told(open_page: NewPage, told: Told) -> None:
    page = open_page(GUIDE)
    seen = told.wait_for("guide_step", step="why")
    assert (seen["article_id"], seen["choice"]) == ("return-an-item", None)
    choose(page, "changed my mind")
    sees(page, "Question 2")
    page.goto("/en/")
    assert told.wait_for("guide_step", choice="kind")["step"] == "why"
    assert told.wait_for("guide_step", step="kind")["choice"] is None


def test_the_choices_go_along_to_a_person(open_page: NewPage, service: Running) -> None:
    page = open_page(GUIDE)
    choose(page, "I have changed my mind", "No, none", "Longer ago")
    page.locator("[data-contact-link]:visible").click()
    message = page.get_by_label("What do you need?")
    assert message.input_value().replace("\xa0", " ") == (
        "Return an item:\nWhy do you want to send it back? I have changed my mind\n"
        "Is it one of these? No, none of these\nWhen did you receive it? Longer ago\n\n"
    )
    assert page.get_by_label("Topic (optional)").input_value() == "return"
    message.press("Control+End")
    page.keyboard.insert_text("The kettle leaks.")
    page.get_by_label("E-mail").fill("guide@example.com")
    page.get_by_role("button", name="Send message").click()
    page.get_by_role("heading", name="We have your message").wait_for()
    kept = service.wait_for("select * from contact where email = 'guide@example.com'")
    assert '"kind": "guided"' in kept["journey"]
    assert '"text": "why=kind;kind=received;received=late"' in kept["journey"]


def test_without_scripts_the_only_way_to_an_end_goes_along(open_page: NewPage) -> None:
    page = open_page(f"/ru{GUIDE[3:]}", java_script_enabled=False)
    page.locator("#wrong-item [data-contact-link]").click()
    expect(page.locator("#message")).to_have_value(
        "Как вернуть товар:\nПочему вы хотите вернуть товар? Прислали не то, что заказано\n\n"
    )
    page.goto(f"/ru{GUIDE[3:]}")
    page.locator("#late [data-contact-link]").click()
    expect(page.locator("#message")).to_have_value(re.compile("Раньше"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_state_of_a_guide_shuts_somebody_out(open_page: NewPage, lang: str) -> None:
    page = open_page(f"/{lang}{GUIDE[3:]}#why/kind/received/state/used", reduced_motion="reduce")
    expect(page.locator("[data-current] [data-contact-link]")).to_be_visible()
    look_at_all(page, lang)
    page.goto(f"/{lang}{GUIDE[3:]}#paid")
    look_at_all(page, lang)


def test_paper_shows_the_whole_guide(open_page: NewPage, built_site: BuiltSite) -> None:
    page = open_page(f"{GUIDE}#why/kind")
    page.emulate_media(media="print")
    (guide,) = [one for one in guides(built_site, "en") if one.id == "return-an-item"]
    expect(page.locator("[data-step]").locator("visible=true")).to_have_count(len(guide.steps))
    expect(page.locator("[data-moves], [data-answers], [data-bar]").locator("visible=true")).to_have_count(0)
