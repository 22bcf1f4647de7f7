"""All rules in one place, and how `portal check` runs them; what builds run is in articles/stopping.py."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from portal.articles.rules import (
    acts,
    alternative_texts,
    anchors,
    blocks,
    data_links,
    dates,
    guides,
    headings,
    holidays,
    ids,
    informal_address,
    interface_words,
    length,
    links,
    orphans,
    owners,
    personal_data,
    pictures,
    places,
    questions,
    readability,
    redirects,
    references,
    released_addresses,
    staff_only,
    terms,
    tested_questions,
    titles,
    translation_debt,
    translation_headings,
    translation_pairs,
    values,
    videos,
)
from portal.articles.rules.context import Context
from portal.articles.rules.page import Page
from portal.articles.rules.rule import ContentRule, PageRule, Problem, Rule, Severity

PAGE_RULES: Final[tuple[PageRule, ...]] = (
    values.RULE,
    alternative_texts.RULE,
    headings.RULE,
    questions.RULE,
    length.RULE,
    readability.RULE,
    terms.RULE,
    informal_address.RULE,
    personal_data.RULE,
)
CONTENT_RULES: Final[tuple[ContentRule, ...]] = (
    ids.RULE,
    places.RULE,
    references.RULE,
    links.RULE,
    pictures.RULE,
    videos.RULE,
    anchors.RULE,
    blocks.RULE,
    guides.RULE,
    translation_pairs.RULE,
    data_links.RULE,
    acts.RULE,
    staff_only.RULE,
    redirects.RULE,
    released_addresses.RULE,
    titles.RULE,
    orphans.RULE,
    translation_debt.RULE,
    translation_headings.RULE,
    tested_questions.RULE,
    interface_words.RULE,
    dates.RULE,
    owners.RULE,
    holidays.RULE,
)
RULES: Final[tuple[Rule, ...]] = (*PAGE_RULES, *CONTENT_RULES)
READING: Final[Mapping[str, str]] = {
    "front-matter": "The front matter has the keys of docs/authors.md.",
    "forbidden": "Texts bring no scripts, frames, styles or other hosts' pictures.",
    "files": "Only articles, pictures and PDF stand in the content, as files of their own.",
    "data": "The data files are whole.",
    "words": "The words files have every word and every plural form.",
    "search-knowledge": "Synonyms, lessons and expected questions can be read.",
    "expected-questions": "Search answers the expected questions.",
}
"""What is held to while reading and asking, before and after the rules."""


def summaries() -> dict[str, str]:
    """Return every rule's name with what it holds to."""
    return {**READING, **{rule.name: rule.summary for rule in RULES}}


def look_at_page(page: Page, context: Context) -> list[Problem]:
    """Return what the rules of pages find in one text."""
    return [Problem.of(finding, rule) for rule in PAGE_RULES for finding in rule.find(page, context)]


def look_at_content(context: Context) -> Iterator[Problem]:
    """Return what the rules between texts find."""
    for rule in CONTENT_RULES:
        for finding in rule.find(context):
            yield Problem.of(finding, rule)


def look_at_all(context: Context) -> list[Problem]:
    """Return what all rules find, in the order of the files."""
    found = [problem for page in context.pages for problem in look_at_page(page, context)]
    return in_order([*found, *look_at_content(context)])


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by file and line."""
    return sorted(problems, key=lambda one: (one.file, one.line, one.rule, one.message))


def with_strict_dates(problems: Sequence[Problem]) -> list[Problem]:
    """Make errors of the warnings that come by the passing of time."""
    names = {rule.name for rule in CONTENT_RULES if rule.is_of_dates}
    return [
        Problem(one.file, one.line, one.rule, Severity.ERROR, one.message, one.hint)
        if one.rule in names
        else one
        for one in problems
    ]
