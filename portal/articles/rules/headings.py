"""Headings are a table of contents: no second title, no level left out, none empty or twice."""

from collections.abc import Iterator

from portal.articles.rules.context import Context
from portal.articles.rules.page import Heading, Page, headings_of
from portal.articles.rules.rule import Finding, PageRule, Severity


def _find(page: Page, _context: Context) -> Iterator[Finding]:
    seen: dict[str, Heading] = {}
    before = 1
    for heading in headings_of(page):
        yield from _one(page, heading, before)
        before = heading.level
        first = seen.setdefault(heading.text.casefold(), heading)
        if first is not heading and heading.text:
            message = f"The heading `{heading.text}` stands in line {first.line}, too."
            hint = "Say in each what sets it apart; both get an address."
            yield Finding(page.file, heading.line, message, hint)


def _one(page: Page, heading: Heading, before: int) -> Iterator[Finding]:
    if not heading.text:
        hint = "Write what the section tells, or take the heading out."
        yield Finding(page.file, heading.line, "A heading is empty.", hint)
    elif heading.level == 1:
        message = f"`# {heading.text}` is a second title."
        yield Finding(page.file, heading.line, message, "Begin with `##`; the title is in the front matter.")
    elif heading.level > before + 1:
        message = f"`{'#' * heading.level} {heading.text}` leaves out a level."
        yield Finding(page.file, heading.line, message, f"Write `{'#' * (before + 1)} {heading.text}`.")
    elif heading.text.endswith((".", ":")) and not heading.text.endswith(("...", "…")):
        hint = f"Write `{heading.text[:-1].rstrip()}`."
        message = f"The heading `{heading.text}` ends with a sign it does not need."
        yield Finding(page.file, heading.line, message, hint)


RULE = PageRule("headings", "Headings form a table of contents.", _find, Severity.WARNING)
