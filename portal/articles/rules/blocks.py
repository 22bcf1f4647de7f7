"""Lines with three colons are known and closed, and shared pieces lead round in no circle."""

from collections.abc import Iterator

from portal.articles.article import Article
from portal.articles.blocks import CLOSED, MARKET, SNIPPET, WORDS, Marker, Snippet, markers, markets_of
from portal.articles.errors import listed, nearest
from portal.articles.links import strip_code, strip_comments
from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding


def _find(context: Context) -> Iterator[Finding]:
    for lang, articles in context.articles.items():
        for article in articles.values():
            yield from _head(context, article)
            if ":::" in article.body:
                yield from _text(context, lang, article.file, article.body, article.body_line)
        for snippet in context.snippets.get(lang, {}).values():
            yield from _text(context, lang, snippet.file, snippet.body, 1)
            yield from _circle(context, snippet)


def _head(context: Context, article: Article) -> Iterator[Finding]:
    for key, names in (("only_in", article.meta.only_in), ("in_markets", tuple(article.meta.in_markets))):
        for name in names:
            if name not in context.data.markets:
                hint = nearest(name, context.data.markets, otherwise=listed(context.data.markets))
                yield Finding(article.file, article.line(key), f"There is no market `{name}`.", hint)


def _text(context: Context, lang: str, file: str, body: str, first_line: int) -> Iterator[Finding]:
    text = strip_code(strip_comments(body))
    opened: list[tuple[str, int]] = []
    for marker in markers(text):
        line = first_line + text.count("\n", 0, marker.start)
        if not marker.word and opened:
            opened.pop()
        elif not marker.word:
            yield Finding(file, line, "`:::` closes nothing.", "Take the line out.")
        elif marker.word not in WORDS:
            hint = nearest(marker.word, WORDS, otherwise=listed(WORDS))
            yield Finding(file, line, f"There is no block `{marker.word}`.", hint)
        if marker.word in CLOSED:
            # The same block within itself is nearly always one that was not closed.
            yield from (_not_closed(file, *one) for one in opened if one[0] == marker.word)
            opened = [one for one in opened if one[0] != marker.word]
            opened.append((marker.word, line))
        if marker.word == MARKET:
            yield from _markets(context, file, line, marker)
        elif marker.word == SNIPPET:
            yield from _snippet(context, lang, file, line, marker)
    yield from (_not_closed(file, *one) for one in opened)


def _not_closed(file: str, word: str, line: int) -> Finding:
    return Finding(file, line, f"This {word} block is not closed.", "Put a line `:::` after it.")


def _markets(context: Context, file: str, line: int, marker: Marker) -> Iterator[Finding]:
    known = context.data.markets
    for name in markets_of(marker.rest) or ("",):
        if name not in known:
            hint = nearest(name, known, otherwise=listed(known))
            yield Finding(file, line, f"There is no market `{name}`.", hint)


def _snippet(context: Context, lang: str, file: str, line: int, marker: Marker) -> Iterator[Finding]:
    known = context.snippets.get(lang, {})
    if marker.rest not in known:
        hint = nearest(marker.rest, known, otherwise=f"Write content/_snippets/{lang}/{marker.rest}.md.")
        yield Finding(file, line, f"There is no snippet `{marker.rest}` in `{lang}`.", hint)


def _circle(context: Context, snippet: Snippet) -> Iterator[Finding]:
    known, way = context.snippets[snippet.lang], [snippet.name]
    todo = [snippet.name]
    while todo:
        for marker in markers(known[todo.pop()].body):
            if marker.word != SNIPPET or marker.rest not in known:
                continue
            if marker.rest == snippet.name:
                hint = "Take one of the `::: snippet` lines out."
                yield Finding(snippet.file, 1, f"The snippet `{snippet.name}` contains itself.", hint)
                return
            if marker.rest not in way:
                way.append(marker.rest)
                todo.append(marker.rest)


RULE = ContentRule(
    "blocks", "Snippets, market blocks and choices are known and closed.", _find, stops_build=True
)
