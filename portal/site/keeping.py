"""Keep together what a line may not part: "e-mail", order numbers, ranges, a dash and the word before it."""

import re
from typing import Final

# Led by the hyphen or dash, which is rare, so that the rest of a page is passed over quickly.
_HYPHEN: Final = re.compile(r"-(?:(?<=\be-)mail\w*|(?<=\b\d{3}-)\d{4})\b")
_RANGE: Final = re.compile(r"–(?<=\w–)(?=\w)")
_UNITS: Final = ("kg", "cm", "кг", "см", "×")
_MEASURE: Final = re.compile(r"(?<=\d) (?=(?:kg|cm|кг|см)\b|×)|(?<=×) (?=\d)")


def keep_in_line(text: str) -> str:
    """Return a text whose ranges and measures stay in one line, and whose dashes never begin one.

    >>> keep_in_line("1–2 days – up to 5 kg").replace("\u2060", "+").replace("\u00a0", "_")
    '1+–+2 days_– up to 5_kg'
    """
    # Most texts have none of it, and a sign is found soon.
    if "–" in text:
        text = _RANGE.sub("\u2060–\u2060", text).replace(" – ", "\u00a0– ")
    if any(f" {unit}" in text for unit in _UNITS):
        text = _MEASURE.sub("\u00a0", text)
    return text.replace(" — ", "\u00a0— ")


def keep_together(page: str) -> str:
    """Return a page in which such words of its body are marked; attributes and the head stay as they are."""
    start = page.find("<body")
    if start < 0:
        return page
    pieces, place = [], 0
    for found in _HYPHEN.finditer(page, start):
        first = found.start() - (1 if found[0].startswith("-mail") else 3)
        is_text = page.rfind("<", start, first) < page.rfind(">", start, first)
        if is_text:
            pieces += [page[place:first], '<span class="whole">', page[first : found.end()], "</span>"]
            place = found.end()
    return "".join((*pieces, page[place:]))
