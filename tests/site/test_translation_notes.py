"""Readers are told that a translation may be behind, when it is, and only then."""

from pathlib import Path

import pytest

from portal.articles.translations import mark_minor, stamp
from tests.articles.making import load, make_article
from tests.building import BuiltSite, build
from tests.site.making import make_project

PATH = "orders/cancel-an-order"
NOTES = {
    "ru": "Оригинал обновлён (3 ноября 2026 г.), перевод может отставать.",
    "hu": "Az eredeti cikk frissült (2026. november 3.), a fordítás ezt még nem követi.",
}


def built_after(folder: Path, *, is_minor: bool) -> BuiltSite:
    """Stamp both translations, change the original, and build."""
    root = make_project(folder)
    original = load(root / "content").originals[f"{PATH}.md"]
    for lang in NOTES:
        file = root / f"content/{lang}/{PATH}.md"
        file.write_text(stamp(file.read_text("utf-8"), original), "utf-8")
    file = root / f"content/en/{PATH}.md"
    file.write_text(make_article("It is free of charge now.\n"), "utf-8")
    if is_minor:
        changed = load(root / "content").originals[f"{PATH}.md"]
        file.write_text(mark_minor(file.read_text("utf-8"), changed, [original.version]), "utf-8")
    return build(Path("var"), root=root)


def shown(built: BuiltSite, lang: str) -> str:
    return built.read(f"{lang}/{PATH}/").replace("\u00a0", " ").replace("&nbsp;", " ")


def test_a_translation_that_is_behind_says_so_with_the_day_of_the_original(tmp_path: Path) -> None:
    built = built_after(tmp_path, is_minor=False)
    for lang, note in NOTES.items():
        assert note in shown(built, lang)
    assert "may be behind" not in shown(built, "en")


@pytest.mark.parametrize("lang", NOTES)
def test_a_change_marked_minor_is_no_reason_for_a_note(tmp_path: Path, lang: str) -> None:
    built = built_after(tmp_path, is_minor=True)
    assert NOTES[lang] not in shown(built, lang)
