"""Take personal data out of a query before it is stored.

Better one word too many removed than a telephone number kept: what looks like a number of a person or of an
order goes, and a typed query that is nothing but such a number is not recorded at all.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from portal.domain.order_numbers import find_order_number

EMAIL, PHONE, CARD, IBAN, NUMBER, ORDER = (
    "[email]",
    "[phone]",
    "[card]",
    "[iban]",
    "[number]",
    "[order]",
)

_EMAIL = re.compile(r"[^\s@<>()\"',;]{1,64}\s?@\s?[^\s@<>()\"',;]{1,255}\.[^\W\d_]{2,24}", re.UNICODE)
_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}\b")
_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")
_ORDER = re.compile(r"(?<![\w-])(?:[#№]\s?)?\d{3}\s?[-–]\s?\d{4}(?![\w-])|[#№]\s?\d{5,12}(?!\w)")
_LONG_NUMBER = re.compile(r"(?<!\d)\+?\d(?:[ ./()-]{0,2}\d){5,}(?!\d)")
# Nothing personal that is looked for here is without one of these.
_TELLING = re.compile(r"[@\d]")
_MARK = re.compile(r"\[(?:email|phone|card|iban|number|order)\]")
_REGIONS = ("HU", "RU", "DE")


def redact(text: str) -> str:
    """Return the text with e-mail addresses, cards, IBANs, phones, order and other long numbers replaced.

    >>> redact("order 104-2391 for anna@example.com")
    'order [order] for [email]'

    A text that hides them in full-width or other variant signs is stored in plain ones.
    """
    if not may_be_personal(text):
        return text
    plain = _plain(text)
    found = _redact_plain(plain)
    return found if found != plain else _redact_plain(text)


def may_be_personal(text: str) -> bool:
    """Tell whether a text has a digit or an @: without one there is nothing to redact."""
    plain = _plain(text)
    return _TELLING.search(plain) is not None or (plain is not text and _TELLING.search(text) is not None)


def is_only_a_number(text: str) -> bool:
    """Tell whether a query is nothing but an order, parcel or phone number: it is not recorded then."""
    if find_order_number(text) is not None:
        return True
    left = _MARK.sub("", redact(text))
    return left != text and not any(sign.isalnum() for sign in left)


def is_card(digits: str) -> bool:
    """Tell whether 13 to 19 digits pass Luhn's check (ISO/IEC 7812-1, annex B)."""
    plain = [int(sign) for sign in digits if sign.isdigit()]
    doubled = [value * 2 - 9 if value > 4 else value * 2 for value in plain[-2::-2]]
    return 13 <= len(plain) <= 19 and (sum(plain[-1::-2]) + sum(doubled)) % 10 == 0


def is_iban(text: str) -> bool:
    """Tell whether a text passes the IBAN's check (ISO 13616, remainder 1 modulo 97)."""
    plain = re.sub(r"[ -]", "", text).upper()
    turned = plain[4:] + plain[:4]
    if not 15 <= len(plain) <= 34 or not turned.isascii() or not turned.isalnum():
        return False
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def _plain(text: str) -> str:
    return text if text.isascii() else "".join(map(_plain_sign, text))


@lru_cache(maxsize=4096)
def _plain_sign(sign: str) -> str:
    """Return the ASCII sign that a sign is a variant of, such as a full-width @; others stay."""
    plain = unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 and plain.isascii() else sign


def _redact_plain(text: str) -> str:
    text = _EMAIL.sub(EMAIL, text)
    text = _replace(text, _IBAN, IBAN, is_iban)
    text = _replace(text, _CARD, CARD, is_card)
    text = _ORDER.sub(ORDER, text)
    text = _without_phones(text)
    return _LONG_NUMBER.sub(NUMBER, text)


def _replace(text: str, pattern: re.Pattern[str], mark: str, is_real: Callable[[str], bool]) -> str:
    return pattern.sub(lambda found: mark if is_real(found.group()) else found.group(), text)


def _without_phones(text: str) -> str:
    for start, end in reversed(_phones(text)):
        text = text[:start] + PHONE + text[end:]
    return text


def _phones(text: str) -> list[tuple[int, int]]:
    """Return where phone numbers stand, overlapping finds of several regions joined, first to last."""
    if sum(sign.isdigit() for sign in text) < 7:
        return []
    found = sorted(span for region in _REGIONS for span in _phones_as_in(region, text))
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start < joined[-1][1]:
            first, last = joined.pop()
            joined.append((first, max(end, last)))
        else:
            joined.append((start, end))
    return joined


def _phones_as_in(region: str, text: str) -> Iterable[tuple[int, int]]:
    import phonenumbers  # takes 2 MB, and most queries have no seven digits

    possible = phonenumbers.Leniency.POSSIBLE
    for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=possible, max_tries=20):
        yield match.start, match.end
