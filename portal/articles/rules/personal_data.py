"""No article tells what belongs to a person: addresses, numbers, names that slipped in with an example."""

from collections.abc import Iterator

from portal.articles.rules.context import Context
from portal.articles.rules.page import Page
from portal.articles.rules.rule import Finding, PageRule


def _find(page: Page, context: Context) -> Iterator[Finding]:
    questions = page.meta.questions if page.meta else ()
    asked = [("questions", text, page.line_of("questions")) for text in questions]
    for part, text, line in (*page.shown, *asked):
        for found in context.find_personal(text):
            if _bare(found.text) in context.public:
                continue
            at = line + (text.count("\n", 0, found.start) if part == "text" else 0)
            hint = "Take it out; the shop's own stand in shop.yml, what else may be shown in public.yml."
            yield Finding(page.file, at, f"`{found.text}` looks like {found.kind}.", hint)


def _bare(text: str) -> str:
    return "".join(text.casefold().split())


RULE = PageRule("personal-data", "Texts hold nobody's personal data.", _find)
