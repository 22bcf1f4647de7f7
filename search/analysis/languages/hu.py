"""Hungarian: stop words keep nem, ne, nincs, sem, nélkül; some stems that change are joined."""

from typing import Final

from search.analysis.respelling import as_hungarian_keys
from search.analysis.snowball import SnowballAnalyzer, sound_of, word_list
from search.analysis.thesauri.hungarian import ALIKE
from search.analysis.thesauri.into_hungarian import FROM_ENGLISH
from search.analysis.thesaurus import Thesaurus

_STOP_WORDS: Final = word_list(
    """
    a ahhoz ahogy ahol aki akik akkor ami amely amelyek amelyet amelynek amelyben amelyik amik amit
    amíg annak arra arról az azok azon azonban azt aztán azután azzal azért be benne bár csak de e
    egy egyik egyéb egyes el ennek erre ez ezek ezen ezt ezzel ezért fel felé ha hanem hogy hogyan
    hol honnan hova hová ide igen ill illetve ily így is itt jól jó kell kellene ki kik kérem kérjük
    köszönöm le legyen lehet lenne lesz lett ma már maga magát majd meg mely melyek melyik mert mi
    miért mik mikor milyen mint mit mivel most míg még mennyi nagyon nekünk neki ő ők oda ott olyan
    pedig én és szia szét tehát ti te tud tudok tudom tudja úgy ugyan ugyanis
    utána üdv üdvözlöm vagy vagyok valaki valami van vannak való volt volna voltak vele vissza össze
    át hát viszont
    """
)

_PREVERBS: Final = word_list("abba át be bele el elő fel félre hozzá ki le meg rá szét vissza össze újra")

# Snowball keeps these forms of one word apart.
_ODD_STEMS: Final = {
    "jelszav": "jelszó",
    "szav": "szó",
    "számla": "száml",
    "level": "levél",
    "pénzem": "pénz",
}


_SHORTEST_WITH_MOOD: Final = 5
_SHORTEST_OF_ACTION: Final = 7


# The infinitive, and what can be done: küldeni, küldhető.
_ENDINGS_OF_VERBS: Final = ("ható", "hető", "ani", "eni", "ni")
_SHORTEST_VERB: Final = 4


def _bare(word: str) -> str | None:
    """Take off endings that Snowball leaves on verbs; None of other words."""
    if not word.endswith(_ENDINGS_OF_VERBS):
        return None
    for ending in _ENDINGS_OF_VERBS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_VERB:
            return word.removesuffix(ending)
    return None


def _join(stem: str) -> str:
    """Bring a verb, its imperative and the name of its action together: kikapcsol, kikapcsolás."""
    if len(stem) >= _SHORTEST_WITH_MOOD and stem.endswith(("zz", "ss", "ts")):
        stem = stem[:-1]
    if len(stem) >= _SHORTEST_OF_ACTION and stem.endswith(("ás", "és")):
        stem = stem[:-2]
    return _ODD_STEMS.get(stem, stem)


def _respellings(text: str) -> tuple[str, ...]:
    """Read the keys of an English keyboard as Hungarian ones."""
    return (as_hungarian_keys(text),)


# What is heard alike, accents aside, and therefore written for each other: hejes, higyjen, tecik.
_SOUNDS: Final = (
    ("lly", "j"),
    ("ly", "j"),
    ("gyj", "gy"),
    ("dj", "gy"),
    ("nyj", "ny"),
    ("tyj", "ty"),
    ("tj", "ty"),
    ("tsz", "c"),
    ("dsz", "c"),
    ("ds", "cs"),
    ("ts", "cs"),
    ("tz", "c"),
    ("ch", "cs"),
    ("th", "t"),
    ("x", "ksz"),
    ("w", "v"),
    ("q", "k"),
)


ANALYZER: Final = SnowballAnalyzer(
    lang="hu",
    algorithm="hungarian",
    stop_words=_STOP_WORDS,
    join=_join,
    bare=_bare,
    preverbs=_PREVERBS,
    respell=_respellings,
    sound=sound_of(_SOUNDS),
    thesaurus=Thesaurus(ALIKE, FROM_ENGLISH),
)
