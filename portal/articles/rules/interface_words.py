"""Templates ask for words that the words files have."""

from collections.abc import Iterator

from portal.articles.errors import nearest
from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding


def _find(context: Context) -> Iterator[Finding]:
    known = context.data.words.by_language[context.data.words.default]
    for used in context.used_words:
        if used.key not in known:
            hint = nearest(used.key, known, otherwise="Add it to the words file of every language.")
            yield Finding(used.file, used.line, f"There is no word `{used.key}`.", hint)


RULE = ContentRule("interface-words", "Templates use words that exist.", _find)
