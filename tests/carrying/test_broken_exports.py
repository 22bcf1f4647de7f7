"""Of a half-broken export of any vendor what is whole comes along, and what does not is told."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from portal.cli import main
from tests.articles.making import load, put
from tests.carrying.test_import import EXPORTS, PIXEL, zendesk
from tests.site.making import make_project

SEND: str = "sending-back/send-it.md"
LISTS = {"zendesk": "articles", "intercom": "data"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PORTAL_ROOT", str(tmp_path / "project"))
    monkeypatch.setenv("PORTAL_TODAY", "2026-11-21")
    (tmp_path / "project").mkdir()
    return make_project(tmp_path / "project")


def export_of(vendor: str) -> Any:
    return copy.deepcopy(EXPORTS[vendor]())


def articles_in(vendor: str, export: Any) -> list[dict[str, Any]]:
    """Return the objects of article 101, which a test changes or doubles."""
    objects = export[LISTS[vendor]] if vendor in LISTS else export
    found = [one.get("article", one) for one in objects if isinstance(one, dict)]
    return [one for one in found if str(one.get("id")) in {"101", "a101"}]


def add(vendor: str, export: Any, article: dict[str, Any]) -> None:
    objects = export[LISTS[vendor]] if vendor in LISTS else export
    objects.append({"article": article} if vendor == "helpscout" else article)


def run(vendor: str, folder: Path, raw: bytes | None = None, value: Any = None) -> list[str]:
    """Import what lies there and return what is told."""
    folder.mkdir(exist_ok=True)
    (folder / "export.json").write_bytes(raw if raw is not None else json.dumps(value).encode())
    result = CliRunner().invoke(main, ["import", vendor, str(folder), "--json"])
    assert result.exit_code == 0, (result.output, result.exception)
    return [f"{one['where']}: {one['what']}" for one in json.loads(result.output)["troubles"]]


@pytest.mark.parametrize("vendor", EXPORTS)
def test_of_two_articles_with_one_id_the_first_is_taken_and_it_is_told(
    project: Path, tmp_path: Path, vendor: str
) -> None:
    export = export_of(vendor)
    twice = copy.deepcopy(articles_in(vendor, export)[0])
    add(vendor, export, copy.deepcopy(twice))  # the same once more, as pages of an API overlap
    told = run(vendor, tmp_path / "same", value=export)
    assert not [one for one in told if "twice" in one]
    for key in ("title", "name"):
        if key in twice:
            twice[key] = "Something else"
    add(vendor, export, twice)
    told = run(vendor, tmp_path / "other", value=export)
    assert any("It stands here twice; the first was taken." in one for one in told), told
    assert not (project / "content/en/sending-back/something-else.md").exists()
    assert load(project / "content").originals[SEND].meta.title == "Send it"


@pytest.mark.parametrize(
    ("vendor", "change"),
    [
        ("zendesk", {"user_segment_id": 360000123}),
        ("zendesk", {"user_segment_id": 1, "user_segment_ids": [1, 2]}),
        ("freshdesk", {"visibility": 3}),
        ("helpscout", {"visibility": "private"}),
    ],
)
def test_what_only_some_may_read_there_comes_as_a_draft(
    project: Path, tmp_path: Path, vendor: str, change: dict[str, Any]
) -> None:
    export = export_of(vendor)
    if vendor == "zendesk":
        articles_in(vendor, export)[0].update(change)
    elif vendor == "freshdesk":
        next(one for one in export if one["id"] == 11).update(change)
    else:
        export[0]["categories"]["items"][0].update(change)
    told = run(vendor, tmp_path / "export", value=export)
    assert any("Only some may read it there, so it comes as a draft" in one for one in told), told
    library = load(project / "content")
    assert library.originals[SEND].meta.draft
    assert [one for one in library.data.redirects if one.article == "send-it"] == []


def test_an_article_of_intercom_for_the_team_is_left_out(project: Path, tmp_path: Path) -> None:
    inner = {"type": "internal_article", "id": "7", "title": "Codes", "body": "<p>1234</p>", "locale": "en"}
    export = export_of("intercom")
    export["data"].append(inner)
    told = run("intercom", tmp_path / "export", value=export)
    assert any(one.startswith("article 7 (Codes): It is for the team only") for one in told)
    assert "1234" not in "".join(file.read_text("utf-8") for file in (project / "content").rglob("*.md"))


@pytest.mark.parametrize("vendor", EXPORTS)
def test_of_a_file_that_is_cut_off_what_is_whole_comes_along(
    project: Path, tmp_path: Path, vendor: str
) -> None:
    export = export_of(vendor)
    last = copy.deepcopy(articles_in(vendor, export)[0])
    last["id"] = "9999"
    add(vendor, export, last)
    whole = json.dumps(export).encode()
    told = run(vendor, tmp_path / "export", raw=whole[: whole.rindex(b"9999") + 2])
    assert any("This cannot be read as JSON" in one and "came along" in one for one in told), told
    assert SEND in load(project / "content").originals


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_files_of_other_unicode_encodings_are_read(project: Path, tmp_path: Path, encoding: str) -> None:
    raw = json.dumps(zendesk(), ensure_ascii=False).encode(encoding)
    run("zendesk", tmp_path / "export", raw=raw)
    assert load(project / "content").articles["ru"][SEND].meta.title == "Отправить"


def test_another_encoding_is_told_and_the_other_files_come_along(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "russian.json").write_bytes(
        json.dumps({"title": "Возврат"}, ensure_ascii=False).encode("cp1251")
    )
    told = run("zendesk", folder, value=zendesk())
    assert "russian.json: This is not UTF-8. Save or export it again as UTF-8." in told
    assert SEND in load(project / "content").originals


def test_pictures_of_one_name_are_told_apart_by_their_folders(project: Path, tmp_path: Path) -> None:
    export = export_of("zendesk")
    first, second = export["articles"]
    first["body"] = '<p>A</p><img src="https://x.example/hc/article_attachments/101/step.png" alt="One">'
    second["body"] = '<p>B</p><img src="https://x.example/hc/article_attachments/102/step.png" alt="Two">'
    export["translations"] = []
    for number, more in ((101, b"1"), (102, b"2")):
        place = tmp_path / f"export/pictures/{number}/step.png"
        place.parent.mkdir(parents=True)
        place.write_bytes(PIXEL + more)
    run("zendesk", tmp_path / "export", value=export)
    content = project / "content/en"
    assert (content / "sending-back/send-it-1.png").read_bytes() == PIXEL + b"1"
    assert (content / "orders/refund-times-1.png").read_bytes() == PIXEL + b"2"


BROKEN = {
    "never closed": "<p>One <b>two <i>three",
    "closed too often": "One</p></div></table>",
    "no HTML": "1 < 2 & 3 > 2",
    "a table without rows": "<table></table><p>x</p>",
    "a list within a cell": "<table><tr><td><ul><li>a</li></ul></td></tr></table>",
    "signs of templates": "<p>{{ secret }} {% raw %} ::: market x</p>",
    "front matter in the text": "<p>---</p><p>draft: false</p><p>---</p>",
    "a number": 7,
    "nothing": None,
    "nested deeply": "<div>" * 400 + "x",
}


@pytest.mark.parametrize("name", BROKEN)
def test_whatever_stands_in_the_text_the_article_can_be_read(
    project: Path, tmp_path: Path, name: str
) -> None:
    export = export_of("zendesk")
    export["articles"][0]["body"] = BROKEN[name]
    run("zendesk", tmp_path / "export", value=export)
    assert SEND in load(project / "content").originals


def test_a_team_that_there_is_not_is_refused(project: Path, tmp_path: Path) -> None:
    put(project / "content/_data/owners.yml", "orders: {contact: a@b.example}\n")
    put(tmp_path / "export/export.json", json.dumps(zendesk()))
    result = CliRunner().invoke(main, ["import", "zendesk", str(tmp_path / "export"), "--owner", "support"])
    assert result.exit_code == 2
    assert "There is no owner support. Choose one of: orders." in result.output
    run("zendesk", tmp_path / "export", value=zendesk())
    assert load(project / "content").originals[SEND].meta.owner == "orders"
