"""The commands `build`, `check` and `translations`, as an author runs them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli.build import build
from portal.cli.check import check
from portal.cli.translations import translations
from tests.articles.making import make_article, put
from tests.site.making import make_project

FILE = "content/ru/orders/cancel-an-order.md"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project that the settings point at, and a fixed day."""
    monkeypatch.setenv("PORTAL_ROOT", str(tmp_path))
    monkeypatch.setenv("PORTAL_TODAY", "2026-11-21")
    return make_project(tmp_path)


def run(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)  # type: ignore[arg-type]  # a click command


def test_build_says_what_it_did_and_then_that_nothing_changed(project: Path) -> None:
    first, second, clean = run(build), run(build), run(build, "--clean")
    assert first.exit_code == second.exit_code == clean.exit_code == 0
    assert first.output.startswith("Built 32 pages and the search index in ")
    assert second.output == "Site and search index are up to date (32 pages).\n"
    assert clean.output.startswith("Built 32 pages")


def test_build_takes_the_day(project: Path) -> None:
    text = make_article(valid_from="2026-12-01")
    put(project / "content/en/orders/cancel-an-order.md", text)
    run(build)
    assert not (project / "var/site/en/orders/cancel-an-order").exists()
    run(build, "--today", "2026-12-01")
    assert (project / "var/site/en/orders/cancel-an-order").exists()


def test_build_refuses_a_day_that_is_none(project: Path) -> None:
    assert run(build, "--today", "tomorrow").exit_code == 2


def test_build_ends_with_1_and_every_mistake(project: Path) -> None:
    put(project / FILE, make_article(kind="aarticle"))
    result = run(build)
    assert result.exit_code == 1
    assert f"{FILE}:5: `kind` cannot be `aarticle`. Did you mean `article`?" in result.output
    assert not (project / "var/site").exists()


def test_check_ends_well_with_warnings(project: Path) -> None:
    put(project / FILE, make_article(review_by="2026-11-20"))
    result = run(check)
    assert result.exit_code == 0
    assert f"{FILE}:10: warning: To be reviewed by 2026-11-20, which has passed" in result.output
    assert "0 errors, " in result.output


def test_check_ends_with_1_when_something_is_wrong(project: Path) -> None:
    put(project / FILE, make_article(kind="aarticle"))
    result = run(check)
    assert result.exit_code == 1
    assert f"{FILE}:5: error: `kind` cannot be `aarticle`." in result.output


def test_check_can_be_read_by_machines(project: Path) -> None:
    put(project / FILE, make_article("{{ gone }}\n"))
    result = run(check, "--json")
    assert result.exit_code == 1
    assert json.loads(result.output)["errors"] == [
        {
            "file": FILE,
            "line": 13,
            "message": "There is no value `gone`.",
            "hint": "Add it to content/_data/shop.yml.",
        }
    ]


def test_check_reports_words_that_do_not_fit(project: Path) -> None:
    (project / "themes").unlink()
    put(project / "themes/helpcenter/words/en.yml", "a: 1\n")
    result = run(check)
    assert result.exit_code == 1
    assert "en.yml:1: error: `a` must be a text" in result.output


def test_translations_are_stamped_and_then_current(project: Path) -> None:
    assert "unstamped  ru/orders/cancel-an-order.md" in run(translations).output
    assert run(translations, "--stamp").output == "Stamped 8 of 8 translations.\n"
    assert run(translations).output == "0 missing, 0 outdated, 0 unstamped, 8 current.\n"
    put(project / "content/en/orders/cancel-an-order.md", make_article("New.\n"))
    result = run(translations, "--json")
    assert json.loads(result.output) == [
        {"lang": "hu", "path": "orders/cancel-an-order.md", "state": "outdated"},
        {"lang": "ru", "path": "orders/cancel-an-order.md", "state": "outdated"},
    ]


def test_one_translation_is_stamped_and_the_others_are_left_alone(project: Path) -> None:
    result = run(translations, "--stamp", str(project / FILE))
    assert result.output == "Stamped 1 of 1 translations.\n"
    assert "0 missing, 0 outdated, 7 unstamped, 1 current." in run(translations).output


def test_an_original_cannot_be_stamped(project: Path) -> None:
    original = project / "content/en/orders/cancel-an-order.md"
    result = run(translations, "--stamp", str(original))
    assert result.exit_code == 2
    assert "Name translations" in result.output


def test_a_fourth_language_is_one_words_file_and_a_folder(project: Path) -> None:
    theme = (project / "themes").resolve() / "helpcenter"
    (project / "themes").unlink()
    for file in sorted(theme.rglob("*")):
        if file.is_file():
            target = project / "themes/helpcenter" / file.relative_to(theme)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    words = project / "themes/helpcenter/words"
    put(words / "de.yml", (words / "en.yml").read_text("utf-8").replace("Contact us", "Kontakt"))
    article = make_article("## Wie geht das?\n\nSo.\n", title="Bestellung stornieren")
    put(project / "content/de/orders/cancel-an-order.md", article)
    result = run(build)
    assert result.exit_code == 0
    assert "Pages in `de` cannot be searched yet" in result.output
    site = project / "var/site"
    assert "Bestellung stornieren" in (site / "de/orders/cancel-an-order/index.html").read_text("utf-8")
    assert "Deutsch" in (site / "index.html").read_text("utf-8")
    assert "Common questions" in (site / "de/orders/orders-faq/index.html").read_text("utf-8")
