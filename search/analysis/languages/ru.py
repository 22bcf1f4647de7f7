"""Russian: ё is е; stop words keep не, нет, без, нельзя; keyboards and letters get mixed up."""

from typing import Final

from search.analysis.respelling import as_cyrillic_keys, russian_letters
from search.analysis.russian import root_of, stem_of_known
from search.analysis.snowball import SnowballAnalyzer, sound_of, word_list
from search.analysis.thesauri.into_russian import FROM_ENGLISH
from search.analysis.thesauri.russian import ALIKE
from search.analysis.thesaurus import Thesaurus

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


def _respellings(text: str) -> tuple[str, ...]:
    """Read Latin letters as keys of the wrong layout, then as transliterated Russian."""
    if not text.isascii() or text.isdigit():
        return ()
    return (as_cyrillic_keys(text), *russian_letters(text))


# What is heard alike where it is not stressed, or next to other letters: зделать is сделать.
_SOUNDS: Final = (
    ("ться", "ца"),
    ("тся", "ца"),
    ("тс", "ц"),
    ("стн", "сн"),
    ("здн", "зн"),
    ("сч", "щ"),
    ("зч", "щ"),
    ("жч", "щ"),
    ("зд", "сд"),
    ("ъ", ""),
    ("ь", ""),
    ("й", "и"),
    ("э", "е"),
    ("я", "е"),
    ("и", "е"),
    ("ы", "е"),
    ("о", "а"),
)


ANALYZER: Final = SnowballAnalyzer(
    lang="ru",
    algorithm="russian",
    stop_words=_STOP_WORDS,
    equal_letters={"ё": "е"},
    join=root_of,
    bare=stem_of_known,
    respell=_respellings,
    sound=sound_of(_SOUNDS),
    thesaurus=Thesaurus(ALIKE, FROM_ENGLISH),
)
