"""What programs read of the site: structured data, feeds, Markdown, lists, short links and redirects."""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from portal.cli.doctor import examine
from portal.site.ending import BuildFailed
from tests.articles.making import make_article
from tests.building import BuiltSite, build
from tests.site.making import build_project, make_project

BASE = "http://127.0.0.1:8000/"
ATOM = "{http://www.w3.org/2005/Atom}"
REDIRECTS = (
    "- {from: orders/old-cancel, to: cancel-an-order}\n- {from: faq/euros, to: orders-faq#pay-in-euros}\n"
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    return build_project(tmp_path_factory.mktemp("machines"), data={"redirects.yml": REDIRECTS})


def structured(page: str) -> list[dict[str, object]]:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    things: list[dict[str, object]] = json.loads(found)["@graph"]
    return things


def test_an_article_says_what_it_is_and_where_it_stands(project: BuiltSite) -> None:
    article, trail = structured(project.read("en/orders/cancel-an-order/"))
    assert article["@type"] == "Article"
    assert article["headline"] == "Cancel an order"
    assert article["dateModified"] == "2026-11-03"
    assert article["mainEntityOfPage"] == f"{BASE}en/orders/cancel-an-order/"
    assert article["author"] == {"@type": "Organization", "name": "Kannaház"}
    items = trail["itemListElement"]
    assert isinstance(items, list)
    assert [item.get("item", item["name"]) for item in items] == [
        f"{BASE}en/",
        f"{BASE}en/orders/",
        "Cancel an order",
    ]


def test_nothing_in_a_title_ends_the_structured_data(tmp_path: Path) -> None:
    title = "'Is </script><b> & \"x\" safe'"
    text = make_article("Yes.\n", id="safe", title=title)
    built = build_project(tmp_path, {"en/orders/safe.md": text})
    page = built.read("en/orders/safe/")
    assert structured(page)[0]["headline"] == 'Is </script><b> & "x" safe'


def test_a_stand_in_says_nothing_to_search_engines(tmp_path: Path) -> None:
    folder = make_project(tmp_path)
    (folder / "content/ru/orders/cancel-an-order.md").unlink()
    page = build(Path("var"), root=folder).read("ru/orders/cancel-an-order/")
    assert "application/ld+json" not in page
    assert "text/markdown" not in page


def test_the_feed_has_the_articles_looked_after_last_first(tmp_path: Path) -> None:
    newer = make_article("New.\n", id="newer", title="Newer & better", checked_on="2026-11-10")
    built = build_project(tmp_path, {"en/orders/newer.md": newer})
    feed = ET.fromstring(built.read("en/feed.xml"))  # noqa: S314  our own file
    entries = feed.findall(f"{ATOM}entry")
    assert entries[0].findtext(f"{ATOM}title") == "Newer & better"
    assert entries[0].findtext(f"{ATOM}id") == f"{BASE}en/to/newer/"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-10T00:00:00Z"


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_every_entry_of_a_shipped_feed_is_whole_and_leads_somewhere(built_site: BuiltSite, lang: str) -> None:
    feed = ET.fromstring(built_site.read(f"{lang}/feed.xml"))  # noqa: S314  our own file
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert len(ids) == len(set(ids)) > 0
    for entry, id_ in zip(entries, ids, strict=True):
        assert entry.findtext(f"{ATOM}title")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", entry.findtext(f"{ATOM}updated") or "")
        address = entry.find(f"{ATOM}link[@rel='alternate']")
        assert address is not None
        for url in (id_, address.get("href", "")):
            assert (built_site.site / url.removeprefix(BASE) / "index.html").is_file()


def test_every_shipped_article_has_a_markdown_twin_that_the_list_names(built_site: BuiltSite) -> None:
    for lang in ("en", "ru", "hu"):
        named = re.findall(r"\]\((\S+\.md)\)", built_site.read(f"{lang}/llms.txt"))
        twins = (built_site.site / lang).rglob("*.md")
        assert {url.removeprefix(BASE) for url in named} == {
            twin.relative_to(built_site.site).as_posix() for twin in twins
        }


def test_a_twin_has_values_and_leads_to_twins(tmp_path: Path) -> None:
    body = (
        "Open {{ ui.my_orders }}. See [questions](orders-faq.md#next), [us](../contact/index.md).\n\n"
        "## One { #one }\n"
    )
    built = build_project(tmp_path, {"en/orders/more.md": make_article(body, id="more", title="More")})
    twin = built.read("en/orders/more.md")
    assert twin.startswith("# More\n\n> You can cancel free of charge.\n\nOpen My orders.")
    assert "[questions](orders-faq.md#next)" in twin
    assert f"[us]({BASE}en/contact/)" in twin
    assert "## One\n" in twin
    assert twin.endswith(f"{BASE}en/orders/more/\n")


def test_a_twin_is_plain_markdown(tmp_path: Path) -> None:
    body = (
        '!!! warning "Not yet"\n    Wait for *us*.\n\n    - Then go.\n\nSee [below](#one).\n\n'
        "## One { #one }\n\nOne.\n"
    )
    built = build_project(tmp_path, {"en/orders/more.md": make_article(body, id="more", title="More")})
    _, _, text = built.read("en/orders/more.md").partition("free of charge.\n\n")
    assert text.startswith("> **Not yet**\n>\n> Wait for *us*.\n>\n> - Then go.\n\nSee ")
    assert f"See [below]({BASE}en/orders/more/#one).\n\n## One\n\nOne.\n" in text


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_no_shipped_twin_has_marks_of_ours_or_leads_nowhere(built_site: BuiltSite, lang: str) -> None:
    for twin in (built_site.site / lang).rglob("*.md"):
        text = twin.read_text("utf-8")
        assert re.findall(r"^ *(?:!!!|:::).*|\{\{.*|\{ ?[#.].*|<!--.*", text, re.MULTILINE) == [], twin
        for target in re.findall(r"\]\(([^)\s#]+)", text):
            if target.startswith(BASE):
                assert (built_site.site / target.removeprefix(BASE) / "index.html").is_file(), target
            elif "//" not in target and not target.startswith(("tel:", "mailto:")):
                assert (twin.parent / target).is_file(), f"{twin}: {target}"


def test_the_list_for_assistants_begins_with_a_person_and_the_other_languages(built_site: BuiltSite) -> None:
    name, said, links, *_ = built_site.read("hu/llms.txt").split("\n\n")
    assert name == "# Kannaház: Segítség"
    assert said.startswith("> ")
    assert re.findall(r"^- \[(.+?)\]\((.+?)\)", links, re.MULTILINE) == [
        ("Kapcsolat", f"{BASE}hu/contact/"),
        ("English", f"{BASE}en/llms.txt"),
        ("Русский", f"{BASE}ru/llms.txt"),
    ]


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("en/to/cancel-an-order/", "../../orders/cancel-an-order/"),
        ("hu/to/orders-faq/pay-in-euros/", "../../../orders/orders-faq/#pay-in-euros"),
        ("ru/orders/old-cancel/", "../cancel-an-order/"),
        ("en/faq/euros/", "../../orders/orders-faq/#pay-in-euros"),
    ],
)
def test_short_and_old_addresses_lead_on_without_scripts(project: BuiltSite, url: str, target: str) -> None:
    page = project.read(url)
    assert f'<noscript><meta http-equiv="refresh" content="0; url={target}"></noscript>' in page
    assert f'href="{target}"' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize(("lang", "known_as"), [("en", "en_GB"), ("ru", "ru_RU"), ("hu", "hu_HU")])
