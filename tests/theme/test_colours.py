"""The colours are readable, computed from tokens.css itself."""

import re

import pytest

from portal.site.brand import colour, contrast
from tests.theme.colours import TOKENS, appearance, read_tokens

SURFACES = ("page", "raised", "tint")
TEXTS = ("ink", "soft", "accent", "attention", "good", "bad")
PAIRS = [
    *((text, surface) for text in TEXTS for surface in SURFACES),
    ("attention", "attention-tint"),
    ("ink", "attention-tint"),
    ("good", "good-tint"),
    ("ink", "good-tint"),
    ("bad", "bad-tint"),
    ("ink", "bad-tint"),
    ("on-accent", "accent"),
    ("on-band", "band"),
    ("on-band-soft", "band"),
]
BRAND = {"brand", "brand-night", "brand-band", "warm", "warm-night"}


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(("text", "surface"), PAIRS)
def test_text_has_a_contrast_of_at_least_4_5(look: str, text: str, surface: str) -> None:
    tokens = appearance(look)
    assert contrast(colour(text, tokens), colour(surface, tokens)) >= 4.5


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("surface", ["page", "raised"])
def test_borders_of_fields_and_the_focus_ring_have_a_contrast_of_at_least_3(look: str, surface: str) -> None:
    tokens = appearance(look)
    for line in ("field", "accent"):
        assert contrast(colour(line, tokens), colour(surface, tokens)) >= 3


def test_dark_by_the_system_and_dark_by_choice_are_the_same() -> None:
    by_system = read_tokens("prefers-color-scheme: dark", selector=':root:not([data-theme="light"])')
    assert by_system == read_tokens(selector=':root[data-theme="dark"]')
    assert by_system


def test_a_shop_changes_five_colours_and_has_its_brand() -> None:
    css = TOKENS.read_text(encoding="utf-8")
    first_rule = css[css.index("{") : css.index("}")]
    assert set(re.findall(r"--([\w-]+):", first_rule)) == BRAND
    dark = appearance("dark")
    assert {appearance("light")[name] for name in ("accent", "attention", "band")} == {
        "var(--brand)",
        "var(--warm)",
        "var(--brand-band)",
    }
    assert {dark[name] for name in ("accent", "attention")} == {"var(--brand-night)", "var(--warm-night)"}


@pytest.mark.parametrize("look", ["light", "dark"])
def test_band_and_tint_follow_the_brand(look: str) -> None:
    tokens = appearance(look)
    green = tokens | {"brand": "#1d6b3a", "brand-night": "#8fe0ae", "brand-band": "#124a28"}
    for name in ("band", "on-band-soft"):
        red, most, blue = colour(name, green)
        assert most > max(red, blue), name
    assert colour("tint", green) != colour("tint", tokens)


def test_the_browser_bar_has_the_colour_of_the_page() -> None:
    main = (TOKENS.parents[2] / "main.html").read_text(encoding="utf-8")
    for look in ("light", "dark"):
        assert f'content="{appearance(look)["page"]}" media="(prefers-color-scheme: {look})"' in main


def test_no_token_lies_unused() -> None:
    root = TOKENS.parents[4]
    sheets = [*TOKENS.parent.glob("*.css"), *(root / "portal/web/dashboard/static").glob("*.css")]
    used = "".join(path.read_text(encoding="utf-8") for path in sheets)
    assert {name for name in appearance("dark") if f"var(--{name})" not in used} == set()
