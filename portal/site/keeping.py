"""Keep together what a line may not part at its hyphen: "e-mail" and order numbers."""

import re
from typing import Final

_WHOLE: Final = re.compile(r"\b(?:e-mail\w*|\d{3}-\d{4})\b")


def keep_together(page: str) -> str:
    """Return a page in which such words of its body are marked; attributes and the head stay as they are."""
    start = page.find("<body")
    if start < 0:
        return page
    pieces, place = [], 0
    for found in _WHOLE.finditer(page, start):
        is_text = page.rfind("<", start, found.start()) < page.rfind(">", start, found.start())
        if is_text:
            pieces += [page[place : found.start()], '<span class="whole">', found[0], "</span>"]
            place = found.end()
    return "".join((*pieces, page[place:]))