def test_programs_that_show_links_get_a_language_with_its_territory(
    project: BuiltSite, lang: str, known_as: str
) -> None:
    assert f'<meta property="og:locale" content="{known_as}">' in project.read(f"{lang}/")


def test_the_doctor_tells_as_many_pages_as_a_build(project: BuiltSite) -> None:
    told = next(one.state for one in examine(project.settings) if one.part == "site")
    leading = len((project.settings.var_dir / "build/redirects.map").read_text("utf-8").splitlines())
    assert told.startswith(f"{project.built.pages} pages, and {leading} addresses that lead on to them")


def test_nginx_gets_the_same_links_as_a_map(project: BuiltSite) -> None:
    lines = (project.settings.var_dir / "build/redirects.map").read_text("utf-8").splitlines()
    assert "/en/orders/old-cancel/ /en/orders/cancel-an-order/;" in lines
    assert "/hu/to/orders-faq/pay-in-euros/ /hu/orders/orders-faq/#pay-in-euros;" in lines
    assert "/en/faq/euros/ /en/orders/orders-faq/#pay-in-euros;" in lines
    assert "/ru/to/cancel-an-order/ /ru/orders/cancel-an-order/;" in lines


@pytest.mark.parametrize(
    ("redirects", "message"),
    [
        ("- {from: orders/old, to: cancel-an-ordr}\n", "Did you mean `cancel-an-order`?"),
        ("- {from: orders/orders-faq, to: cancel-an-order}\n", "there is a page or another redirect"),
        ("- {from: /orders/old/, to: cancel-an-order}\n", "`from`"),
    ],
    ids=["unknown article", "taken address", "no place"],
)
def test_a_wrong_redirect_stops_the_build_with_its_line(tmp_path: Path, redirects: str, message: str) -> None:
    with pytest.raises(BuildFailed) as caught:
        build_project(tmp_path, data={"redirects.yml": redirects})
    assert "content/_data/redirects.yml:1:" in str(caught.value)
    assert message in str(caught.value)


def test_a_post_of_a_page_shows_the_picture_of_its_language(built_site: BuiltSite) -> None:
    for lang in ("en", "ru", "hu"):
        page = built_site.read(f"{lang}/orders/cancel-an-order/")
        assert f'property="og:image" content="{BASE}assets/helpcenter/share-{lang}.png"' in page
        assert 'property="og:image:width" content="1200"' in page
        assert 'property="og:image:height" content="630"' in page
        assert re.search(r'property="og:image:alt" content="[^"]+ · Kannaház"', page)
        assert 'name="twitter:card" content="summary_large_image"' in page
        assert (built_site.site / f"assets/helpcenter/share-{lang}.png").is_file()
