"""What a market asks for before its texts can be read: its file, and the languages they are written in."""

from collections.abc import Mapping
from pathlib import Path

from portal.articles.blocks import HOME
from portal.articles.errors import ArticleError, listed
from portal.articles.sources import parse, read_text
from portal.language import Words
from portal.located import Located

WRITTEN_IN = "languages"
"""The key of shop.<market>.yml that lists the languages its texts are written in, the originals' first."""


def market_file(market: str) -> str:
    """Return the name of the file with what a market states otherwise."""
    return f"shop.{market}.yml"


def markets_in(folder: Path) -> tuple[str, ...]:
    """Return the markets there are, the shop's own first."""
    return (HOME, *(file.name.split(".")[1] for file in sorted(folder.glob(market_file("*")))))


def values_written(located: Located) -> Located:
    """Return a market's file without its languages, which are no value for texts."""
    if isinstance(located.value, dict):
        located.value.pop(WRITTEN_IN, None)
    return located


def require_market(folder: Path, words: Words, market: str, *, shown_as: str) -> None:
    """Raise ArticleError where settings ask for a market, or for languages, that nobody wrote."""
    if market == HOME:
        return
    file = f"{shown_as}/{market_file(market)}"
    if not (folder / market_file(market)).is_file():
        hint = f"Set PORTAL_MARKET to one of: {', '.join(markets_in(folder))}; or write this file."
        raise ArticleError(file, 1, f"This file is missing, so there is no market `{market}`.", hint)
    located = parse(read_text(folder / market_file(market), file), file)
    if isinstance(located.value, Mapping) and WRITTEN_IN in located.value:
        _require_languages(located, located.value[WRITTEN_IN], words, market, file)


def _require_languages(located: Located, written: object, words: Words, market: str, file: str) -> None:
    line = located.line((WRITTEN_IN,))
    if not isinstance(written, list) or not written or not set(words.known).issuperset(written):
        hint = f"Write `{WRITTEN_IN}: [{words.default}]`. {listed(words.known)}"
        raise ArticleError(file, line, "These are no languages of the help centre.", hint)
    unwritten = [lang for lang in words.languages if lang not in written]
    if unwritten:
        default = words.default if words.default in written else written[0]
        raise ArticleError(
            file,
            line,
            f"The texts of the market `{market}` are written in {', '.join(written)}, "
            f"not in {', '.join(unwritten)}.",
            f"Set PORTAL_LANGUAGES={','.join(written)} and PORTAL_DEFAULT_LANGUAGE={default} "
            f"beside PORTAL_MARKET={market}.",
        )
