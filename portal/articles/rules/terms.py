"""One word for one thing: the wrong words of content/_data/terms.yml are not used."""

from collections.abc import Iterator

from portal.articles.rules.context import Context
from portal.articles.rules.page import Page, headings_of, without_link_targets
from portal.articles.rules.rule import Finding, PageRule


def _find(page: Page, context: Context) -> Iterator[Finding]:
    topic = page.meta.topic if page.meta else ""
    for part, text, line in page.shown:
        plain = without_link_targets(text)
        for found in context.terms.find(plain, page.lang, is_title=part == "title", topic=topic):
            at = line + (plain.count("\n", 0, found.start) if part == "text" else 0)
            yield _finding(page, at, found.text, found.term.right)
    # What is wrong in titles only is wrong in headings, too.
    for heading in headings_of(page):
        for found in context.terms.find(heading.text, page.lang, is_title=True, topic=topic):
            if found.term.wrong.where == "title":
                yield _finding(page, heading.line, found.text, found.term.right)


def _finding(page: Page, line: int, wrong: str, right: str) -> Finding:
    hint = f"Write `{right}` (content/_data/terms.yml)."
    return Finding(page.file, line, f"`{wrong}` is not our word.", hint)


RULE = PageRule("terms", "Things are called by their one name.", _find)
