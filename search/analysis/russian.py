"""What Russian words of one root have in common, where Snowball keeps them apart.

Verbs come in pairs (загрузить, загружать), change their last consonant (оплатить, оплачивать; возврат,
возвращение) and name actions (загрузка). Endings of verbs are seen in nouns (канала, печать). What comes
out is compared, never shown: it need not be a word.
"""

import re
from typing import Final

_SHORTEST_ROOT: Final = 4
_SHORTEST_OF_ACTION: Final = 6
_SHORTEST_WITH_FLEETING_VOWEL: Final = 5
_SHORTEST_SOFTENED: Final = 5

# Nouns with endings that Snowball takes for those of verbs, without these.
_LIKE_VERBS: Final = {
    "(?:|а|у|ом|е|ы|ов|ам|ами|ах)": (
        "арсенал генерал журнал интервал канал капитал квартал материал минерал оригинал перевал персонал "
        "подвал портал потенциал провал сериал сигнал терминал филиал финал"
    ),
    "(?:ь|я|ю|ем|е|и|ей|ям|ями|ях)": "автомобил профил стил",
    "(?:|о|а|у|ом|е|ам|ами|ах)": "правил",
    "(?:|а|у|ой|е|ы|ам|ами|ах)": "замен отмен смен",
    "(?:ь|и|ью|ей|ям|ями|ях)": "запис кроват надпис памят перепис печат подпис рукопис",
}
_NOUNS: Final = re.compile(
    "|".join(f"({'|'.join(nouns.split())}){endings}" for endings, nouns in _LIKE_VERBS.items())
)

# To be sent, what Snowball takes for to come: пришлите, пришли.
_SENT: Final = re.compile("(вы|от|пере|по|при)шл(?:ите|ю|ет|ют|ешь|ем)")
# Verbs that change all but their first letters; what their nouns begin with is what they have in common.
_CHANGING: Final = tuple(
    (re.compile(verbs), rf"\1{noun}")
    for verbs, noun in (
        ("(в|вы|за|на|от|пере|по|под|при|про|у)о?(?:й[дт]|шел|шл|шедш)(?:ет|ут|ем|ешь|у)?", "ход"),
        ("(при)д(?:ет|ут|ем|ешь|у)?", "ход"),
        ("(вы|от|пере|при|про|у)(?:вест|вел|вед)(?:ет|ут|ем|ешь)?", "вод"),
        ("(вы|от|пере|по|при|рас)с(?:ыл|л)а?н?", "сыл"),
        ("(вы|за|на|от|под|раз|с|у)[оу]?(?:бра|бер|бира|бор|бран|берет|берут|бр)", "бор"),
        ("(за|от|пере|при|рас|с)кр[оы]?(?:й|йт|ет|ют|т)?", "кр"),
    )
)
_SAME: Final = {
    stem: root
    for root, stems in {
        "возврат": "верн вернет вернул вернут",
        "деньг": "денег",
        "начин": "начат нача начн начнет начнут начина",
        "нажим": "нажм нажа нажат нажмет нажима",
        "помощ": "помог помож помоч помога поможет помогл помогут",
        "приним": "прим приня принят примет примут принима прием",
        "сним": "сня снят снимет снимут снима",
    }.items()
    for stem in stems.split()
}

# What is put between the root of a verb and its ending, and what makes a word of it that tells how.
_OF_VERBS: Final = ("ива", "ыва", "ова", "ева", "ыв", "ив")
_OF_DOERS: Final = ("ующ", "ающ", "яющ", "уем", "аем", "яем", "авш", "ивш", "явш")
# The last consonants of a root before endings that soften it: one letter stands for all.
_SOFTENED: Final = (
    ("жд", "д"),
    ("вл", "в"),
    ("бл", "б"),
    ("пл", "п"),
    ("мл", "м"),
    ("фл", "ф"),
    ("ст", "т"),
    ("ск", "т"),
    ("щ", "т"),
    ("ч", "т"),
    ("ш", "с"),
    ("ж", "з"),
)
_VOWELS: Final = frozenset("аеиоуыэюя")
_SOUNDLESS_BEFORE_K: Final = _VOWELS | frozenset("йсьчш")


def stem_of_known(word: str) -> str | None:
    """Give the stem of a word that Snowball would take for another; None of other words."""
    if word.isascii():
        return None
    if found := _NOUNS.fullmatch(word):
        stem: str = next(filter(None, found.groups()))
        return stem
    return f"{sent[1]}сыл" if (sent := _SENT.fullmatch(word)) else None


def root_of(stem: str) -> str:
    """Give what the stems of words of one root have in common."""
    if stem.isascii():
        # Foreign words are many, in questions that are asked in other languages, too.
        return stem
    if stem in _SAME:
        return _SAME[stem]
    for verbs, noun in _CHANGING:
        if found := verbs.fullmatch(stem):
            return found.expand(noun)
    if len(stem) >= _SHORTEST_OF_ACTION:
        stem = _without_ending_of_verb(_without_command(stem))
    if len(stem) >= _SHORTEST_WITH_FLEETING_VOWEL:
        stem = _without_fleeting_vowel(stem)
    if len(stem) >= _SHORTEST_OF_ACTION:
        stem = _without_name_of_action(stem)
    return _hard(stem) if len(stem) >= _SHORTEST_SOFTENED else stem


def _without_command(stem: str) -> str:
    """Take the ending of a request off: проверьте, настройте."""
    return stem[:-2] if stem.endswith(("ьт", "ойт")) else stem


def _without_ending_of_verb(stem: str) -> str:
    """Give the root of a verb and of the name of its action: использован, используя, загружа."""
    if stem.endswith("ен"):
        stem = stem[:-2]
    elif stem.endswith(("ован", "ыван", "иван")):
        stem = stem[:-1]
    endings = [ending for ending in (*_OF_VERBS, *_OF_DOERS, "а", "я", "у") if stem.endswith(ending)]
    if endings and len(stem) - len(endings[0]) >= _SHORTEST_ROOT:
        stem = stem.removesuffix(endings[0])
    return stem[:-2] if stem.endswith("ен") and len(stem) >= _SHORTEST_OF_ACTION else stem


def _without_fleeting_vowel(stem: str) -> str:
    """A vowel comes and goes: звонок, звонка; настроек, настройка."""
    if stem.endswith("ек") and stem[-3] in _VOWELS:
        return stem[:-2] + "йк"
    return stem[:-2] + "к" if stem.endswith(("ок", "ек")) else stem


def _without_name_of_action(stem: str) -> str:
    """Give the root of the name of an action: загрузк, настройк, подписк."""
    if stem.endswith("йк") and stem[-3] in _VOWELS:
        return stem[:-2]
    is_name = stem.endswith("к") and stem[-2] not in _SOUNDLESS_BEFORE_K
    return stem[:-1] if is_name or stem.endswith("иск") else stem


def _hard(stem: str) -> str:
    """Undo what an ending does to the consonants before it."""
    for soft, hard in _SOFTENED:
        if stem.endswith(soft) and len(stem) - len(soft) + len(hard) >= _SHORTEST_ROOT:
            return stem.removesuffix(soft) + hard
    return stem
