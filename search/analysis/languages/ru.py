"""Russian: ё is е; stop words keep не, нет, без, нельзя; keyboards and letters get mixed up."""

from typing import Final

from search.analysis.snowball import SnowballAnalyzer, word_list

_STOP_WORDS: Final = word_list(
    """
    а б более бы был была были было быть в вам вами вас ваш ваша ваше ваши во вот все всего всей
    всем всех вы где да даже для до его ее ей ему если есть еще же за здесь здравствуйте и из или им
    ими их к как какая какие какой какую каким ко когда который которая которое которые которых кто
    ли либо между меня мне мной мои мой моя мою моего моей моим моих можно мы на над нам нами нас
    наш наша наше наши него нее ней нем ним них но ну о об он она они оно от очень по под пожалуйста
    подскажите после потом потому при про с сам сама само сами свой своя свое свои своего своей
    своих себе себя со так такая также такие такой там те тем то тогда того тоже той только том ту
    тут ты у уж уже хотя чего чем через что чтобы чье чья эта эти это этого этой этом этот эту этих
    привет добрый день спасибо
    """
)

_SHORTEST_WITH_FLEETING_VOWEL: Final = 5
_ODD_STEMS: Final = {"денег": "деньг", "войт": "вход", "войд": "вход", "вошел": "вход"}

_LATIN_KEYS: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_CYRILLIC_KEYS: Final = "йцукенгшщзхъфывапролджэячсмитьбюе"
_KEYBOARD: Final = str.maketrans(_LATIN_KEYS, _CYRILLIC_KEYS)

# Longest first, so that "shch" is not read as "s", "h", "c", "h".
_LETTERS: Final = (
    ("shch", "щ"), ("sch", "щ"), ("yo", "е"), ("jo", "е"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"),
    ("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я"), ("ey", "ей"),
    ("oy", "ой"), ("iy", "ий"), ("ay", "ай"), ("a", "а"), ("b", "б"), ("v", "в"), ("w", "в"),
    ("g", "г"), ("d", "д"), ("e", "е"), ("z", "з"), ("i", "и"), ("j", "й"), ("k", "к"), ("l", "л"),
    ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"),
    ("f", "ф"), ("h", "х"), ("c", "ц"), ("y", "ы"), ("x", "кс"), ("q", "к"), ("'", "ь"),
)  # fmt: skip


def _respellings(word: str) -> tuple[str, ...]:
    """Read Latin letters as keys of the wrong layout, then as transliterated Russian."""
    if not word.isascii() or word.isdigit():
        return ()
    spelled = word
    for latin, cyrillic in _LETTERS:
        spelled = spelled.replace(latin, cyrillic)
    return (word.translate(_KEYBOARD), spelled)


def _join(stem: str) -> str:
    """Drop the vowel that comes and goes: подписок is подписк, звонок is звонк."""
    if len(stem) >= _SHORTEST_WITH_FLEETING_VOWEL and stem.endswith(("ок", "ек")):
        return stem[:-2] + "к"
    return _ODD_STEMS.get(stem, stem)


ANALYZER: Final = SnowballAnalyzer(
    lang="ru",
    algorithm="russian",
    stop_words=_STOP_WORDS,
    equal_letters={"ё": "е"},
    join=_join,
    respell=_respellings,
)
