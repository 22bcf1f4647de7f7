"""What people come for, done in a browser from the first page to the dashboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import NewPage
from tests.running import Running

pytestmark = pytest.mark.browser

MISTYPED = [
    ("en", "refnud", "refund", "Search"),
    ("ru", "промокдо", "промокод", "Найти"),
    ("hu", "jelszo", "jelsz", "Keresés"),
]


@pytest.mark.parametrize(("lang", "typed", "meant", "button"), MISTYPED, ids=[row[0] for row in MISTYPED])
def test_a_mistyped_search_finds_the_article(
    open_page: NewPage, lang: str, typed: str, meant: str, button: str
) -> None:
    page = open_page(f"{lang}/")
    page.get_by_role("combobox").fill(typed)
    expect(page.get_by_role("option").first).to_contain_text(meant[:5], ignore_case=True)
    page.get_by_role("button", name=button).click()
    expect(page.locator("main")).to_contain_text(meant, ignore_case=True)
    page.locator("main h2 a, main h3 a, main li a").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_search_works_without_scripts(open_page: NewPage) -> None:
    page = open_page("hu/", java_script_enabled=False)
    page.locator("main input[type=search]").fill("számla")
    page.locator("main input[type=search]").press("Enter")
    expect(page.locator("main")).to_contain_text("találat")
    assert "q=" in page.url


def test_a_vote_with_a_reason_is_taken_in_place(open_page: NewPage) -> None:
    page = open_page("en/returns/refund-times/")
    page.get_by_role("button", name="No, it did not").click()
    page.get_by_label("Wrong or out of date").check()
    page.get_by_label("Tell us more (optional)").fill("The days for Apple Pay are not there.")
    page.locator("form").filter(has=page.get_by_label("Wrong or out of date")).get_by_role(
        "button"
    ).last.click()
    expect(page.get_by_text("It helps us correct the article.")).to_be_visible()


def test_a_suggestion_at_the_form_solves_it_and_can_be_undone(open_page: NewPage) -> None:
    page = open_page("en/contact/")
    text = "I want to cancel my order but I cannot find where to do it"
    page.get_by_label("What do you need?").fill(text)
    solved = page.get_by_role("button", name="This solved it")
    expect(solved).to_be_visible()
    solved.click()
    expect(page.get_by_text("We have not sent anything.")).to_be_visible()
    page.get_by_role("button", name="I want to write after all").click()
    expect(page.get_by_label("What do you need?")).to_have_value(text)
    solved.click()
    expect(page.get_by_text("We have not sent anything.")).to_be_visible()


def send_message(page: Page, text: str, email: str) -> None:
    page.locator("#message").fill(text)
    page.locator("#email").fill(email)
    page.locator("#email").press("Enter")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_message_is_sent_answered_and_acknowledged(
    open_page: NewPage, service: Running, scripts: bool
) -> None:
    page = open_page("ru/search/?q=счёт", java_script_enabled=scripts)
    page.goto("ru/contact/")
    email = f"olga{int(scripts)}@example.com"
    send_message(page, "Не могу скачать счёт за чайник, кнопка не работает.", email)
    expect(page.get_by_text("Мы получили ваше сообщение")).to_be_visible()
    code = page.locator("main").inner_text().split("Номер обращения:")[1].split()[0].strip(".")
    letters = [letter for letter in service.deliver() if code in str(letter["Subject"])]
    told = {str(letter["To"]): letter.get_body().get_content() for letter in letters}  # type: ignore[union-attr]
    assert "Не могу скачать счёт" in told[email]
    assert code in told[email]
    (to_desk,) = (letter for letter in letters if letter["Reply-To"] == email)
    assert "счёт" in to_desk.get_body().get_content().split("Before writing")[1]  # type: ignore[union-attr]


def test_a_wrong_address_keeps_everything_and_says_what_to_do(open_page: NewPage) -> None:
    page = open_page("hu/contact/", java_script_enabled=False)
    page.locator("#contact-form").evaluate("form => form.noValidate = true")
    send_message(page, "Nem kaptam meg a számlát.", "nincs ilyen")
    expect(page.get_by_text("Adjon meg egy e-mail-címet").first).to_be_visible()
    expect(page.locator("#message")).to_have_value("Nem kaptam meg a számlát.")


def test_the_dashboard_shows_both_the_solved_and_the_sent(open_page: NewPage, service: Running) -> None:
    solving = open_page("en/search/?q=delete my account")
    solving.locator("main li a, main h2 a, main h3 a").first.click()
    solving.locator("[data-solved-yes]").click()
    writing = open_page("en/search/?q=gift wrapping paper")
    writing.goto("en/contact/")
    send_message(writing, "Do you wrap gifts? I found nothing about it.", "bela@example.com")
    expect(writing.get_by_text("We have your message")).to_be_visible()

    page = open_page("dashboard/")
    page.locator("input[name=login]").fill("admin")
    page.locator("input[name=password]").fill(service.password)
    page.locator("input[name=password]").press("Enter")
    expect(page.locator("h1")).to_be_visible()
    page.goto("dashboard/queries")
    expect(page.locator("main")).to_contain_text("gift wrapping paper")
    expect(page.locator("main")).to_contain_text("delete my account")
    page.goto("dashboard/contacts")
    expect(page.locator("main")).to_contain_text("Do you wrap gifts?")
    expect(page.locator("main")).to_contain_text("gift wrapping paper")
