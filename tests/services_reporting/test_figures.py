"""Every figure is defined in the docs and in every language."""

from pathlib import Path

import pytest

from portal.language import Words
from portal.services.reporting_export import TABLES
from portal.services.reporting_figures import Figure

ROOT = Path(__file__).parents[2]
WORDS = Words.load(ROOT / "themes" / "helpcenter" / "words")
TOLD = (ROOT / "docs" / "dashboard.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("figure", Figure)
def test_a_figure_is_defined_in_the_docs(figure: Figure) -> None:
    assert f"| `{figure}` |" in TOLD


@pytest.mark.parametrize("figure", Figure)
@pytest.mark.parametrize("lang", WORDS.languages)
def test_a_figure_is_named_and_defined_in_every_language(figure: Figure, lang: str) -> None:
    assert WORDS.get(lang, f"dash.name.{figure}")
    assert WORDS.get(lang, f"dash.def.{figure}").endswith((".", "»", "”"))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_for_download_is_named_in_the_docs(name: str) -> None:
    assert f"`{name}`" in TOLD
