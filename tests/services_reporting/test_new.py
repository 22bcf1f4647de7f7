"""`portal new` opens drafts that the portal itself reads without an error, and writes over nothing."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.articles import Library
from portal.articles.front_matter import Kind
from portal.cli import main
from portal.errors import PortalError
from portal.language import Words
from portal.services.doors import Doors
from portal.services.gaps import list_gaps, refresh_gaps
from portal.services.gaps_drafts import Draft, DraftExists, slug, write_drafts
from portal.store.contacts import Contact, add_contact
from portal.store.database import writing
from tests.services.parts import ROOT
from tests.services_reporting.test_gaps import ask

TODAY = date(2026, 11, 23)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "content", folder)
    shutil.copytree(ROOT / "themes" / "helpcenter" / "words", tmp_path / "themes" / "helpcenter" / "words")
    return folder


def make_draft(**changed: object) -> Draft:
    usual: dict[str, object] = {
        "kind": Kind.ARTICLE,
        "topic": "order-change",
        "category": "orders",
        "titles": dict.fromkeys(("en", "ru", "hu"), "Gift: wrapping & “bows”"),
        "owner": "orders",
        "questions": {
            "en": ('do you "wrap" gifts: yes?', "- {{ shop.name }}", "# what"),
            "hu": ("van csomagolás",),
        },
    }
    return Draft(**(usual | changed))  # type: ignore[arg-type]  # fields of a draft


def run(content: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str, answers: str = "") -> Result:
    monkeypatch.setenv("PORTAL_ROOT", str(content.parent))
    monkeypatch.setenv("PORTAL_VAR", str(content.parent / "var"))
    return CliRunner().invoke(main, ["new", *arguments], input=answers)


@pytest.mark.parametrize("kind", [Kind.ARTICLE, Kind.FAQ, Kind.GUIDE])
def test_a_draft_is_read_without_an_error_whatever_was_typed(content: Path, kind: Kind) -> None:
    files = write_drafts(content, make_draft(kind=kind), today=TODAY)
    library = Library.load(content, Words.load(ROOT / "themes/helpcenter/words"))
    for file, lang in zip(files, ("en", "ru", "hu"), strict=True):
        article = library.articles[lang][f"orders/{file.name}"]
        assert article.id == "gift-wrapping-bows"
        assert article.meta.draft
        assert not article.is_published(TODAY)
        assert article.meta.review_by > TODAY
    assert library.originals[f"orders/{files[0].name}"].meta.questions[0] == 'do you "wrap" gifts: yes?'


def test_nothing_is_written_where_something_stands(content: Path) -> None:
    (content / "hu" / "orders" / "gift-wrapping-bows.md").write_text("mine", encoding="utf-8")
    with pytest.raises(DraftExists, match="stays as it is"):
        write_drafts(content, make_draft(), today=TODAY)
    assert not (content / "en" / "orders" / "gift-wrapping-bows.md").exists()
    assert (content / "hu" / "orders" / "gift-wrapping-bows.md").read_text(encoding="utf-8") == "mine"


def test_an_id_that_another_category_has_is_refused(content: Path) -> None:
    with pytest.raises(DraftExists, match="cancel-an-order"):
        write_drafts(content, make_draft(titles={"en": "Cancel an order"}, category="returns"), today=TODAY)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Подарочная упаковка", "podarochnaya-upakovka"),
        ("Csőrepedés és űrlap", "csorepedes-es-urlap"),
        ("  What's 2 + 2?  ", "what-s-2-2"),
        ("Ещё один чехол", "eshche-odin-chekhol"),
    ],
    ids=["Russian", "Hungarian", "signs", "letters of two"],
)
def test_titles_become_ids(title: str, name: str) -> None:
    assert slug(title) == name


def test_a_title_without_letters_is_refused() -> None:
    with pytest.raises(PortalError, match="use letters or digits"):
        slug("???")


def test_what_is_not_told_is_asked(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(content, monkeypatch, answers="guide\nreturn\n\nWrap a gift\n\n")
    assert result.exit_code == 0, result.output
    assert "\ncontent/en/returns/wrap-a-gift.md\n" in result.output
    text = (content / "en" / "returns" / "wrap-a-gift.md").read_text(encoding="utf-8")
    assert "kind: guide" in text
    assert "topic: return" in text
    assert 'owner: "returns"' in text
    assert (content / "ru" / "returns" / "wrap-a-gift.md").exists()


def test_a_wrong_answer_is_asked_for_again(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = (
        "artikel",
        "article",
        "nothing",
        "return",
        "gifts",
        "orders",
        "?!",
        "Wrap a gift",
        "us",
        "sales",
    )
    result = run(content, monkeypatch, answers="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert "'gifts' is not one of 'account', 'before'" in result.output
    assert "No id can be made of the title '?!'; use letters or digits." in result.output
    text = (content / "en" / "orders" / "wrap-a-gift.md").read_text(encoding="utf-8")
    assert 'owner: "sales"' in text


def test_a_page_stands_in_the_folder_of_pages(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = ("--kind", "page", "--topic", "other", "--title", "House rules", "--owner", "head-office")
    wrong = run(content, monkeypatch, *told, "--category", "orders")
    assert wrong.exit_code == 2
    assert "There is no category of pages orders. Choose one of: legal." in wrong.output
    assert run(content, monkeypatch, *told).exit_code == 0
    words = Words.load(ROOT / "themes/helpcenter/words")
    assert "legal/house-rules.md" in Library.load(content, words).originals


def test_options_are_checked_and_a_second_draft_is_refused(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = ("--kind", "article", "--title", "Wrap a gift", "--category", "orders", "--owner", "orders")
    wrong = run(content, monkeypatch, *told, "--topic", "nothing")
    assert wrong.exit_code == 2
    assert "order-change" in wrong.output
    assert run(content, monkeypatch, *told, "--topic", "order-change").exit_code == 0
    again = run(content, monkeypatch, *told, "--topic", "order-change")
    assert again.exit_code == 1
    assert "is there already" in again.output


def test_an_owner_is_a_team_that_there_is(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = ("--kind", "article", "--title", "Wrap a gift", "--category", "orders", "--topic", "order-change")
    wrong = run(content, monkeypatch, *told, "--owner", "support")
    assert wrong.exit_code == 2
    assert "There is no owner support. Choose one of: accounts, head-office" in wrong.output
    assert not (content / "en" / "orders" / "wrap-a-gift.md").exists()
    assert run(content, monkeypatch, *told, answers="nobody\nsales\n").exit_code == 0
    assert 'owner: "sales"' in (content / "hu" / "orders" / "wrap-a-gift.md").read_text(encoding="utf-8")


def test_a_shop_that_names_no_teams_takes_any_owner(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (content / "_data" / "owners.yml").unlink()
    told = ("--kind", "article", "--title", "Wrap a gift", "--category", "orders", "--topic", "order-change")
    assert run(content, monkeypatch, *told, "--owner", "us").exit_code == 0


def test_a_draft_takes_the_questions_of_a_gap(
    content: Path, monkeypatch: pytest.MonkeyPatch, doors: Doors
) -> None:
    ask(doors, *["gift wrapping"] * 4)
    refresh_gaps(doors)
    (gap,) = list_gaps(doors)
    monkeypatch.setenv("PORTAL_DATABASE_URL", doors.settings.database)
    told = ("--from-gap", gap.gap_id, "--kind", "faq", "--topic", "order-change", "--category", "orders")
    result = run(content, monkeypatch, *told, answers="\n\n")
    assert result.exit_code == 0, result.output
    text = (content / "en" / "orders" / "gift-wrapping.md").read_text(encoding="utf-8")
    assert '  - "gift wrapping"' in text
    assert 'title: "Gift wrapping"' in text


def test_an_unknown_gap_is_told(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(content, monkeypatch, "--from-gap", "en-000000")
    assert result.exit_code == 1
    assert "There is no gap en-000000" in result.output


def test_a_draft_takes_the_question_of_a_message_and_nobody_s_data(
    content: Path, monkeypatch: pytest.MonkeyPatch, doors: Doors
) -> None:
    message = (
        "Dear team,\nmy name is Anna Smith. Can you wrap order 104-2391 as a gift? -->{{ x }}\n"
        "Call +36 30 123 4567 or write to anna@gmail.com, 12 Baker Street.\nKind regards,\nAnna Smith"
    )
    contact = Contact(
        contact_id="c1", code="4810271", created_at=1.0, locale="en", topic="order-change", is_counted=1,
        name="Anna Smith", email="anna@gmail.com", order_number=None, message=message, journey="[]", sid=None,
        article_id=None, reply_by=2.0, deadline_at=None, traffic="person", submission_key="k",
    )  # fmt: skip
    with writing(doors.engine) as connection:
        add_contact(connection, contact)
    monkeypatch.setenv("PORTAL_DATABASE_URL", doors.settings.database)
    told = ("--from-contact", "481-0271", "--kind", "article", "--category", "orders")
    result = run(content, monkeypatch, *told, answers="Wrap an order as a gift\n\n")
    assert result.exit_code == 0, result.output
    text = (content / "en" / "orders" / "wrap-an-order-as-a-gift.md").read_text(encoding="utf-8")
    assert '  - "Can you wrap order [order] as a gift?"' in text
    assert "topic: order-change" in text
    assert "my name is [name]." in text
    assert "Call [phone] or write to [email], [address]" in text
    assert not [
        word for word in ("Anna", "Smith", "Baker", "gmail", "2391", "4567") if word in text + result.output
    ]
    hungarian = (content / "hu" / "orders" / "wrap-an-order-as-a-gift.md").read_text(encoding="utf-8")
    assert "my name is" not in hungarian
    library = Library.load(content, Words.load(ROOT / "themes/helpcenter/words"))
    assert library.originals["orders/wrap-an-order-as-a-gift.md"].meta.draft


def test_an_unknown_case_number_is_told(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(content, monkeypatch, "--from-contact", "123-4567")
    assert result.exit_code == 1
    assert "There is no contact 123-4567" in result.output
