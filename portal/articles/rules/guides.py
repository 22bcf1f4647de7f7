"""Every way through a guide that branches ends, and its translations have the same steps."""

from collections.abc import Iterable, Iterator

from portal.articles.article import Article
from portal.articles.blocks import CHOICES, CONTACT, markers
from portal.articles.front_matter import Kind
from portal.articles.guide_mistakes import find_differences, find_flaws
from portal.articles.guides import Flaw, Guide, read_guide
from portal.articles.links import strip_code, strip_comments
from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding


def _find(context: Context) -> Iterator[Finding]:
    originals = context.originals
    for articles in context.articles.values():
        for path, article in articles.items():
            if article.kind is Kind.GUIDE:
                original = originals.get(path)
                yield from _guide(context, article, original if original is not article else None)
            else:
                yield from _elsewhere(article.file, article.body, article.body_line)
    for snippets in context.snippets.values():
        for snippet in snippets.values():
            yield from _elsewhere(snippet.file, snippet.body, 1)


def _guide(context: Context, article: Article, original: Article | None) -> Iterator[Finding]:
    market = context.data.market
    guide = read_guide(article, market)
    if guide is None:
        yield from _elsewhere(article.file, article.body, article.body_line)
    else:
        yield from _findings(article, find_flaws(guide, context.data.topics))
    if original is None or article.is_draft:
        return
    theirs = read_guide(original, market)
    if theirs is not None or guide is not None:
        first = article.body_line
        found = find_differences(guide, theirs or Guide(()), file=original.file, line=first)
        yield from _findings(article, found)


def _elsewhere(file: str, body: str, first_line: int) -> Iterator[Finding]:
    for marker in markers(strip_code(strip_comments(body)) if ":::" in body else ""):
        if marker.word in (CHOICES, CONTACT):
            line = first_line + body.count("\n", 0, marker.start)
            message = f"`::: {marker.word}` belongs to the steps of a guide that asks."
            hint = "Write `kind: guide` and, in one of the steps, `::: choices`."
            yield Finding(file, line, message, hint)


def _findings(article: Article, flaws: Iterable[Flaw]) -> Iterator[Finding]:
    for flaw in flaws:
        yield Finding(article.file, flaw.line, flaw.message, flaw.hint)


RULE = ContentRule(
    "guides", "Every way through a guide ends, in all languages alike.", _find, stops_build=True
)
