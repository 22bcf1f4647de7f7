"""Titles, summaries, sentences and whole texts are as long as people read them."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from portal.articles.blocks import CHOICES, markers
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
MOST_STEP: Final = 200
"""Words of one step of a guide that asks."""
MOST_SENTENCE: Final = 40
"""Words."""
_STEP = re.compile(r"^## ", re.MULTILINE)


def _find(page: Page, _context: Context) -> Iterator[Finding]:
    meta = page.meta
    if meta is None or meta.kind is Kind.PAGE:
        return  # legal texts are as long as the law wants them
    for key, text, most in (("title", meta.title, MOST_TITLE), ("summary", meta.summary, MOST_SUMMARY)):
        if len(text) > most:
            message = f"The {key} has {len(text)} characters; {most} are enough."
            yield Finding(page.file, page.line_of(key), message, "Say only what sets this article apart.")
    prose = prose_of(page.text)
    if any(marker.word == CHOICES for marker in markers(page.text)):
        yield from _steps(page)
    elif prose.words > MOST_WORDS:
        message = f"The text has {prose.words} words; {MOST_WORDS} are enough."
        yield Finding(page.file, page.line, message, "Make two articles of it, each with its own question.")
    yield from _sentences(page, prose)


def _steps(page: Page) -> Iterator[Finding]:
    """Look at each step of a guide that asks: nobody reads them all."""
    starts = [found.start() for found in _STEP.finditer(page.text)]
    for start, end in pairwise([*starts, len(page.text)]):
        words = prose_of(page.text[start:end]).words
        if words > MOST_STEP:
            message = f"This step has {words} words; {MOST_STEP} are enough."
            hint = "Ask another question, or link to an article."
            yield Finding(page.file, page.line_at(start), message, hint)


def _sentences(page: Page, prose: Prose) -> Iterator[Finding]:
    for sentence in prose.sentences:
        if sentence.words > MOST_SENTENCE:
            message = f"A sentence of {sentence.words} words; {MOST_SENTENCE} are the most."
            hint = "One thought a sentence; or make a list of it."
            yield Finding(page.file, page.line + sentence.line, message, hint)


RULE = PageRule("length", "Texts are as long as people read them.", _find, Severity.WARNING)
