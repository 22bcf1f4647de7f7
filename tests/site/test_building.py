"""What a build makes of small contents, and what it leaves alone."""

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from portal.site import memory
from portal.site.ending import BuildFailed
from portal.site.kept import PACK_FILE, WRITTEN_FILE
from search import open_index
from tests.articles.making import make_article, put
from tests.building import ROOT, TODAY, BuiltSite, build
from tests.site.making import build_project, make_project

PATH = "orders/cancel-an-order"
VAR = Path("var")


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def fails(folder: Path) -> str:
    with pytest.raises(BuildFailed) as caught:
        build(VAR, root=folder, clean=True)
    return str(caught.value)


def run_builder(name: str, root: Path, *, var: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Build as MkDocs' own command does, without `portal`."""
    env = {
        **os.environ,  # noqa: TID251  a real run
        "PORTAL_VAR": str(var),
        "PORTAL_TODAY": TODAY.isoformat(),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "12345",
    }
    command = [sys.executable, "-m", name, "build", "--strict", "-d", str(site)]
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True)


@pytest.fixture(scope="module")
def untranslated(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """A site in which one Russian translation is missing."""
    folder = make_project(tmp_path_factory.mktemp("untranslated"))
    (folder / f"content/ru/{PATH}.md").unlink()
    (folder / "content/ru/orders/send-it-back.md").write_text(
        make_article("См. [отмену](cancel-an-order.md).\n", id="send-it-back", kind="guide"), "utf-8"
    )
    return build(VAR, root=folder)


def test_a_missing_translation_shows_the_original_with_its_language(untranslated: BuiltSite) -> None:
    text = untranslated.read(f"ru/{PATH}/")
    assert '<html lang="ru"' in text
    assert re.search(r"<h1>Cancel an order</h1>", text)
    assert re.search(r'<div class="prose" lang="en">', text)
    assert "My orders" in text
    assert "Этой статьи пока нет на русском" in text


def test_a_stand_in_is_no_page_of_its_own_for_search_engines(untranslated: BuiltSite) -> None:
    text = untranslated.read(f"ru/{PATH}/")
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/en/{PATH}/">' in text
    assert "hreflang=" not in text.split("</head>")[0]
    sitemap = untranslated.read("sitemap.xml")
    assert f"/ru/{PATH}/" not in sitemap
    assert f"/hu/{PATH}/" in sitemap


def test_the_other_languages_do_not_name_the_stand_in(untranslated: BuiltSite) -> None:
    head = untranslated.read(f"hu/{PATH}/").split("</head>")[0]
    assert 'hreflang="hu"' in head
    assert 'hreflang="ru"' not in head


def test_a_stand_in_is_not_in_the_index_of_its_language(untranslated: BuiltSite) -> None:
    index = open_index(untranslated.index)
    assert "cancel-an-order" in {hit.document_id for hit in index.search("cancel", lang="en").hits}
    assert "cancel-an-order" not in {hit.document_id for hit in index.search("cancel", lang="ru").hits}


def test_links_to_a_stand_in_stay_in_the_language(untranslated: BuiltSite) -> None:
    assert '<a href="../cancel-an-order/">отмену</a>' in untranslated.read("ru/orders/send-it-back/")


def test_a_list_marks_the_language_of_a_stand_in(untranslated: BuiltSite) -> None:
    assert 'href="cancel-an-order/" lang="en"' in untranslated.read("ru/orders/")


def test_a_draft_is_not_built(tmp_path: Path) -> None:
    files = {f"{lang}/orders/new.md": make_article(id="new", draft="true") for lang in ("en", "ru", "hu")}
    built = build_project(tmp_path, files)
    assert not (built.site / "en/orders/new").exists()
    assert "/orders/new/" not in built.read("sitemap.xml")


def test_pages_come_and_go_with_the_day(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path,
        {
            "en/orders/sale.md": make_article(id="sale", valid_from="2026-12-01", expires="2026-12-24"),
            "en/orders/orders-faq.md": make_article(
                "See [the sale](sale.md).\n\n## A { #pay-in-euros }\n\nB.\n",
                id="orders-faq",
                kind="faq",
                related="[sale]",
            ),
        },
    )
    before = build(VAR, root=folder, today=date(2026, 11, 30))
    assert not (before.site / "en/orders/sale").exists()
    assert "See the sale." in before.read("en/orders/orders-faq/")
    during = build(VAR, root=folder, today=date(2026, 12, 1))
    assert '<a href="../sale/">the sale</a>' in during.read("en/orders/orders-faq/")
    after = build(VAR, root=folder, today=date(2026, 12, 24))
    assert not (after.site / "hu/orders/sale").exists()


def test_an_outdated_translation_says_so(tmp_path: Path) -> None:
    text = make_article(source='"0123456789ab"')
    built = build_project(tmp_path, {f"hu/{PATH}.md": text})
    assert "Az eredeti cikk frissült (2026. november 3.)" in built.read(f"hu/{PATH}/")
    assert "frissült" not in built.read("hu/orders/orders-faq/")


def test_questions_and_steps_are_parts_of_their_page(tmp_path: Path) -> None:
    built = build_project(tmp_path)
    faq = built.read("en/orders/orders-faq/")
    assert '<details class="question" id="pay-in-euros">' in faq
    assert "Before the questions." in faq
    guide = built.read("en/orders/send-it-back/")
    assert guide.count('<li class="step"') == 2
    assert 'class="guide-aside"' in guide


def test_cyrillic_headings_have_readable_addresses(tmp_path: Path) -> None:
    built = build_project(tmp_path, {f"ru/{PATH}.md": make_article("## Как отменить заказ?\n\nТак.\n")})
    assert 'id="как-отменить-заказ"' in built.read(f"ru/{PATH}/")


def test_notes_of_authors_are_not_published(tmp_path: Path) -> None:
    body = "<!-- Source: 45/2014. -->\nText.\n\n<!-- quite\nhidden -->\n\nEnd.\n"
    text = build_project(tmp_path, {f"en/{PATH}.md": make_article(body)}).read(f"en/{PATH}/")
    assert "45/2014" not in text
    assert "hidden -->" not in text
    assert "<!-- quite" not in text


def test_a_link_to_a_missing_heading_stops_the_build_with_file_and_line(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path,
        {f"en/{PATH}.md": make_article("One.\n\nSee [euros](orders-faq.md#pay-in-euro) or [up](#gone).\n")},
    )
    message = fails(folder)
    assert (
        f"content/en/{PATH}.md:15: The link `orders-faq.md#pay-in-euro` names a heading that does not "
        "exist. Did you mean `#pay-in-euros`?" in message
    )
    assert f"content/en/{PATH}.md:15: The link `#gone` names a heading that does not exist." in message


def test_all_mistakes_stop_the_build_together(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path,
        {
            f"en/{PATH}.md": make_article("[x](gone.md) {{ gone }}\n", kind="x"),
            "hu/orders/orders-faq.md": make_article("[x](gone.md) {{ gone }}\n"),
        },
        {"home.yml": "ppopular: []\n"},
    )
    message = fails(folder)
    for part in (f"en/{PATH}.md:5:", "_data/home.yml:1:"):
        assert part in message


def test_a_failing_build_leaves_the_old_site(tmp_path: Path) -> None:
    built = build_project(tmp_path)
    before = files_of(built.site)
    put(tmp_path / f"content/en/{PATH}.md", make_article("[x](gone.md)\n"))
    fails(tmp_path)
    assert files_of(built.site) == before
    assert [entry.name for entry in (tmp_path / "var/build").glob("new-*")] == []


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    first = build_project(tmp_path / "a")
    second = build_project(tmp_path / "b")
    assert files_of(first.site) == files_of(second.site)
    listings = [site.settings.listing_file.read_bytes() for site in (first, second)]
    assert listings[0] == listings[1]


def test_nothing_is_built_when_nothing_has_changed(tmp_path: Path) -> None:
    assert build_project(tmp_path).built.is_new
    assert not build(VAR, root=tmp_path).built.is_new
    assert build(VAR, root=tmp_path, clean=True).built.is_new


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            lambda root: put(root / f"content/en/{PATH}.md", make_article("New.\n")), id="an article"
        ),
        pytest.param(lambda root: (root / "content/ru/orders/orders-faq.md").unlink(), id="a file less"),
        pytest.param(lambda root: (root / "var/site/404.html").unlink(), id="a page was deleted"),
        pytest.param(lambda root: (root / "var/index/current").unlink(), id="the index was deleted"),
        pytest.param(lambda root: (root / "var/build/articles.json").unlink(), id="no list"),
        pytest.param(lambda root: put(root / "var/build/site.state", "{"), id="a damaged note"),
    ],
)
def test_a_change_is_noticed(tmp_path: Path, change) -> None:  # type: ignore[no-untyped-def]  # a lambda
    build_project(tmp_path)
    change(tmp_path)
    assert build(VAR, root=tmp_path).built.is_new


