"""Titles, summaries, sentences and whole texts are as long as people read them."""

from collections.abc import Iterator
from typing import Final

from portal.articles.front_matter import Kind
from portal.articles.prose import Prose, prose_of
from portal.articles.rules.context import Context
from portal.articles.rules.page import Page
from portal.articles.rules.rule import Finding, PageRule, Severity

MOST_TITLE: Final = 70
"""Characters; what result lists of search engines show whole."""
MOST_SUMMARY: Final = 200
MOST_WORDS: Final = 900
"""Of one article; who reads 250 words a minute is busy for three and a half."""
MOST_SENTENCE: Final = 40
"""Words."""


def _find(page: Page, _context: Context) -> Iterator[Finding]:
    meta = page.meta
    if meta is None or meta.kind is Kind.PAGE:
        return  # legal texts are as long as the law wants them
    for key, text, most in (("title", meta.title, MOST_TITLE), ("summary", meta.summary, MOST_SUMMARY)):
        if len(text) > most:
            message = f"The {key} has {len(text)} characters; {most} are enough."
            yield Finding(page.file, page.line_of(key), message, "Say only what sets this article apart.")
    prose = prose_of(page.text)
    if prose.words > MOST_WORDS:
        message = f"The text has {prose.words} words; {MOST_WORDS} are enough."
        yield Finding(page.file, page.line, message, "Make two articles of it, each with its own question.")
    yield from _sentences(page, prose)


def _sentences(page: Page, prose: Prose) -> Iterator[Finding]:
    for sentence in prose.sentences:
        if sentence.words > MOST_SENTENCE:
            message = f"A sentence of {sentence.words} words; {MOST_SENTENCE} are the most."
            hint = "One thought a sentence; or make a list of it."
            yield Finding(page.file, page.line + sentence.line, message, hint)


RULE = PageRule("length", "Texts are as long as people read them.", _find, Severity.WARNING)
