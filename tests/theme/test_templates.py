"""Templates keep their promises: no inline code, only words and icons that exist, all escaped."""

import re
from pathlib import Path

import pytest

from portal.language import Words
from portal.site.icon_sheet import SHEET, make_icon_sheet
from tests.theme.slots import FILLED, environment, render

THEME = Path(__file__).parents[2] / "themes/helpcenter"
TEMPLATES = sorted(THEME.rglob("*.html"))
ICONS = {path.stem for path in (THEME / "icons").glob("*.svg")}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'"
)

by_template = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)


@by_template
def test_no_template_has_inline_code_or_styles(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\sstyle=|\son\w+=|javascript:|<style", text) == []
    assert re.findall(r"<script(?![^>]*(?:\ssrc=|application/ld\+json))", text) == []


@by_template
def test_every_word_of_a_template_exists_in_every_language(path: Path) -> None:
    words = Words.load(THEME / "words")
    keys = set(re.findall(r"\bt\('([\w.]+)'[,)]", path.read_text(encoding="utf-8")))
    for lang in words.languages:
        assert keys - set(words.by_language[lang]) == set()


@by_template
def test_every_icon_of_a_template_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"'icons/([\w-]+)\.svg'", text))
    named |= set(re.findall(r"\bi-([a-z]+)\"", text))
    for chosen in re.findall(r"set icons = \{([^}]*)\}", text):
        named |= set(re.findall(r":\s*'([\w-]+)'", chosen))
    assert named - ICONS == set()


def test_the_sheet_of_icons_is_made_from_their_drawings() -> None:
    assert (THEME / SHEET).read_text(encoding="utf-8") == make_icon_sheet(THEME)


def test_every_category_has_its_icon() -> None:
    categories = (THEME.parents[1] / "content/_data/categories.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"^\s*icon: ([\w-]+)", categories, re.MULTILINE)) - ICONS == set()


def test_no_icon_lies_unused() -> None:
    categories = (THEME.parents[1] / "content/_data/categories.yml").read_text(encoding="utf-8")
    used = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES) + categories
    assert {icon for icon in ICONS if not re.search(rf"\b{icon}\b", used)} == set()


@by_template
def test_every_template_escapes_by_itself(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if "{{" not in text:
        return
    assert text.startswith("{% autoescape true %}")
    assert text.rstrip().endswith("{% endautoescape %}")


def test_only_rendered_articles_notices_and_structured_data_are_taken_as_they_are() -> None:
    trusted = {
        found
        for path in TEMPLATES
        for found in re.findall(r"\{\{ ([\w.]+) \| safe \}\}", path.read_text(encoding="utf-8"))
    }
    assert trusted == {
        "view.article.html",
        "view.article.intro_html",
        "entry.html",
        "step.html",
        "part.html",
        "notice.html",
        "view.structured",
    }


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
@pytest.mark.parametrize("name", FILLED)
def test_every_state_of_a_slot_renders_with_unknown_names_refused(name: str, lang: str) -> None:
    assert "{{" not in render(name, lang=lang)


def test_what_a_customer_typed_is_text_not_html() -> None:
    template = environment().get_template("partials/results.html")
    words = Words.load(THEME / "words")
    evil = "<img src=x onerror=alert(1)>"
    results = FILLED["results-none"][1]["results"] | {"query": evil}
    shown = template.render(t=lambda key, **values: words.get("en", key, **values), results=results)
    assert "<img" not in shown


def test_the_policy_in_the_page_is_the_strict_one() -> None:
    assert f'content="{POLICY}"' in (THEME / "main.html").read_text(encoding="utf-8")
