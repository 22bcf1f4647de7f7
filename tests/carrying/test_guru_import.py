"""`portal import guru` makes drafts of verified cards, and again only of what changed there and not here."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from portal.articles import Library
from portal.cli import main
from tests.articles.making import load, put
from tests.connectors.fakes.guru import COLLECTION, FakeGuru
from tests.connectors.fakes.server import Server, serving
from tests.services.parts import TurnedClock
from tests.site.making import make_project

Card = dict[str, object]
REFUND: Card = {
    "id": "c1",
    "slug": "Tbb1/Where-is-my-refund",
    "preferredPhrase": "Where is my refund?",
    "content": '<h1>Soon</h1><p>See <a href="https://app.getguru.com/card/Tbb2">packing</a>, '
    '<a href="https://app.getguru.com/card/Secret9">the margin</a> and <a href="https://bank.example">it</a>.</p>'
    '<img src="https://content.api.getguru.com/files/view/1" alt="A box"><script>alert(1)</script>',
    "verificationState": "TRUSTED",
    "lastVerified": "2026-11-01T10:00:00.000+0000",
    "nextVerificationDate": "2027-05-01T10:00:00.000+0000",
    "boards": [{"id": "b1", "title": "Refunds"}],
    "collection": {"id": COLLECTION, "name": "Support"},
    "tags": [{"id": "t1", "value": "money"}],
}
PACKING: Card = REFUND | {
    "id": "c2",
    "slug": "Tbb2/packing",
    "preferredPhrase": "Packing",
    "content": "<p>Pack it.</p>",
    "boards": [],
    "nextVerificationDate": None,
}
RUMOUR: Card = REFUND | {"id": "c3", "preferredPhrase": "A rumour", "verificationState": "NEEDS_VERIFICATION"}
PLACE = "refunds/where-is-my-refund.md"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PORTAL_ROOT", str(tmp_path / "project"))
    monkeypatch.setenv("PORTAL_TODAY", "2026-11-21")
    (tmp_path / "project").mkdir()
    return make_project(tmp_path / "project")


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as served:
        yield served


def carry(project: Path, *cards: Card, force: bool = False, today: str = "") -> Result:
    put(project / "cards.json", json.dumps(cards))
    env = {"PORTAL_TODAY": today} if today else {}
    arguments = ["import", "guru", str(project / "cards.json"), *(["--force"] if force else [])]
    done = CliRunner().invoke(main, arguments, env=env)
    assert done.exit_code == 0, done.output
    return done


def read(project: Path) -> Library:
    return load(project / "content")


def test_verified_cards_become_drafts_with_an_owner_and_a_day_to_look_again(project: Path) -> None:
    result = carry(project, REFUND, PACKING, RUMOUR)
    library = read(project)
    article = library.originals[PLACE]
    assert article.meta.draft
    assert (article.meta.title, article.meta.owner) == ("Where is my refund?", "support")
    assert (article.meta.checked_on.isoformat(), article.meta.review_by.isoformat()) == (
        "2026-11-01",
        "2027-05-01",
    )
    assert article.meta.keywords == ("money",)
    assert "## Soon" in article.body
    assert "alert" not in article.body
    assert "[packing](../support/packing.md)" in article.body
    assert "the margin and [it](https://bank.example)" in article.body
    assert library.originals["support/packing.md"].meta.review_by.isoformat() == "2027-02-19"
    assert not any("rumour" in name for name in library.originals)
    assert "card c3 (A rumour): It is not verified in Guru and stays there." in result.output
    assert "The picture https://content.api.getguru.com/files/view/1 did not come" in result.output
    assert "app.getguru.com/card/Secret9 led to a page that did not come along" in result.output


def test_a_second_pull_changes_nothing_that_did_not_change_there(project: Path) -> None:
    carry(project, REFUND, PACKING)
    before = {file: file.read_bytes() for file in sorted((project / "content").rglob("*.*"))}
    result = carry(project, REFUND, PACKING, today="2026-12-24")
    assert {file: file.read_bytes() for file in sorted((project / "content").rglob("*.*"))} == before
    assert "in 0 files" in result.output


def test_what_changed_there_is_taken_over_in_its_old_place_under_its_old_name(project: Path) -> None:
    carry(project, REFUND, PACKING)
    count = len(read(project).originals)
    moved = {"preferredPhrase": "When do I get my money?", "boards": [{"id": "b2", "title": "Money"}]}
    carry(project, REFUND | moved | {"content": "<p>In five days.</p>"}, PACKING)
    library = read(project)
    assert library.originals[PLACE].meta.title == "When do I get my money?"
    assert "In five days." in library.originals[PLACE].body
    assert len(library.originals) == count
    assert "money" not in library.data.categories


def test_what_somebody_edited_or_took_away_stays_so_without_force(project: Path) -> None:
    carry(project, REFUND, PACKING)
    edited, removed = project / "content/en" / PLACE, project / "content/en/support/packing.md"
    edited.write_text(edited.read_text("utf-8").replace("draft: true\n", "") + "\nMore.\n", encoding="utf-8")
    removed.unlink()
    assert "edited here" not in carry(project, REFUND, PACKING).output
    newer = {"content": "<p>New.</p>"}
    result = carry(project, REFUND | newer, PACKING | newer)
    assert f"en/{PLACE}: It was edited here and stays; --force would write over it." in result.output
    assert "en/support/packing.md: It was moved or taken away here" in result.output
    assert "More." in edited.read_text("utf-8")
    assert not removed.exists()
    carry(project, REFUND | newer, PACKING | newer, force=True)
    assert "More." not in edited.read_text("utf-8")
    assert removed.exists()


def test_a_card_that_is_not_verified_any_more_is_named(project: Path) -> None:
    carry(project, REFUND, PACKING)
    result = carry(project, REFUND, PACKING | {"verificationState": "NEEDS_VERIFICATION"})
    assert "support/packing: It is not verified any more, or gone; the article stays" in result.output
    assert (project / "content/en/support/packing.md").exists()


def test_no_card_takes_the_name_of_an_article_that_is_there(project: Path) -> None:
    taken = next(iter(read(project).originals)).rpartition("/")[2].removesuffix(".md")
    carry(project, REFUND | {"preferredPhrase": taken.replace("-", " ")})
    assert f"refunds/{taken}-2.md" in read(project).originals


def test_without_a_file_guru_itself_is_asked(project: Path, server: Server, tmp_path: Path) -> None:
    server.fake = FakeGuru(TurnedClock(), cards=[dict(REFUND), dict(RUMOUR)])
    (tmp_path / "token").write_text("guru-token")
    guru = {
        "vendor": "guru",
        "address": f"{server.address}/api/v1",
        "user": "anna@example.com",
        "token": {"file": str(tmp_path / "token")},
        "collection": COLLECTION,
        "allow_networks": ["127.0.0.0/8"],
    }
    put(project / "integrations.yml", yaml.safe_dump({"knowledge": {"guru": guru}}))
    result = CliRunner().invoke(main, ["import", "guru", "--owner", "billing"])
    assert result.exit_code == 0, result.output
    assert read(project).originals[PLACE].meta.owner == "billing"
    (project / "integrations.yml").unlink()
    assert "names no Guru" in CliRunner().invoke(main, ["import", "guru"]).output
    assert CliRunner().invoke(main, ["import", "zendesk"]).exit_code == 2
