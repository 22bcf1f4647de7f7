"""Write the style sheet of the theme's icons: `python -m portal.site.icon_sheet` after a drawing has changed.

An icon that stands on every page weighs a few letters there, and is fetched once with the styles.
"""

import re
from pathlib import Path
from typing import Final

SHEET: Final = "assets/helpcenter/icons.css"
_THEME: Final = Path("themes/helpcenter")
_HEAD: Final = """/* Made from icons/ by `python -m portal.site.icon_sheet`; coloured like words. */
.icon:not(svg) {
  display: inline-block;
  background: currentcolor;
  mask: var(--drawing) center / contain no-repeat;
  forced-color-adjust: preserve-parent-color;
  print-color-adjust: exact;
}

@media (forced-colors: active) {
  .icon:not(svg) {
    color: inherit !important;
  }
}

"""
_DRAWING: Final = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='#000' "
    "stroke-width='1.75' stroke-linecap='round' stroke-linejoin='round'>{inside}</svg>"
)
_INSIDE: Final = re.compile(r"<svg[^>]*>(?P<inside>.*)</svg>", re.DOTALL)
_ESCAPED: Final = {"%": "%25", "#": "%23", "<": "%3C", ">": "%3E", '"': "'"}


def make_icon_sheet(theme: Path) -> str:
    """Return the style sheet of all icons that templates name as `i-NAME`."""
    templates = "".join(file.read_text("utf-8") for file in sorted(theme.rglob("*.html")))
    named = sorted(set(re.findall(r"\bi-([a-z]+)\"", templates)))
    return _HEAD + "".join(_rule(name, theme / f"icons/{name}.svg") for name in named)


def _rule(name: str, file: Path) -> str:
    found = _INSIDE.search(file.read_text("utf-8"))
    inside = found["inside"] if found else ""
    address = "".join(_ESCAPED.get(letter, letter) for letter in _DRAWING.format(inside=inside))
    return f'.i-{name} {{ --drawing: url("data:image/svg+xml,{address}"); }}\n'


if __name__ == "__main__":
    (_THEME / SHEET).write_text(make_icon_sheet(_THEME), encoding="utf-8")
