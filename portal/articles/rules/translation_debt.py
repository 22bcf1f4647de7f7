"""Every article has a translation that follows its original."""

from collections.abc import Iterator

from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding, Severity
from portal.articles.translations import Translation, TranslationState, find_translations


def _find(context: Context) -> Iterator[Finding]:
    for translation in find_translations(context):
        yield from _debt(translation)
    for text in context.data.untranslated:
        message = f"`{text.key}` lacks the text for `{text.lang}`; the default language's is shown."
        yield Finding(text.file, text.line, message, f"Write `{text.lang}: ...` beside the others.")


def _debt(one: Translation) -> Iterator[Finding]:
    original = one.original
    if one.article is None:
        if not original.meta.draft:
            message = f"The translation into `{one.lang}` is missing."
            hint = f"Write content/{one.lang}/{one.path}; until then readers get the original, labelled."
            yield Finding(original.file, 1, message, hint)
    elif one.state is TranslationState.OUTDATED:
        message = f"The original ({original.file}) has changed since this was translated."
        hint = "Follow what `portal translations --diff` shows, then run `portal translations --stamp`."
        yield Finding(one.article.file, one.article.line("source"), message, hint)
    elif one.state is TranslationState.UNSTAMPED:
        message = "Nobody has said which original this follows."
        yield Finding(one.article.file, 1, message, "Compare the two and run `portal translations --stamp`.")


RULE = ContentRule(
    "translation-debt", "Translations are there and follow their originals.", _find, Severity.WARNING
)
