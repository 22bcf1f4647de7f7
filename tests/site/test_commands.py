"""The commands `build`, `check` and `translations`, as an author runs them."""

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from portal.cli.build import build
from portal.cli.check import check
from portal.cli.translations import translations
from tests.articles.making import make_article, put
from tests.site.making import make_project

FILE = "content/ru/orders/cancel-an-order.md"

# What the published schema of SARIF 2.1.0 requires of the parts that are used here.
_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
_RULE = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string"}, "shortDescription": _TEXT},
}
_PLACE = {
    "type": "object",
    "properties": {
        "artifactLocation": {
            "type": "object",
            "properties": {"uri": {"type": "string", "format": "uri-reference"}},
        },
        "region": {"type": "object", "properties": {"startLine": {"type": "integer", "minimum": 1}}},
    },
    "additionalProperties": False,
}
_RESULT = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": -1},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": _TEXT,
        "locations": {
            "type": "array",
            "items": {"type": "object", "properties": {"physicalLocation": _PLACE}},
        },
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "additionalProperties": False,
}
_DRIVER = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "version": {"type": "string"},
        "rules": {"type": "array", "items": _RULE, "uniqueItems": True},
    },
    "additionalProperties": False,
}
_RUN = {
    "type": "object",
    "required": ["tool"],
    "properties": {
        "tool": {"type": "object", "required": ["driver"], "properties": {"driver": _DRIVER}},
        "results": {"type": "array", "items": _RESULT},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "originalUriBaseIds": {"type": "object"},
    },
    "additionalProperties": False,
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"enum": ["2.1.0"]},
        "runs": {"type": "array", "minItems": 0, "items": _RUN},
    },
    "additionalProperties": False,
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project that the settings point at, and a fixed day."""
    monkeypatch.setenv("PORTAL_ROOT", str(tmp_path))
    monkeypatch.setenv("PORTAL_TODAY", "2026-11-21")
    return make_project(tmp_path)


def git(project: Path, *arguments: str) -> None:
    """Run git as somebody, whatever the machine's own settings are."""
    named = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    subprocess.run(["git", "-C", str(project), *named, *arguments], check=True)


def run(command: object, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)  # type: ignore[arg-type]  # a click command


def test_build_says_what_it_did_and_then_that_nothing_changed(project: Path) -> None:
    first, second, clean = run(build), run(build), run(build, "--clean")
    assert first.exit_code == second.exit_code == clean.exit_code == 0
    assert first.output.startswith("Built 35 pages and the search index in ")
    assert second.output == "Site and search index are up to date (35 pages).\n"
    assert clean.output.startswith("Built 35 pages")


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
            "rule": "values",
            "message": "There is no value `gone`.",
            "hint": "Add it to content/_data/shop.yml.",
        }
    ]


def test_check_speaks_sarif_for_code_reviews(project: Path) -> None:
    put(project / FILE, make_article("{{ gone }}\n", review_by="2026-11-20"))
    result = run(check, "--sarif")
    assert result.exit_code == 1
    log = json.loads(result.output)
    jsonschema.validate(log, SARIF)
    (whole,) = log["runs"]
    rules = [rule["id"] for rule in whole["tool"]["driver"]["rules"]]
    found = [one for one in whole["results"] if one["ruleId"] == "values"]
    assert rules[found[0]["ruleIndex"]] == "values"
    assert found[0]["level"] == "error"
    place = found[0]["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == (FILE, 13)
    assert {one["level"] for one in whole["results"] if one["ruleId"] == "dates"} == {"warning"}


def test_check_fails_on_dates_only_when_told(project: Path) -> None:
    put(project / FILE, make_article(review_by="2026-11-20"))
    assert run(check, "--no-questions").exit_code == 0
    assert run(check, "--no-questions", "--strict-dates").exit_code == 1


def test_check_remembers_what_has_not_changed_and_sees_what_has(project: Path) -> None:
    first = run(check, "--no-questions").output
    assert run(check, "--no-questions").output == first
    put(project / FILE, make_article("{{ gone }}\n"))
    assert "There is no value `gone`" in run(check, "--no-questions").output
    shop = project / "content/_data/shop.yml"
    put(shop, shop.read_text("utf-8") + "gone: now here\n")
    assert run(check, "--no-questions").output == first


def test_an_address_that_was_released_must_still_answer(project: Path) -> None:
    git(project, "init", "-q")
    git(project, "add", "content")
    git(project, "commit", "-q", "-m", "First")
    git(project, "tag", "v1")
    for lang in ("en", "ru", "hu"):
        folder = project / f"content/{lang}/orders"
        (folder / "orders-faq.md").rename(folder / "common-questions.md")
    result = run(check, "--no-questions")
    assert result.exit_code == 1
    assert "`orders/orders-faq` was published with v1 and answers no more." in result.output
    put(project / "content/_data/redirects.yml", "- {from: orders/orders-faq, to: orders-faq}\n")
    assert "answers no more" not in run(check, "--no-questions").output
    assert "knows no revision `v9`" in str(run(check, "--no-questions", "--since", "v9").exception)


def test_what_was_for_staff_or_a_draft_when_released_had_no_address(project: Path) -> None:
    put(project / "content/en/orders/phrases.md", make_article(id="phrases", audience="staff"))
    put(project / "content/en/orders/soon.md", make_article(id="soon", draft="true"))
    git(project, "init", "-q")
    git(project, "add", "content")
    git(project, "commit", "-q", "-m", "First")
    git(project, "tag", "v1")
    assert "answers no more" not in run(check, "--no-questions").output
    put(project / "content/en/orders/cancel-an-order.md", make_article(audience="staff"))
    assert "`orders/cancel-an-order` was published with v1" in run(check, "--no-questions").output


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
    rows = [(one["lang"], one["path"], one["state"]) for one in json.loads(result.output)]
    assert rows == [(lang, "orders/cancel-an-order.md", "outdated") for lang in ("hu", "ru")]


def test_what_changed_since_is_shown_and_a_minor_change_outdates_nothing(project: Path) -> None:
    run(translations, "--stamp")
    git(project, "init", "-q")
    git(project, "add", "content")
    git(project, "commit", "-q", "-m", "First")
    original = project / "content/en/orders/cancel-an-order.md"
    put(original, original.read_text("utf-8").replace("Open ", "Please open "))
    shown = run(translations, "--diff").output
    assert "words added: 2, removed: 1" in shown
    assert "  +Please open {{ ui.my_orders }}." in shown
    row = json.loads(run(translations, "--json").output)[0]
    assert (row["significance"], row["added_words"], row["removed_words"]) == ("significant", 2, 1)
    assert run(translations, "--minor", str(original)).output == (
        "content/en/orders/cancel-an-order.md: 2 translations need not follow its last change.\n"
    )
    assert run(translations).output == "0 missing, 0 outdated, 0 unstamped, 8 current.\n"
    assert json.loads(run(translations, "--json", "--all", str(project / FILE)).output) == [
        {"lang": "ru", "path": "orders/cancel-an-order.md", "state": "current", "significance": "minor"}
    ]
    put(original, original.read_text("utf-8").replace("Please", "Never"))
    assert "0 missing, 2 outdated" in run(translations).output
    assert run(translations, "--minor", str(project / FILE)).exit_code == 2


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
