"""Names of files and ids, made of titles in any of our scripts."""

import re
import unicodedata

_LATIN = str.maketrans(
    dict(
        zip(
            "абвгдезийклмнопрстуфхцыэёіőű",
            (
                *("a", "b", "v", "g", "d", "e", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t"),
                *("u", "f", "kh", "ts", "y", "e", "e", "i", "o", "u"),
            ),
            strict=True,
        )
    )
    | {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ъ": "", "ь": "", "ß": "ss"}
)
_MOST_LETTERS = 60


def make_name(title: str) -> str:
    """Return a title as small Latin letters, digits and hyphens; empty if nothing of it can be so written.

    >>> make_name("Подарочная упаковка")
    'podarochnaya-upakovka'
    """
    latin = title.lower().translate(_LATIN)
    bare = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", bare))[:_MOST_LETTERS].strip("-")
