"""A text is as easy to read as its language's formula asks.

English: Flesch reading ease, 206.835 - 1.015 words per sentence - 84.6 syllables per word; plain from 60 on.
    R. Flesch, A new readability yardstick, Journal of Applied Psychology 32 (1948), 221-233.
Russian: the same with weights of its own, 206.835 - 1.3 and - 60.1.
    И. В. Оборнева, Автоматизированная оценка сложности учебных текстов на основе статистических параметров,
    Москва 2006.
Hungarian: LIX, words per sentence + percentage of words of more than six letters.
    C. H. Björnsson, Läsbarhet, Stockholm 1968. It counts letters, so it serves languages without weights of
    their own; Hungarian puts endings where others put words, so its ordinary prose counts as harder.

The bounds are those of plain text, which good authors keep well within. A formula sees length, not sense,
so it only warns.
"""

from collections.abc import Iterator
from typing import Final

from portal.articles.front_matter import Kind
from portal.articles.prose import Prose, prose_of, syllables
from portal.articles.rules.context import Context
from portal.articles.rules.page import Page
from portal.articles.rules.rule import Finding, PageRule, Severity

LEAST_WORDS: Final = 80
"""Shorter texts say too little about themselves."""
FLESCH_LEAST: Final = 60.0
OBORNEVA_LEAST: Final = 45.0
LIX_MOST: Final = 55.0
_LONG_WORD: Final = 6


def flesch(prose: Prose) -> float:
    """Return the reading ease of an English text; higher is easier."""
    return 206.835 - 1.015 * _sentence_length(prose) - 84.6 * _word_length(prose, "en")


def oborneva(prose: Prose) -> float:
    """Return the reading ease of a Russian text; higher is easier."""
    return 206.835 - 1.3 * _sentence_length(prose) - 60.1 * _word_length(prose, "ru")


def lix(prose: Prose) -> float:
    """Return the LIX of a text; lower is easier."""
    long = sum(len(word) > _LONG_WORD for word in prose.vocabulary)
    return _sentence_length(prose) + 100 * long / prose.words


def _find(page: Page, _context: Context) -> Iterator[Finding]:
    if page.meta is None or page.meta.kind is Kind.PAGE:
        return
    prose = prose_of(page.text)
    if prose.words < LEAST_WORDS:
        return
    told = _told(prose, page.lang)
    if told:
        hint = "Shorten the sentences; take the customers' words for the long ones."
        yield Finding(page.file, page.line, f"Hard to read: {told}.", hint)


def _told(prose: Prose, lang: str) -> str:
    """Return what is beyond the bound of a language, or nothing."""
    match lang:
        case "en" if (ease := flesch(prose)) < FLESCH_LEAST:
            return f"Flesch reading ease {ease:.0f}, {FLESCH_LEAST:.0f} is the least"
        case "ru" if (ease := oborneva(prose)) < OBORNEVA_LEAST:
            return f"reading ease after Oborneva {ease:.0f}, {OBORNEVA_LEAST:.0f} is the least"
        case "hu" if (hard := lix(prose)) > LIX_MOST:
            return f"LIX {hard:.0f}, {LIX_MOST:.0f} is the most"
        case _:
            return ""


def _sentence_length(prose: Prose) -> float:
    return prose.words / len(prose.sentences)


def _word_length(prose: Prose, lang: str) -> float:
    return sum(syllables(word, lang) for word in prose.vocabulary) / prose.words


RULE = PageRule("readability", "Texts are easy to read by their language's formula.", _find, Severity.WARNING)
