"""Put each table of an article into a box of its own, which scrolls where the page is narrow.

The box has a name and can be reached with the keyboard; it needs no script.
"""

import html
import re
from collections import Counter
from typing import Final

from portal.site.markup import plain_text

# Whole runs without an angle bracket are passed over at once.
_PLACES: Final = re.compile(
    r"<h[2-4][^>]*>(?P<heading>[^<]*+(?:<(?!/h[2-4]>)[^<]*+)*+)</h[2-4]>"
    r"|(?P<table><table\b[^<]*+(?:<(?!/table>)[^<]*+)*+</table>)"
)
_CORNER: Final = re.compile(r"<th\b([^>]*)></th>")
_HEAD: Final = re.compile(r"<th\b")


def box_tables(rendered: str, *, title: str) -> str:
    """Return the text with its tables in boxes, each named by the heading above it, or else by the title."""
    if "<table" not in rendered:
        return rendered
    heading = title
    seen: Counter[str] = Counter()

    def place(found: re.Match[str]) -> str:
        nonlocal heading
        if found["table"] is None:
            heading = plain_text(found["heading"])
            return found[0]
        seen[heading] += 1
        # Two regions of a page may not have the same name.
        name = heading if seen[heading] == 1 else f"{heading} ({seen[heading]})"
        named = f'<section class="table-box" aria-label="{html.escape(name)}" tabindex="0">'
        return f"{named}{_with_cell_in_corner(found['table'])}</section>"

    return _PLACES.sub(place, rendered)


def _with_cell_in_corner(table: str) -> str:
    """Make a cell of an empty corner, which heads no column; the others say that they do."""
    mended, corners = _CORNER.subn(r"<td\1></td>", table)
    return _HEAD.sub('<th scope="col"', mended) if corners else table
