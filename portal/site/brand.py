"""Hold the colours of a brand to what eyes can read (WCAG 2.2): a weak one is named with its variable.

Reads tokens.css as a browser would, as far as the file goes: names, references and mixtures.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

TOKENS = "assets/helpcenter/tokens.css"
LOOKS = ("light", "dark")
LEAST = 4.5
Colour = tuple[float, float, float]

# What is written on what. The focus ring has the accent's colour and needs less.
PAIRS = (
    *((text, surface) for text in ("accent", "attention") for surface in ("page", "raised", "tint", "shade")),
    ("on-accent", "accent"),
    ("attention", "attention-tint"),
    ("on-band", "band"),
    ("on-band-soft", "band"),
)
_RULE = re.compile(r"(?P<selector>:root[^{]*)\{(?P<body>[^{}]*)\}")
_DECLARATION = re.compile(r"--(?P<name>[\w-]+):\s*(?P<value>[^;]+);")
_MEDIA = re.compile(r"@media \((?P<wish>[^)]+)\) \{(?P<body>(?:[^{}]*\{[^{}]*\})*[^{}]*)\}")
_REFERENCE = re.compile(r"var\(--([\w-]+)\)")
_MIXTURE = re.compile(r"color-mix\(in srgb, (.+) (\d+)%, (.+)\)")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_DARK = ':root[data-theme="dark"]'


class UnreadableColour(ValueError):
    """A colour that is neither #rrggbb nor made from such."""


@dataclass(frozen=True, slots=True)
class Weak:
    """A pair of colours that is hard to read, and the variable of the brand that makes it so."""

    variable: str
    value: str
    text: str
    surface: str
    look: str
    contrast: float

    def __str__(self) -> str:
        # On a light page a darker colour is easier to read, and so is a darker band below white letters.
        wanted = "lighter" if self.look == "dark" and self.surface != "band" else "darker"
        return (
            f"--{self.variable}: {self.value} is hard to read: "
            f"--{self.text} on --{self.surface}, {self.look}, has a contrast of {self.contrast:.1f}:1, "
            f"and text needs {LEAST}:1. Choose a {wanted} one in {TOKENS}."
        )


def find_weak(theme: Path) -> tuple[Weak, ...]:
    """Return every pair that a colour of the brand makes too weak; raise UnreadableColour if it is none."""
    css = (theme / TOKENS).read_text(encoding="utf-8")
    return tuple(weak for look in LOOKS for weak in _weak_in(appearance(css, look), look))


def _weak_in(tokens: Mapping[str, str], look: str) -> Iterator[Weak]:
    for text, surface in PAIRS:
        found = contrast(colour(text, tokens), colour(surface, tokens))
        if found < LEAST:
            variable = _variable(text if text in {"accent", "attention"} else surface, look)
            yield Weak(variable, tokens[variable], text, surface, look, found)


def _variable(name: str, look: str) -> str:
    if name == "band":
        return "brand-band"
    variable = {"accent": "brand", "attention": "warm"}[name]
    return variable if look == "light" else f"{variable}-night"


def read_tokens(css: str, wish: str = "", *, selector: str = ":root") -> dict[str, str]:
    """Return the names that the rules of one selector set, within one media query or outside all."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    inside = "".join(found["body"] for found in _MEDIA.finditer(css) if found["wish"] == wish)
    rules = _RULE.finditer(inside if wish else _MEDIA.sub("", css))
    return {
        found["name"]: found["value"].strip()
        for rule in rules
        if rule["selector"].strip() == selector
        for found in _DECLARATION.finditer(rule["body"])
    }


def appearance(css: str, look: str) -> dict[str, str]:
    """Return all names as the light or the dark appearance has them."""
    light = read_tokens(css)
    return light if look == "light" else light | read_tokens(css, selector=_DARK)


def colour(name: str, tokens: Mapping[str, str]) -> Colour:
    """Return a colour as shares of red, green and blue, following names to their values."""
    return _read(tokens[name], tokens, name)


def _read(value: str, tokens: Mapping[str, str], name: str) -> Colour:
    if reference := _REFERENCE.fullmatch(value):
        return colour(reference[1], tokens)
    if mixed := _MIXTURE.fullmatch(value):
        share = int(mixed[2]) / 100
        pairs = zip(_read(mixed[1], tokens, name), _read(mixed[3], tokens, name), strict=True)
        red, green, blue = (one * share + other * (1 - share) for one, other in pairs)
        return red, green, blue
    if not _HEX.fullmatch(value):
        raise UnreadableColour(f"--{name}: {value} in {TOKENS} is no colour. Write it as #rrggbb.")
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
