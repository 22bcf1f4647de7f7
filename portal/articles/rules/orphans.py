"""Something leads to every article besides the list of its category."""

from collections.abc import Iterator

from portal.articles.blocks import markers
from portal.articles.front_matter import Kind
from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding, Severity


def _find(context: Context) -> Iterator[Finding]:
    named = _named(context)
    for article in context.originals.values():
        is_looked_for = article.kind is not Kind.PAGE and not (article.meta.draft or article.is_for_staff)
        if is_looked_for and article.id not in named and article.path not in named:
            hint = f"Add `{article.id}` to the `related` of an article, or link to it."
            yield Finding(article.file, 1, "No article leads here.", hint)
    for lang, snippets in context.snippets.items():
        bodies = [article.body for article in context.articles[lang].values()]
        bodies += [snippet.body for snippet in snippets.values()]
        used = {one.rest for body in bodies if ":::" in body for one in markers(body)}
        for snippet in snippets.values():
            if snippet.name not in used:
                hint = f"Write `::: snippet {snippet.name}` where it belongs, or delete it."
                yield Finding(snippet.file, 1, "No article uses this snippet.", hint)


def _named(context: Context) -> set[str]:
    """Return the ids and paths that texts, front matters, the home page and notices name."""
    data = context.data
    found = {need.article for need in data.home.needs} | set(data.home.popular)
    found |= {
        target.partition("#")[0] for notice in data.notices for target in notice.links(data.words.default)
    }
    for article in context.originals.values():
        if not article.meta.draft:
            found |= {link.path for link in article.links if link.path != article.path}
            found.update(article.meta.related)
    return found


RULE = ContentRule("orphans", "Something leads to every article.", _find, Severity.WARNING)
