"""The colours of the shipped tokens.css, as the product itself reads them."""

from pathlib import Path

from portal.site import brand

THEME = Path(__file__).parents[2] / "themes/helpcenter"
TOKENS = THEME / brand.TOKENS


def read_tokens(wish: str = "", *, selector: str = ":root") -> dict[str, str]:
    """Return the names that the rules of one selector set, within one media query or outside all."""
    return brand.read_tokens(TOKENS.read_text(encoding="utf-8"), wish, selector=selector)


def appearance(look: str) -> dict[str, str]:
    """Return all names as the light or the dark appearance has them."""
    return brand.appearance(TOKENS.read_text(encoding="utf-8"), look)
