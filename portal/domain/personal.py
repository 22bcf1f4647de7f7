"""What in a text is a person's: names, addresses, numbers. For letters that become drafts, and for articles.

Names and addresses are found by their surroundings (a greeting, a signature, a street), because no list of
names is ever whole. Better one word too many removed than a neighbour recognised; an author reads it anyhow.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from portal.domain.redaction import is_card, is_iban, redact

NAME: Final = "[name]"
ADDRESS: Final = "[address]"

_CAPITAL = "A-ZÁÉÍÓÖŐÚÜŰА-ЯЁ"
_SMALL = "a-záéíóöőúüűа-яё"
_WORD = rf"[{_CAPITAL}][{_SMALL}]+(?:-[{_CAPITAL}][{_SMALL}]+)?"
_INITIAL = rf"[{_CAPITAL}]\."
_NAME_WORDS = rf"(?:{_WORD}|{_INITIAL})(?:[ \t]+(?:{_WORD}|{_INITIAL})){{0,3}}"
_AFTER_TITLE = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Г-н|Г-жа|г-н|г-жа|господин\w*|госпож\w+)\.?[ \t]+(?P<name>{_NAME_WORDS})"
)
_BEFORE_TITLE = re.compile(
    rf"(?P<name>{_WORD}(?:[ \t]+{_WORD}){{1,2}})[ \t]+(?:úr|úrnak|asszony|asszonynak)\b"
)
_MARRIED = re.compile(rf"(?P<name>{_WORD}[ \t]+[{_CAPITAL}][{_SMALL}]+né)\b")
_PATRONYMIC = re.compile(
    r"(?P<name>(?:[А-ЯЁ][а-яё]+[ \t]+){0,2}[А-ЯЁ][а-яё]+(?:ович|евич|ьич|овна|евна|ична)(?:а|у|ем|ом|е|ы|ой)?"
    r"(?:[ \t]+[А-ЯЁ][а-яё]+(?:ов|ев|ин|ын|ий|ова|ева|ина|ына|ая))?)(?!\w)"
)
_GREETED = re.compile(
    rf"\b(?:Dear|Tisztelt|Kedves|Уважаем(?:ый|ая)|Дорог(?:ой|ая))[ \t]+(?P<name>{_NAME_WORDS})(?=[ \t]*[,!])"
)
_INTRODUCED = re.compile(
    rf"(?i:\b(?:my name is|i am called|меня зовут|мо[её] имя|(?:a )?nevem))[ \t:]+(?P<name>{_NAME_WORDS})"
)
_SIGNED = re.compile(
    r"(?i:\b(?:(?:kind |best |warm )?regards|sincerely|yours|thanks|thank you|с уважением|спасибо|"
    r"üdvözlettel|tisztelettel|üdv|köszönettel|köszönöm))[ \t]*[,.!:–—-]*\s+"
    rf"(?P<name>{_NAME_WORDS})[ \t.]*$",
    re.MULTILINE,
)
_IN_LETTERS = (_INTRODUCED, _SIGNED)
_ANYWHERE: Final = {
    _AFTER_TITLE: ("Mr", "Ms", "Miss", "Dr", "Prof", "-н", "-жа", "господин", "госпож"),
    _BEFORE_TITLE: ("úr", "asszony"),
    _MARRIED: ("né",),
    _PATRONYMIC: ("ович", "евич", "ьич", "овна", "евна", "ична"),
    _GREETED: ("Dear", "Tisztelt", "Kedves", "Уважаем", "Дорог"),
}
"""Patterns, each with parts of words of which one stands in every text that it finds something in."""

_HUNGARIAN = re.compile(
    rf"(?:\b\d{{4}}[ \t]+{_WORD},?[ \t]+)?(?:{_WORD}[ \t]+){{1,3}}"
    r"(?:utca|u\.|út|útja|tér|tere|körút|krt\.|sétány|köz|fasor|sor|dűlő)[ \t]*\d+[\w./-]*"
    r"(?:[., \t]+(?:[IVX]+\.|\d+\.)?[ \t]*(?:em(?:elet)?|fsz|ajtó|lh)\b[. \t]*\d*\.?)*"
)
_RUSSIAN = re.compile(
    r"(?:\b\d{6},?[ \t]*)?(?:\bг(?:ород|\.)[ \t]*[А-ЯЁ][\w-]+,?[ \t]*)?"
    r"\b(?:ул(?:ица|\.)|пр(?:оспект|-т|\.)|пер(?:еулок|\.)|шоссе|бульвар|б-р|наб(?:ережная|\.)|площадь|пл\.)"
    r"[ \t]*[А-ЯЁ\d][\w.-]*(?:[ \t]+[А-ЯЁ][\w-]*){0,2}"
    r"(?:,?[ \t]*(?:д(?:ом|\.)|к(?:орпус|орп\.|\.)|стр(?:оение|\.)|кв(?:артира|\.))?[ \t]*\d+[\w/-]*){1,4}"
)
_ENGLISH = re.compile(
    r"\b(?:(?:Flat|Apt|Apartment)[ \t]*\w+,?[ \t]*)?\d+[A-Za-z]?,?[ \t]+"
    rf"(?:[{_CAPITAL}][{_SMALL}']+[ \t]+){{1,3}}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Square|Sq|Drive|Dr|Court|Close|Way)\b\.?"
)
_FLAT = re.compile(r"\b(?:кв(?:артира|\.)|подъезд|домофон|kapucsengő|kapukód)[ \t:]*\d+\w*", re.IGNORECASE)
_ADDRESSES = (_HUNGARIAN, _RUSSIAN, _ENGLISH, _FLAT)

_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,24}")
_NOBODY = re.compile(r"(?:\.|@)(?:example(?:\.(?:com|org|net))?|invalid|test|localhost)$", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}\b")
_CARD = re.compile(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])")
_REGIONS: Final = ("HU", "RU")
_MANY_DIGITS: Final = re.compile(r"\d(?:\D{0,9}+\d){8}")
"""Fewer, or farther apart, are neither a card, an account nor a telephone number."""
_CHANGING: Final = frozenset("aeая")


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Something that looks like a person's, as it stands in the text."""

    kind: str
    start: int
    text: str