def test_an_index_of_other_texts_is_noticed_when_the_texts_are_back(tmp_path: Path) -> None:
    built = build_project(tmp_path)
    article = tmp_path / f"content/en/{PATH}.md"
    before = article.read_bytes()
    put(article, make_article("Zebras.\n"))
    done = run_builder("mkdocs", tmp_path, var=tmp_path / VAR, site=tmp_path / "elsewhere")
    assert done.returncode == 0, done.stderr
    article.write_bytes(before)
    assert build(VAR, root=tmp_path).built.is_new
    assert not open_index(built.settings.index_dir).search("zebras", lang="en").hits
    assert not build(VAR, root=tmp_path).built.is_new


@pytest.mark.parametrize("kept", [WRITTEN_FILE, PACK_FILE])
def test_damaged_texts_of_the_last_build_are_named_and_get_nowhere(tmp_path: Path, kept: str) -> None:
    themes = make_project(tmp_path) / "themes"
    themes.unlink()
    shutil.copytree(ROOT / "themes", themes)
    built = build(VAR, root=tmp_path)
    before = files_of(built.site)
    file = tmp_path / "var/build" / kept
    file.write_bytes(bytes(len(file.read_bytes())))
    memory._cache.clear()  # as in another process
    for template in (themes / "helpcenter/pages").iterdir():
        template.write_text(f"<!-- new -->{template.read_text('utf-8')}", "utf-8")
    with pytest.raises(BuildFailed, match="portal build --clean"):
        build(VAR, root=tmp_path)
    assert files_of(built.site) == before
    assert build(VAR, root=tmp_path, clean=True).built.is_new


