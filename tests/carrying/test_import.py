"""`portal import` carries what other help centres export, and lists what it cannot."""

import base64
import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from click.testing import CliRunner, Result

from portal.carrying.markdown import to_markdown
from portal.cli import main
from tests.articles.making import load, put
from tests.building import build
from tests.site.making import make_project

PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
OLD = "https://old.example"

BODY = (
    '<h1>First</h1><p>Pack it <b>well</b>, see <a href="{link}#times">times</a>.</p>'
    '<img src="https://cdn.example/a/box.png" alt="A packed box"><h4>Then</h4>'
    "<ul><li>one</li><li>two</li></ul>"
    "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
    '<script>alert(1)</script><iframe src="//video.example/1"></iframe>'
    '<p onclick="x()">{{{{ x }}}} a &lt;b&gt;</p>'
)


def zendesk() -> dict[str, object]:
    first = f"{OLD}/hc/en-us/articles/101-Send-it"
    second = f"{OLD}/hc/en-us/articles/102-Refund-times"
    return {
        "categories": [{"id": 1, "name": "Help", "position": 0, "html_url": f"{OLD}/hc/en-us/categories/1"}],
        "sections": [
            {"id": 11, "category_id": 1, "name": "Sending back", "locale": "en-us", "description": "How to"},
            {"id": 12, "category_id": 1, "name": "Orders", "locale": "en-us", "description": ""},
        ],
        "articles": [
            {
                "id": 101, "section_id": 11, "title": "Send it.", "locale": "en-us", "draft": False,
                "body": BODY.format(link=second), "html_url": first, "label_names": ["parcel"],
                "updated_at": "2026-10-05T10:00:00Z",
            },
            {
                "id": 102, "section_id": 12, "title": "Refund times", "locale": "en-us", "draft": True,
                "body": "<h2 id='times'>Times</h2><p>Soon.</p>", "html_url": second, "label_names": [],
            },
        ],
        "translations": [
            {"id": 7, "source_id": 101, "source_type": "Article", "locale": "ru", "title": "Отправить",
             "body": "<p>Так.</p>", "draft": False, "html_url": f"{OLD}/hc/ru/articles/101-x"},
            {"id": 8, "source_id": 101, "source_type": "Article", "locale": "de", "title": "Senden",
             "body": "<p>So.</p>", "draft": False},
            {"id": 9, "source_id": 11, "source_type": "Section", "locale": "ru", "title": "Возврат"},
        ],
    }  # fmt: skip


def freshdesk() -> list[dict[str, object]]:
    return [
        {"id": 1, "name": "General", "description": None},
        {"id": 11, "name": "Sending back", "visibility": 1, "category_id": 1, "description": "How to"},
        {"id": 12, "name": "Orders", "visibility": 1, "category_id": 1},
        {"id": 101, "title": "Send it.", "description": BODY.format(link="/support/solutions/articles/102-x"),
         "folder_id": 11, "category_id": 1, "status": 2, "type": 1, "tags": ["parcel"],
         "updated_at": "2026-10-05T10:00:00Z"},
        {"id": 101, "title": "Отправить", "description": "<p>Так.</p>", "folder_id": 11,
         "status": 2, "language": "ru"},
        {"id": 102, "title": "Refund times", "description": "<h2>Times</h2>", "folder_id": 12, "status": 1},
    ]  # fmt: skip


def intercom() -> dict[str, object]:
    second = f"{OLD}/en/articles/102-refund-times"
    return {
        "type": "list",
        "data": [
            {"type": "collection", "id": "11", "name": "Sending back", "description": "How to",
             "default_locale": "en", "translated_content": {"ru": {"name": "Возврат"}}},
            {"type": "collection", "id": "12", "name": "Orders", "description": None},
            {"type": "article", "id": "101", "title": "Send it.", "description": "How to send.",
             "body": BODY.format(link=second), "state": "published", "parent_id": 11,
             "parent_type": "collection",
             "url": f"{OLD}/en/articles/101-send-it", "updated_at": 1791194400, "default_locale": "en",
             "translated_content": {"ru": {"title": "Отправить", "body": "<p>Так.</p>",
                                           "state": "published", "url": f"{OLD}/ru/articles/101-x"}}},
            {"type": "article", "id": "102", "title": "Refund times", "body": "<h2>Times</h2>",
             "state": "draft", "parent_id": 12, "url": second},
        ],
    }  # fmt: skip