def find_personal(text: str) -> Iterator[PersonalData]:
    """Return what of an article's text looks like a real person's; reserved example addresses are nobody's.

    >>> [found.kind for found in find_personal("Write to anna@gmail.com.")]
    ['an e-mail address']
    """
    if "@" in text:
        for found in _EMAIL.finditer(text):
            if not _NOBODY.search(found[0]):
                yield PersonalData("an e-mail address", found.start(), found[0])
    if _MANY_DIGITS.search(text):
        yield from _numbers(text)
    for pattern, parts in _ANYWHERE.items():
        if any(part in text for part in parts):
            for found in pattern.finditer(text):
                yield PersonalData("a person's name", found.start("name"), found["name"])


def redact_letter(text: str, *, names: Iterable[str] = ()) -> str:
    """Return a letter without its writer: `names` are those the form was filled in with.

    >>> redact_letter("Hi, my name is Anna Kovács, order 104-2391.", names=["Anna Kovács"])
    'Hi, my name is [name], order [order].'
    """
    for pattern in _ADDRESSES:
        text = pattern.sub(ADDRESS, text)
    for pattern in (*_IN_LETTERS, *_ANYWHERE):
        text = pattern.sub(lambda found: found[0].replace(found["name"], NAME), text)
    for part in sorted(_parts(names), key=len, reverse=True):
        # Russian and Hungarian put endings to names: Анну, Annának.
        text = re.sub(rf"(?<!\w){re.escape(part)}\w{{0,4}}(?!\w)", NAME, text, flags=re.IGNORECASE)
    text = re.sub(rf"{re.escape(NAME)}(?:\s+{re.escape(NAME)})+", NAME, text)
    return redact(text)


def _parts(names: Iterable[str]) -> Iterator[str]:
    """Return the words of names without a last letter that changes: «Анна», «Анне»; Anna, Annának."""
    for name in names:
        for word in re.findall(r"[^\W\d_]{3,}", name):
            yield word[:-1] if len(word) > 3 and word[-1].lower() in _CHANGING else word


def _numbers(text: str) -> Iterator[PersonalData]:
    for found in _IBAN.finditer(text):
        if is_iban(found[0]):
            yield PersonalData("a bank account", found.start(), found[0])
    for found in _CARD.finditer(text):
        if is_card(found[0]):
            yield PersonalData("a card number", found.start(), found[0])
    import phonenumbers  # takes 2 MB, and processes that only serve need it never

    seen: set[int] = set()
    for region in _REGIONS:
        for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID):
            if match.start not in seen:
                seen.add(match.start)
                yield PersonalData("a telephone number", match.start, match.raw_string)
