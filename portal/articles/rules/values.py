"""Every `{{ value }}` of a text is one of the shop's, in a form that it has."""

from collections.abc import Iterator

from portal.articles.errors import ContentError
from portal.articles.rules.context import Context
from portal.articles.rules.page import Page
from portal.articles.rules.rule import Finding, PageRule
from portal.articles.values import substitute


def _find(page: Page, context: Context) -> Iterator[Finding]:
    questions = page.meta.questions if page.meta else ()
    asked = [("questions", text, page.line_of("questions")) for text in questions]
    for _, text, line in (*page.shown, *asked):
        if "{{" not in text:
            continue
        try:
            substitute(text, context.data, page.lang, page.file, first_line=line)
        except ContentError as error:
            for one in error.errors:
                yield Finding(one.file, one.line, one.message, one.hint)


RULE = PageRule(
    "values", "Values of shop.yml exist and have the form that is asked for.", _find, stops_build=True
)