def helpscout() -> list[dict[str, object]]:
    second = f"{OLD}/article/102-refund-times"
    return [
        {"categories": {"items": [
            {"id": "c11", "collectionId": "k1", "name": "Sending back", "slug": "s", "visibility": "public"},
            {"id": "c12", "collectionId": "k1", "name": "Orders", "slug": "o", "visibility": "public"},
        ]}},
        {"article": {"id": "a101", "number": 101, "collectionId": "k1", "name": "Send it.",
                     "status": "published", "text": BODY.format(link=second), "categories": ["c11"],
                     "keywords": ["parcel"], "publicUrl": f"{OLD}/article/101-send-it",
                     "updatedAt": "2026-10-05T10:00:00Z"}},
        {"article": {"id": "a102", "number": 102, "collectionId": "k1", "name": "Refund times",
                     "status": "notpublished", "text": "<h2>Times</h2>", "categories": ["c12"],
                     "publicUrl": second}},
    ]  # fmt: skip


DRAFTS = {
    '"draft": true': '"draft": false',
    '"status": 1,': '"status": 2,',
    '"status": 1}': '"status": 2}',
    '"state": "draft"': '"state": "published"',
    '"notpublished"': '"published"',
}
EXPORTS = {"zendesk": zendesk, "freshdesk": freshdesk, "intercom": intercom, "helpscout": helpscout}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PORTAL_ROOT", str(tmp_path / "project"))
    monkeypatch.setenv("PORTAL_TODAY", "2026-11-21")
    (tmp_path / "project").mkdir()
    return make_project(tmp_path / "project")


def run(vendor: str, place: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["import", vendor, str(place), *arguments])


def write_export(folder: Path, value: object) -> Path:
    put(folder / "export.json", json.dumps(value))
    (folder / "box.png").write_bytes(PIXEL)
    return folder


@pytest.mark.parametrize("vendor", EXPORTS)
def test_text_pictures_categories_links_and_addresses_come_along(
    project: Path, tmp_path: Path, vendor: str
) -> None:
    export = json.dumps(EXPORTS[vendor]())
    for draft, published in DRAFTS.items():
        export = export.replace(draft, published)
    result = run(vendor, write_export(tmp_path / "export", json.loads(export)))
    assert result.exit_code == 0, result.output
    library = load(project / "content")
    article = library.originals["sending-back/send-it.md"]
    assert article.meta.title == "Send it"
    assert article.meta.topic == "order-change"
    assert "## First\n" in article.body
    assert "### Then\n" in article.body
    assert "Pack it **well**, see [times](../orders/refund-times.md#times)" in article.body
    assert "![A packed box](send-it-1.png)" in article.body
    assert "- one\n- two" in article.body
    assert "| 1 | 2 |" in article.body
    assert "[https://video.example/1](https://video.example/1)" in article.body
    assert "{ { x }} a &lt;b>" in article.body
    assert "alert" not in article.body
    assert (project / "content/en/sending-back/send-it-1.png").read_bytes() == PIXEL
    assert library.data.categories["sending-back"].title["en"] == "Sending back"
    assert not library.originals["orders/refund-times.md"].meta.draft
    (redirect, *_) = library.data.redirects
    assert redirect.is_whole
    assert redirect.to == "send-it"
    assert "A iframe became a link: https://video.example/1." in result.output
    if vendor != "helpscout":
        assert library.articles["ru"]["sending-back/send-it.md"].meta.title == "Отправить"
    if vendor == "zendesk":
        assert "There is no language `de` here; that text was left out." in result.output
        assert [(one.old, one.lang) for one in library.data.redirects] == [
            ("/hc/en-us/articles/101-Send-it", "en"),
            ("/hc/ru/articles/101-x", "ru"),
            ("/hc/en-us/articles/102-Refund-times", "en"),
        ]


@pytest.mark.parametrize(
    ("vendor", "old"),
    [
        ("zendesk", "hc/en-us/articles/101-Send-it/"),
        ("freshdesk", "support/solutions/articles/101/"),
        ("intercom", "en/articles/101-send-it/"),
        ("helpscout", "article/101-send-it/"),
    ],
)
def test_the_old_address_leads_to_the_new_one(project: Path, tmp_path: Path, vendor: str, old: str) -> None:
    run(vendor, write_export(tmp_path / "export", EXPORTS[vendor]()))
    built = build(Path("var"), root=project)
    new = "en/sending-back/send-it/"
    link = re.search(r'<a id="moved" href="(?P<target>[^"]+)">', built.read(old))
    assert link is not None
    assert urljoin(f"/{old}", link["target"]) == f"/{new}"
    assert (built.site / new / "index.html").exists()
    lines = built.settings.listing_file.with_name("redirects.map").read_text("utf-8").splitlines()
    assert f"/{old} /{new};" in lines


