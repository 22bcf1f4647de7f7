"""Words typed on another keyboard, or in the letters of another alphabet.

What comes out is a word that may have been meant; whoever asks looks whether it is one.
"""

from itertools import product
from typing import Final

_LATIN_KEYS: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC_KEYS: Final = "йцукенгшщзхъфывапролджэячсмитьбюе"
_TO_CYRILLIC: Final = str.maketrans(_LATIN_KEYS, _CYRILLIC_KEYS)
# The last key is ё, which is compared as е and has its place elsewhere.
_TO_LATIN: Final = str.maketrans(_CYRILLIC_KEYS[:-1], _LATIN_KEYS[:-1])
# Where an English keyboard has signs, a Hungarian one has letters; y and z change places.
_ENGLISH_KEYS: Final = "yz0-=[];'\\`"
_HUNGARIAN_KEYS: Final = "zyöüóőúéáűí"
_TO_HUNGARIAN: Final = str.maketrans(_ENGLISH_KEYS, _HUNGARIAN_KEYS)
_TO_ENGLISH: Final = str.maketrans("yzöüóőúéáűí", "zy0-=[];'\\`")

# Longest first, so that "shch" is not read as "s", "h", "c", "h". Where letters may stand for
# several, the likeliest comes first.
_LETTERS: Final = (
    ("shch", "щ"), ("sch", "щсч"), ("yo", "ё"), ("jo", "ё"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"),
    ("tz", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я"),
    ("a", "а"), ("b", "б"), ("v", "в"), ("w", "в"), ("g", "г"), ("d", "д"), ("e", "еэ"),
    ("z", "з"), ("i", "иы"), ("j", "йж"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"),
    ("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("f", "ф"), ("h", "х"), ("c", "цк"),
    ("y", "ыйи"), ("x", "хк"), ("q", "к"), ("'", "ь"),
)  # fmt: skip
_TWO_LETTERS: Final = {"щсч": ("щ", "сч"), "хк": ("х", "кс")}
_MOST_VARIANTS: Final = 32


def as_cyrillic_keys(text: str) -> str:
    """Read Latin keys as those of a Russian keyboard: ghbdtn is привет."""
    return text.translate(_TO_CYRILLIC)


def as_latin_keys(text: str) -> str:
    """Read the keys of a Russian keyboard as those of an English one: щквук is order."""
    return text.translate(_TO_LATIN)


def as_hungarian_keys(text: str) -> str:
    """Read English keys as those of a Hungarian keyboard: sy'mla is számla."""
    return text.translate(_TO_HUNGARIAN)


def as_english_keys(text: str) -> str:
    """Read Hungarian keys as those of an English keyboard: deliverz is delivery."""
    return text.translate(_TO_ENGLISH)


def russian_letters(text: str) -> tuple[str, ...]:
    """Spell a text in Latin letters as Russian, the likeliest first: vozvrat is возврат."""
    choices, at = [], 0
    while at < len(text):
        latin, letters = next(
            ((latin, letters) for latin, letters in _LETTERS if text.startswith(latin, at)),
            (text[at], text[at]),
        )
        choices.append(_TWO_LETTERS.get(letters, tuple(letters)))
        at += len(latin)
    spellings: dict[str, None] = {}
    for spelled in _likeliest(choices):
        spellings["".join(spelled)] = None
    return tuple(spellings)


def _likeliest(choices: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Give the ways to choose, those with few unlikely letters first, and no more than a bound."""
    open_places = [place for place, letters in enumerate(choices) if len(letters) > 1]
    # Of a long word only the first and last doubtful letters are varied: there stand its endings.
    kept = {*open_places[:1], *open_places[-3:]}
    narrowed = [letters if place in kept else letters[:1] for place, letters in enumerate(choices)]
    ways = sorted(product(*(range(len(letters)) for letters in narrowed)), key=sum)[:_MOST_VARIANTS]
    return [tuple(narrowed[place][which] for place, which in enumerate(way)) for way in ways]