def test_another_day_is_a_change(tmp_path: Path) -> None:
    build_project(tmp_path)
    assert build(VAR, root=tmp_path, today=date(2026, 11, 22)).built.is_new


def test_what_a_stopped_build_left_behind_is_cleared_away(tmp_path: Path) -> None:
    build_project(tmp_path)
    put(tmp_path / "var/build/new-123/site/x.html", "half")
    build(VAR, root=tmp_path, clean=True)
    assert not (tmp_path / "var/build/new-123").exists()


def test_pictures_beside_articles_are_published_and_data_is_not(tmp_path: Path) -> None:
    folder = make_project(tmp_path, {f"en/{PATH}.md": make_article("![A box](box.svg)\n")})
    put(folder / "content/en/orders/box.svg", "<svg/>")
    put(folder / "content/_data/secret.txt", "x")
    built = build(VAR, root=folder)
    assert (built.site / "en/orders/box.svg").is_file()
    assert 'src="../box.svg"' in built.read(f"en/{PATH}/")
    assert not list(built.site.rglob("secret.txt"))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("{{ view.titlee }}", "main.html:1: 'portal", id="a name that does not exist"),
        pytest.param(
            "{{ t('no.such.word') }}", "main.html:1: No word `no.such", id="a word that does not exist"
        ),
        pytest.param("{% if %}", "main.html:1: Expected an expression", id="a template that is none"),
    ],
)
def test_a_template_that_is_wrong_stops_the_build(tmp_path: Path, template: str, expected: str) -> None:
    folder = make_project(tmp_path)
    (folder / "themes").unlink()
    for file in (ROOT / "themes/helpcenter/words").iterdir():
        put(folder / "themes/helpcenter/words" / file.name, file.read_text("utf-8"))
    tokens = "themes/helpcenter/assets/helpcenter/tokens.css"
    put(folder / tokens, (ROOT / tokens).read_text("utf-8"))
    put(folder / "themes/helpcenter/main.html", template)
    assert f"themes/helpcenter/{expected}" in fails(folder)


def test_a_project_without_the_plugin_is_told_what_to_add(tmp_path: Path) -> None:
    folder = make_project(tmp_path)
    config = (folder / "mkdocs.yml").read_text("utf-8").replace("  - portal\n", "  []\n")
    put(folder / "mkdocs.yml", config)
    assert "add the plugin `portal`" in fails(folder)


@pytest.mark.parametrize("builder", ["mkdocs", "properdocs"])
def test_another_builder_makes_the_same_bytes_without_a_warning(
    tmp_path: Path, built_site: BuiltSite, builder: str
) -> None:
    done = run_builder(builder, ROOT, var=tmp_path, site=tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    assert files_of(tmp_path / "site") == files_of(built_site.site)
    assert (tmp_path / "index/current").is_file()


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX systems")
def test_another_users_web_server_can_read_the_site(tmp_path: Path) -> None:
    make_project(tmp_path)
    before = os.umask(0o077)
    try:
        built = build(VAR, root=tmp_path)
    finally:
        assert os.umask(before) == 0o077
    modes = {(one.is_dir(), one.stat().st_mode & 0o777) for one in [built.site, *built.site.rglob("*")]}
    assert modes == {(True, 0o755), (False, 0o644)}
