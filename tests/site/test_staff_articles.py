"""What is written for staff reaches staff, and nothing that anybody else can read."""

import stat
from pathlib import Path

import pytest

from portal.articles.staff_listing import STAFF_FILE, STAFF_INDEX, read_staff_articles
from portal.site.ending import BuildFailed
from search import open_index
from tests.articles.making import make_article
from tests.building import BuiltSite
from tests.site.making import build_project

SECRET = "zanzibarcode"
INSIDE = make_article(
    f"Say {SECRET}. See [cancel](cancel-an-order.md) and [this](inside-too.md).\n\n> Dear customer, wait.\n\n"
    "![The button](inside.png)\n\n![The box](both.png)\n\n![The lid](lid.png)\n",
    id="inside",
    title=f"How {SECRET} works",
    audience="staff",
    related="[cancel-an-order]",
)
FILES = {
    "en/orders/inside.md": INSIDE,
    "en/orders/inside-too.md": make_article("Two.\n", id="inside-too", title="Two", audience="staff"),
    "en/orders/inside.png": f"{SECRET} picture",
    "en/orders/both.png": "a picture for all",
    "en/orders/lid.png": "a picture of a piece that articles share",
    "_snippets/en/lid.md": "![The lid](../orders/lid.png)\n",
    "en/orders/cancel-an-order.md": make_article("Press it. ![The box](both.png)\n\n::: snippet lid\n"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return build_project(tmp_path_factory.mktemp("staff"), FILES)


def test_nothing_public_knows_of_an_article_for_staff(project: BuiltSite) -> None:
    places = [project.site, project.index, project.settings.listing_file.parent]
    files = [file for place in places for file in place.rglob("*") if file.is_file()]
    assert len(files) > 100
    # What the next build keeps for itself lies beside the site, and holds all sources.
    kept = ("read.kept", "*.pack", "*.template")
    for file in files:
        if any(file.match(name) for name in kept):
            continue
        content = file.read_bytes()
        assert SECRET.encode() not in content, file
        assert b"orders/inside" not in content, file
    assert not (project.site / "en/orders/inside").exists()
    assert (project.site / "en/orders/both.png").is_file()
    assert (project.site / "en/orders/lid.png").is_file()
    assert open_index(project.index).search(SECRET, lang="en").total == 0


def test_staff_find_it_in_an_index_of_their_own(project: BuiltSite) -> None:
    folder = project.settings.staff_dir
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    hits = open_index(folder / STAFF_INDEX).search(SECRET, lang="en").hits
    assert [hit.document_id for hit in hits] == ["inside"]
    assert hits[0].url == "/dashboard/answers/en/inside"


def test_its_links_and_pictures_lead_somewhere_from_the_dashboard(project: BuiltSite) -> None:
    articles = read_staff_articles(project.settings.staff_dir / STAFF_FILE)
    inside = articles["en", "inside"]
    assert 'href="/en/orders/cancel-an-order/"' in inside.html
    assert 'href="/dashboard/answers/en/inside-too"' in inside.html
    assert 'src="/dashboard/answers/files/en/orders/inside.png"' in inside.html
    assert 'src="/en/orders/both.png"' in inside.html
    assert (project.settings.staff_dir / "files/en/orders/inside.png").is_file()
    assert inside.answer == "Dear customer, wait."
    assert articles["hu", "inside"].text_lang == "en"


def test_a_public_text_that_leads_to_it_stops_the_build(tmp_path: Path) -> None:
    leading = {"en/orders/cancel-an-order.md": make_article("Read [this](inside.md).\n", related="[inside]")}
    with pytest.raises(BuildFailed) as stopped:
        build_project(tmp_path, FILES | leading)
    assert "content/en/orders/cancel-an-order.md:14: `inside.md` is for staff only." in str(stopped.value)
    assert "content/en/orders/cancel-an-order.md:11: `inside` is for staff only." in str(stopped.value)


def test_the_shipped_articles_for_staff_are_nowhere_on_the_shipped_site(built_site: BuiltSite) -> None:
    articles = read_staff_articles(built_site.settings.staff_dir / STAFF_FILE)
    assert {
        (lang, id_) for lang in ("en", "ru", "hu") for id_ in ("refund-exceptions", "delayed-parcel-phrases")
    } == {*articles}
    assert all(
        article.text_lang == article.lang and len(article.related) == 3 for article in articles.values()
    )
    told = [one.encode() for article in articles.values() for one in (article.title, article.id)]
    for place in (built_site.site, built_site.index):
        for file in place.rglob("*"):
            if file.is_file() and file.suffix not in {".br", ".gz"}:
                content = file.read_bytes()
                assert not [one for one in told if one in content], file
