"""English: words that carry no meaning in a question. Negations are not among them."""

from typing import Final

from search.analysis.respelling import as_english_keys, as_latin_keys
from search.analysis.snowball import SnowballAnalyzer, word_list
from search.analysis.thesauri.english import ALIKE
from search.analysis.thesaurus import Thesaurus

_STOP_WORDS: Final = word_list(
    """
    a about above after again all also am an and any are as at be been being both but by can could
    d did do does doing during each few for from further get had has have having he her here hers
    him his how i id if im in into is it its itself ive just ll m may me might more most must my
    myself of on once only or other our ours out own please re s same she should so some such t than
    that thats the their theirs them then there these they this those through to too until up us
    very was we were what whats when where wheres which while who whom whose why will with would you
    your yours yourself youve hi hello hey thanks thank
    """
)


def _respellings(text: str) -> tuple[str, ...]:
    """Read the keys of a Russian or a Hungarian keyboard as English ones."""
    return (as_english_keys(text) if text.isascii() else as_latin_keys(text),)


ANALYZER: Final = SnowballAnalyzer(
    lang="en",
    algorithm="english",
    stop_words=_STOP_WORDS,
    respell=_respellings,
    thesaurus=Thesaurus(ALIKE),
)
