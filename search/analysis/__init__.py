"""One analyzer per language behind one small protocol; a further language is one more file."""

import importlib
import pkgutil
from functools import cache

from search.analysis import languages
from search.analysis.protocol import Analyzer
from search.analysis.text import Token, normalise
from search.errors import LanguageUnknown

__all__ = ["Analyzer", "Token", "get_analyzer", "known_languages", "normalise"]


@cache
def known_languages() -> tuple[str, ...]:
    """Name the languages that have a file in `languages/`."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(languages.__path__)))


@cache
def get_analyzer(lang: str) -> Analyzer:
    """Give the analyzer of a language; raise LanguageUnknown if nobody has written one."""
    if lang not in known_languages():
        raise LanguageUnknown(
            f"No analyzer for the language {lang!r}; there are {', '.join(known_languages())}. "
            f"Write search/analysis/languages/{lang}.py, or use one of these."
        )
    analyzer: Analyzer = importlib.import_module(f"search.analysis.languages.{lang}").ANALYZER
    return analyzer