@pytest.mark.parametrize("vendor", EXPORTS)
def test_a_draft_stays_one_and_is_linked_from_nowhere(project: Path, tmp_path: Path, vendor: str) -> None:
    result = run(vendor, write_export(tmp_path / "export", EXPORTS[vendor]()))
    library = load(project / "content")
    assert library.originals["orders/refund-times.md"].meta.draft
    assert "Pack it **well**, see times." in library.originals["sending-back/send-it.md"].body
    assert "leads to a draft; its words stay." in result.output


def test_a_dry_run_writes_nothing_and_a_second_import_writes_over_nothing(
    project: Path, tmp_path: Path
) -> None:
    export = write_export(tmp_path / "export", zendesk())
    before = sorted((project / "content").rglob("*"))
    assert "Nothing was written" in run("zendesk", export, "--dry-run").output
    assert sorted((project / "content").rglob("*")) == before
    run("zendesk", export)
    mine = project / "content/en/sending-back/send-it.md"
    put(mine, mine.read_text("utf-8") + "\nMine.\n")
    again = run("zendesk", export)
    assert (
        "en/sending-back/send-it.md: It is there already and stays; --force would write over it."
        in again.output
    )
    assert mine.read_text("utf-8").endswith("Mine.\n")
    assert run("zendesk", export, "--force").exit_code == 0
    assert not mine.read_text("utf-8").endswith("Mine.\n")
    assert len(load(project / "content").data.redirects) == 2


def test_half_broken_exports_are_carried_as_far_as_they_go(project: Path, tmp_path: Path) -> None:
    whole = zendesk()
    articles = whole["articles"]
    assert isinstance(articles, list)
    articles += [
        {"id": 103, "section_id": 99, "title": "Lost", "body": "<p>Text", "locale": "en-us", "draft": False},
        {"id": 104, "section_id": 12, "title": None, "body": "<p>Text</p>", "locale": "en-us"},
        {"section_id": 12, "title": "No id", "body": "x", "locale": "en-us"},
        {"id": 105, "section_id": 12, "title": "Only Russian", "body": "<p>Да.</p>", "locale": "ru"},
        {
            "id": 106,
            "section_id": 12,
            "title": "Send it",
            "body": 7,
            "locale": "en-us",
            "html_url": "http://[x",
        },
        {"id": 107, "section_id": 12, "title": "!!!", "body": "<img src='data:image/gif;base64,R0lG!'>"},
        "no article",
    ]
    folder = write_export(tmp_path / "export", whole)
    put(folder / "broken.json", '{"articles": [')
    result = run("zendesk", folder, "--json")
    assert result.exit_code == 0, result.output
    told = [f"{one['where']}: {one['what']}" for one in json.loads(result.output)["troubles"]]
    for expected in (
        "broken.json: This cannot be read as JSON",
        "article 103 (Lost): Its category is unknown; it goes to `orders`.",
        "article 104: It has no title and was left out.",
        "No id: It has no id.",
        "article 105 (Only Russian): It has no text in `en`",
        "article 106 (Send it), en: It has no text.",
        "article 107 (!!!), en: The picture data:image/gif;base64,R0lG! did not come with the export.",
    ):
        assert any(one.startswith(expected) for one in told), (expected, told)
    library = load(project / "content")
    assert {
        "orders/lost.md",
        "orders/only-russian.md",
        "orders/send-it-2.md",
        "orders/article-107.md",
    } <= set(library.originals)


def test_three_hundred_articles_are_carried_at_once(project: Path, tmp_path: Path) -> None:
    sections = [{"id": n, "category_id": 1, "name": f"Group {n}", "locale": "en-us"} for n in range(10)]
    articles = [
        {
            "id": n,
            "section_id": n % 10,
            "title": f"How to do thing {n}",
            "locale": "en-us",
            "body": BODY.format(link=f"{OLD}/hc/en-us/articles/{(n + 1) % 300}"),
            "html_url": f"{OLD}/hc/en-us/articles/{n}-How-to-do-thing-{n}",
            "draft": False,
        }
        for n in range(300)
    ]
    export = write_export(tmp_path / "export", {"sections": sections, "articles": articles})
    result = run("zendesk", export, "--json")
    report = json.loads(result.output)
    assert (report["articles"], len(report["files"]), report["categories"]) == (300, 300, 10)
    library = load(project / "content")
    assert len(library.originals) == 300 + 4
    assert len(library.data.redirects) == 300
    assert (
        "](../group-5/how-to-do-thing-5.md#times)" in library.originals["group-4/how-to-do-thing-4.md"].body
    )


def test_what_only_looks_like_html_stays_text() -> None:
    said: list[str] = []
    made = to_markdown(
        "<p>if a &lt; b and &lt;script&gt; then <a href='javascript:x()'>go</a></p>",
        link=lambda href: href,
        picture=lambda _source, _text: None,
        say=said.append,
    )
    assert made == "if a < b and &lt;script> then go\n"
    assert said == []
