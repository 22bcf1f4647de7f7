"""Which of Babel's locales stands for a language of the help centre."""

from collections.abc import Sequence
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.lists import format_list as babel_list

# English texts are British: 3 November 2026, Monday first.
_CHOSEN = {"en": "en_GB"}


class UnknownLanguage(LookupError):
    """No such language is known to CLDR."""


@cache
def get_locale(lang: str) -> Locale:
    """Return the locale of a language; raise UnknownLanguage for a code nobody knows."""
    try:
        return Locale.parse(_CHOSEN.get(lang, lang), sep="-" if "-" in lang else "_")
    except (UnknownLocaleError, ValueError, TypeError):
        raise UnknownLanguage(
            f"`{lang}` is no language code. Use one of ISO 639, for example en, ru or hu."
        ) from None


def with_territory(lang: str) -> str:
    """Return a language with where most who write so live, as programs that show links want it: `hu_HU`."""
    locale = get_locale(lang)
    likely = str(get_global("likely_subtags").get(locale.language, "")).rpartition("_")[2]
    return f"{locale.language}_{locale.territory or likely}".rstrip("_")


def plural_category(number: float, lang: str) -> str:
    """Return the CLDR plural category of a number: one, few, many, other."""
    return str(get_locale(lang).plural_form(number))


def plural_categories(lang: str) -> frozenset[str]:
    """Return all plural categories that a language has."""
    return frozenset(get_locale(lang).plural_form.tags) | {"other"}


def language_name(code: str, lang: str) -> str:
    """Return what a language is called in another: language_name("hu", "en") is Hungarian."""
    name = get_locale(lang).languages.get(code)
    if name is None:
        get_locale(code)
        return code
    return str(name)


def own_name(code: str) -> str:
    """Return what a language calls itself, as it begins a line: English, Русский, Magyar."""
    name = language_name(code, code)
    return name[:1].upper() + name[1:]


def format_list(parts: Sequence[str], lang: str) -> str:
    """Join words as a language does: Hungarian and English, венгерский и английский."""
    return str(babel_list(list(parts), locale=get_locale(lang)))
