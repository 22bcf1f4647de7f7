"""Read tokens.css as a browser would: the colours of each appearance, and contrasts by WCAG."""

import re
from pathlib import Path

TOKENS = Path(__file__).parents[2] / "themes/helpcenter/assets/helpcenter/tokens.css"
Colour = tuple[float, float, float]

_RULE = re.compile(r"(?P<selector>:root[^{]*)\{(?P<body>[^{}]*)\}")
_DECLARATION = re.compile(r"--(?P<name>[\w-]+):\s*(?P<value>[^;]+);")
_MEDIA = re.compile(r"@media \((?P<wish>[^)]+)\) \{(?P<body>(?:[^{}]*\{[^{}]*\})*[^{}]*)\}")


def read_tokens(wish: str = "", *, selector: str = ":root") -> dict[str, str]:
    """Return the names that the rules of one selector set, within one media query or outside all."""
    css = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(encoding="utf-8"), flags=re.DOTALL)
    inside = "".join(found["body"] for found in _MEDIA.finditer(css) if found["wish"] == wish)
    rules = _RULE.finditer(inside if wish else _MEDIA.sub("", css))
    return {
        found["name"]: found["value"].strip()
        for rule in rules
        if rule["selector"].strip() == selector
        for found in _DECLARATION.finditer(rule["body"])
    }


def appearance(name: str) -> dict[str, str]:
    """Return all names as the light or the dark appearance has them."""
    light = read_tokens()
    return light if name == "light" else light | read_tokens(selector=':root[data-theme="dark"]')


def colour(name: str, tokens: dict[str, str]) -> Colour:
    """Return a colour as shares of red, green and blue, following names to their values."""
    return _read(tokens[name], tokens)


def _read(value: str, tokens: dict[str, str]) -> Colour:
    if reference := re.fullmatch(r"var\(--([\w-]+)\)", value):
        return colour(reference[1], tokens)
    if mixed := re.fullmatch(r"color-mix\(in srgb, (.+) (\d+)%, (.+)\)", value):
        share = int(mixed[2]) / 100
        pairs = zip(_read(mixed[1], tokens), _read(mixed[3], tokens), strict=True)
        red, green, blue = (one * share + other * (1 - share) for one, other in pairs)
        return red, green, blue
    red, green, blue = (int(value[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, 1.4.3)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(shares: Colour) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
