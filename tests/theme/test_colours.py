"""The colours are readable, computed from tokens.css itself."""

import colorsys
import re

import pytest

from portal.site.brand import colour, contrast
from tests.theme.colours import TOKENS, appearance, read_tokens

SURFACES = ("page", "raised", "tint", "shade")
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
    for name in ("band", "on-band-soft", "soft", "field"):
        red, most, blue = colour(name, green)
        assert most > max(red, blue), name
    assert colour("tint", green) != colour("tint", tokens)


@pytest.mark.parametrize("surface", ["page", "raised", "tint", "shade", "hairline"])
def test_dark_surfaces_are_those_of_the_brand(surface: str) -> None:
    forest = appearance("dark") | {"brand-night": "#8fe0ae", "brand-band": "#124a28"}
    red, green, blue = colour(surface, forest)
    assert green > max(red, blue)


@pytest.mark.parametrize("turn", range(12))
def test_greys_mixed_from_any_brand_that_can_be_read_can_be_read_too(turn: int) -> None:
    brand = {
        name: rgb(turn / 12, lightness, saturation)
        for name, lightness, saturation in (
            *(("brand", 0.2, 0.9), ("brand-night", 0.86, 0.9), ("brand-band", 0.2, 0.9)),
            *(("warm", 0.2, 0.9), ("warm-night", 0.8, 0.9)),
        )
    }
    for look in ("light", "dark"):
        tokens = appearance(look) | brand
        for text in ("accent", "ink", "soft", "good", "bad"):
            for surface in SURFACES:
                found = contrast(colour(text, tokens), colour(surface, tokens))
                assert found >= 4.5, f"--{text} on --{surface}, {look}: {found:.2f}"
        for surface in ("page", "raised"):
            assert contrast(colour("field", tokens), colour(surface, tokens)) >= 3


def rgb(hue: float, lightness: float, saturation: float) -> str:
    shares = colorsys.hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(share * 255):02x}" for share in shares)


def test_no_token_lies_unused() -> None:
    root = TOKENS.parents[4]
    sheets = [*TOKENS.parent.glob("*.css"), *(root / "portal/web/dashboard/static").glob("*.css")]
    used = "".join(path.read_text(encoding="utf-8") for path in sheets)
    assert {name for name in appearance("dark") if f"var(--{name})" not in used} == set()
