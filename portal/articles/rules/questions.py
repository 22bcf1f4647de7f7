"""An article has four to eight questions in the customers' words."""

from collections.abc import Iterator
from typing import Final

from portal.articles.front_matter import Kind
from portal.articles.rules.context import Context
from portal.articles.rules.page import Page
from portal.articles.rules.rule import Finding, PageRule, Severity

QUESTIONS: Final = range(4, 9)


def _find(page: Page, _context: Context) -> Iterator[Finding]:
    meta = page.meta
    if meta and meta.kind is not Kind.PAGE and not meta.draft and len(meta.questions) not in QUESTIONS:
        message = f"{len(meta.questions)} questions; 4 to 8 help search best."
        hint = "Write under `questions` how customers put it, short and long."
        yield Finding(page.file, page.line_of("questions"), message, hint)


RULE = PageRule("questions", "Articles say how customers ask for them.", _find, Severity.WARNING)
