"""`portal mv` takes an article's translations, links and stamps along, and leaves a redirect."""

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from portal.cli.translations import translations
from tests.articles.making import load, make_article, put
from tests.site.making import make_project

LANGUAGES = ("en", "ru", "hu")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose FAQ links to the article that moves, in every way there is."""
    monkeypatch.setenv("PORTAL_ROOT", str(tmp_path))
    monkeypatch.setenv("PORTAL_BASE_URL", "https://help.example/")
    monkeypatch.chdir(tmp_path)
    links = "[a](cancel-an-order.md#x) [b](https://help.example/LANG/orders/cancel-an-order/) "
    links += "`[c](cancel-an-order.md)`\n\n"
    links += "<!-- [d](cancel-an-order.md) -->\n\n## Y { #y }\n\n[e][r]\n\n[r]: cancel-an-order.md\n"
    files = {
        f"{lang}/orders/orders-faq.md": make_article(links.replace("LANG", lang), id="orders-faq", kind="faq")
        for lang in LANGUAGES
    }
    own = make_article("[Questions](orders-faq.md#y) [contact](../contact/index.md) [self](#x)\n\n## X\n")
    files |= {f"{lang}/orders/cancel-an-order.md": own for lang in LANGUAGES}
    folder = make_project(tmp_path, files)
    CliRunner().invoke(translations, ["--stamp"])
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["mv", *arguments])


def git(folder: Path, *arguments: str) -> str:
    named = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    done = subprocess.run(["git", "-C", str(folder), *named, *arguments], check=True, capture_output=True)
    return done.stdout.decode()


def test_links_stamps_and_the_redirect_follow(project: Path) -> None:
    result = run("orders/cancel-an-order", "contact/stop-an-order")
    assert result.exit_code == 0, result.output
    library = load(project / "content")
    for lang in LANGUAGES:
        moved = library.articles[lang]["contact/stop-an-order.md"]
        assert moved.id == "cancel-an-order"
        assert "[Questions](../orders/orders-faq.md#y) [contact](index.md) [self](#x)" in moved.body
        faq = library.articles[lang]["orders/orders-faq.md"].body
        assert (
            f"[a](../contact/stop-an-order.md#x) [b](https://help.example/{lang}/contact/stop-an-order/)"
            in faq
        )
        assert "`[c](cancel-an-order.md)`" in faq
        assert "<!-- [d](cancel-an-order.md) -->" in faq
        assert "[r]: ../contact/stop-an-order.md" in faq
    assert [(one.old, one.to) for one in library.data.redirects] == [
        ("orders/cancel-an-order", "cancel-an-order")
    ]
    assert "contact/stop-an-order.md" in library.data.notices[0].links("ru")
    assert CliRunner().invoke(translations, []).output == "0 missing, 0 outdated, 0 unstamped, 8 current.\n"


def test_a_way_there_and_back_leaves_the_articles_as_they_were(project: Path) -> None:
    before = {file: file.read_bytes() for file in sorted((project / "content").glob("??/*/*.md"))}
    assert run("orders/cancel-an-order", "contact/stop-an-order").exit_code == 0
    assert run("content/ru/contact/stop-an-order.md", "orders/cancel-an-order").exit_code == 0
    assert {file: file.read_bytes() for file in sorted((project / "content").glob("??/*/*.md"))} == before
    redirects = load(project / "content").data.redirects
    assert [(one.old, one.to) for one in redirects] == [("contact/stop-an-order", "cancel-an-order")]


def test_a_dry_run_tells_all_and_touches_nothing(project: Path) -> None:
    before = sorted((file, file.read_bytes()) for file in (project / "content").rglob("*") if file.is_file())
    result = run("orders/cancel-an-order", "orders/stop-it", "--dry-run")
    assert "content/hu/orders/cancel-an-order.md -> content/hu/orders/stop-it.md" in result.output
    assert "content/_data/notices.yml: mended" in result.output
    assert "redirect: - {from: orders/cancel-an-order, to: cancel-an-order}" in result.output
    after = sorted((file, file.read_bytes()) for file in (project / "content").rglob("*") if file.is_file())
    assert before == after


def test_git_knows_of_the_move_and_unsaved_work_is_not_mixed_into_it(project: Path) -> None:
    git(project, "init", "-q")
    git(project, "add", "content")
    git(project, "commit", "-q", "-m", "First")
    faq = project / "content/ru/orders/orders-faq.md"
    faq.write_text(faq.read_text("utf-8") + "\nMore.\n", "utf-8")
    refused = run("orders/cancel-an-order", "orders/stop-it")
    assert refused.exit_code == 1
    assert "not committed: content/ru/orders/orders-faq.md. Commit them first" in refused.output
    git(project, "commit", "-q", "-a", "-m", "More")
    assert run("orders/cancel-an-order", "orders/stop-it").exit_code == 0
    git(project, "add", "content")
    assert "R  content/en/orders/cancel-an-order.md -> content/en/orders/stop-it.md" in git(
        project, "status", "--porcelain"
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "orders/cancel-an-ordr",
            "orders/x",
            "There is no such article. Did you mean `orders/cancel-an-order.md`?",
        ),
        ("orders/cancel-an-order", "order/x", "cannot go into the folder `order`. Did you mean `orders`?"),
        ("orders/cancel-an-order", "orders/Ö b", "is no proper name. Use small Latin letters"),
        ("orders/cancel-an-order", "orders/orders-faq", "content/en/orders/orders-faq.md is there already."),
        ("legal/privacy", "orders/privacy", "A `page` cannot go into the folder `orders`."),
    ],
)
def test_what_cannot_go_there_stays_where_it_is(project: Path, old: str, new: str, message: str) -> None:
    result = run(old, new)
    assert result.exit_code == 1
    assert message in result.output


def test_a_draft_leaves_no_redirect(project: Path) -> None:
    for lang in LANGUAGES:
        put(project / f"content/{lang}/orders/new.md", make_article(id="new", draft="true"))
    assert run("orders/new", "orders/newer").exit_code == 0
    assert not (project / "content/_data/redirects.yml").exists()
