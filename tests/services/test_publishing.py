"""Editors publish without git, git gets what it can, and everything can be taken back."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.articles.live import read_live, with_live
from portal.errors import Forbidden, InvalidForm, NotFound
from portal.services.answering import answer_query, suggest
from portal.services.doors import Doors, open_doors, read_shop
from portal.services.publishing import (
    NoticeForm,
    commit_waiting,
    is_taken_off,
    list_publications,
    publish_notice,
    undo,
    withdraw,
)
from portal.services.staff import Member, Role
from portal.settings import load_settings
from tests.services.parts import TurnedClock, close, make_listing, visit
from tests.site.making import make_project

EVA = Member("1", "eva", Role.EDITOR)
RITA = Member("2", "rita", Role.READER)
TEXTS = {"en": 'Lifts: "out"', "ru": "Лифт не работает", "hu": "Nem jár: a lift"}
FORM = NoticeForm(TEXTS, "2026-11-23", "2026-11-24")
AUTHOR = "Help centre <help@shop.example>"


def git(root: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True, text=True).stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Doors]:
    """Return doors over a small project in a repository of its own."""
    root = make_project(tmp_path)
    git(root, "init", "-q")
    git(root, "add", "content")
    git(root, "-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-q", "-m", "Begin")
    settings = load_settings(root=root, var=Path("var"), secret="x" * 32, git_author=AUTHOR)
    make_listing(settings.listing_file)
    opened = open_doors(settings, TurnedClock())
    yield opened
    close(opened)


def test_only_editors_and_administrators_may(doors: Doors) -> None:
    with pytest.raises(Forbidden):
        publish_notice(doors, RITA, FORM, lang="en")
    with pytest.raises(Forbidden):
        withdraw(doors, RITA, "refund-times")
    made = publish_notice(doors, Member("3", "ada", Role.ADMINISTRATOR), FORM, lang="en")
    with pytest.raises(Forbidden):
        undo(doors, RITA, made.publication_id)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        pytest.param({"texts": TEXTS | {"hu": " "}}, "text_hu", id="a language lacks"),
        pytest.param({"texts": TEXTS | {"en": "x" * 301}}, "text_en", id="too long"),
        pytest.param({"texts": TEXTS | {"en": "[x](javascript:alert(1))"}}, "text", id="a link that runs"),
        pytest.param(
            {"texts": TEXTS | {"en": "[x](javascript://%0aalert)"}},
            "text",
            id="one that looks like an address",
        ),
        pytest.param({"until": "2026-11-22"}, "until", id="over before it begins"),
        pytest.param({"start": "2026-11-01", "until": "2026-11-22"}, "until", id="over already"),
        pytest.param({"until": "soon"}, "until", id="no day"),
    ],
)
def test_what_cannot_be_shown_is_refused(doors: Doors, changed: dict[str, object], field: str) -> None:
    told = {"texts": TEXTS, "start": "2026-11-23", "until": "2026-11-24"} | changed
    with pytest.raises(InvalidForm) as refused:
        publish_notice(doors, EVA, NoticeForm(**told), lang="en")  # type: ignore[arg-type]
    assert [error.field for error in refused.value.errors] == [field]
    assert list_publications(doors) == ()


def test_a_notice_is_live_until_it_is_taken_back_and_the_record_keeps_both(doors: Doors) -> None:
    made = publish_notice(doors, EVA, FORM, lang="en")
    (notice,) = read_live(doors.settings.live_file).notices
    assert notice.text == TEXTS
    undo(doors, Member("4", "ute", Role.EDITOR), made.publication_id)
    assert read_live(doors.settings.live_file).notices == ()
    (row,) = list_publications(doors)
    assert (row.made_by, row.undone_by, row.made_commit) == ("eva", "ute", None)
    with pytest.raises(NotFound):
        undo(doors, EVA, made.publication_id)


def test_an_article_taken_off_is_hidden_at_once(doors: Doors) -> None:
    assert not is_taken_off(doors, "en/returns/refund-times/")
    made = withdraw(doors, EVA, "refund-times")
    assert is_taken_off(doors, "en/returns/refund-times/")
    assert is_taken_off(doors, "ru/returns/refund-times/")
    assert not is_taken_off(doors, "en/orders/cancel-an-order/")
    undo(doors, EVA, made.publication_id)
    assert not is_taken_off(doors, "en/returns/refund-times/")
    with pytest.raises(NotFound):
        withdraw(doors, EVA, "nothing")


def test_what_was_taken_off_is_neither_found_nor_suggested(doors: Doors) -> None:
    someone = visit(doors)
    text = "how long a refund takes, five working days"
    before = answer_query(doors, someone, "refund", lang="en").answer
    assert before.hits[0].document_id == "refund-times"
    assert [hit.document_id for hit in suggest(doors, someone, text, topic=None, lang="en")] == [
        "refund-times"
    ]
    made = withdraw(doors, EVA, "refund-times")
    after = answer_query(doors, someone, "refund", lang="en").answer
    assert "refund-times" not in {hit.document_id for hit in (*after.hits, *after.others)}
    assert (after.excerpt, after.is_person_first, after.total) == (None, True, before.total - 1)
    assert suggest(doors, someone, text, topic=None, lang="en") == ()
    undo(doors, EVA, made.publication_id)
    assert answer_query(doors, someone, "refund", lang="en").answer == before


def test_both_become_commits_and_so_do_their_ends(checkout: Doors) -> None:
    root = checkout.settings.root
    before = (root / "content/_data/notices.yml").read_text("utf-8")
    notice, off = publish_notice(checkout, EVA, FORM, lang="en"), withdraw(checkout, EVA, "cancel-an-order")
    told = git(root, "log", "--format=%an <%ae> %s")
    assert f"{AUTHOR} Publish the withdrawal of cancel-an-order, by eva" in told
    assert f"{AUTHOR} Publish the notice {notice.subject}, by eva" in told
    shop = read_shop(checkout.settings)
    assert shop.notices[-1].text == TEXTS
    assert [one.article for one in shop.withdrawn] == ["cancel-an-order"]
    # What stands in the data files counts once.
    assert len(with_live(shop, read_live(checkout.settings.live_file)).notices) == 2
    undo(checkout, EVA, notice.publication_id)
    undo(checkout, EVA, off.publication_id)
    assert (root / "content/_data/notices.yml").read_text("utf-8") == before
    assert read_shop(checkout.settings).withdrawn == ()
    assert all(row.made_commit and row.undone_commit for row in list_publications(checkout))
    assert git(root, "status", "--porcelain", "--", "content") == ""


def test_where_somebody_is_writing_it_waits_and_is_committed_later(checkout: Doors) -> None:
    root = checkout.settings.root
    file = root / "content/_data/notices.yml"
    text = file.read_text("utf-8")
    file.write_text(f"# A remark.\n{text}", encoding="utf-8")
    made = publish_notice(checkout, EVA, FORM, lang="en")
    assert list_publications(checkout)[0].made_commit is None
    assert file.read_text("utf-8") == f"# A remark.\n{text}"
    file.write_text(text, encoding="utf-8")
    assert commit_waiting(checkout, made.publication_id)
    assert list_publications(checkout)[0].made_commit == git(root, "rev-parse", "HEAD").strip()


def test_an_end_that_git_cannot_take_yet_holds_all_the_same(checkout: Doors) -> None:
    made = withdraw(checkout, EVA, "cancel-an-order")
    file = checkout.settings.content_dir / "_data/withdrawn.yml"
    file.write_text(f"{file.read_text('utf-8')}# A remark.\n", encoding="utf-8")
    undo(checkout, EVA, made.publication_id)
    shop = read_shop(checkout.settings)
    assert [one.article for one in shop.withdrawn] == ["cancel-an-order"]
    assert with_live(shop, read_live(checkout.settings.live_file)).withdrawn == ()


def test_without_an_author_nothing_is_committed(doors: Doors) -> None:
    publish_notice(doors, EVA, FORM, lang="en")
    assert list_publications(doors)[0].made_commit is None
