"""Read an order number the way people type it: spaces, #, a prefix, Cyrillic look-alikes, O for 0."""

import re

from portal.domain.typed_numbers import plain_signs

_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
_PREFIX = re.compile(r"^(?:#|№|NO\.?|NR\.?|ORDER|RENDEL[EÉ]S|[ZЗ]AKA[ZЗ]|KH)+[\s.:#-]*", re.IGNORECASE)
_ZEROS = frozenset("OoОо")
_SHAPE = re.compile(r"^\d{3}-?\d{4}$", re.ASCII)
_MARKED = re.compile(r"^(?:#|№)\d{3,12}$", re.ASCII)
# Seven digits among words may be anything; with the hyphen of the shop's own numbers they are one.
_AMONG_WORDS = re.compile(r"(?<![\w-])\d{3}-\d{4}(?![\w-])", re.ASCII)
# RR123456789HU, 1Z999AA10123456784, 00123456789012: every carrier has its own shape, and many digits.
_PARCEL = re.compile(r"^(?=(?:[A-Z]*\d){8})(?!(?:\d*[A-Z]){6})[A-Z0-9]{8,34}$", re.ASCII)


def find_order_number(text: str) -> str | None:
    """Return the order number as the shop writes it (104-2391), or None if the text is none.

    >>> find_order_number("#104 2391")
    '104-2391'
    """
    if not _ends_like_number(text):
        return None
    plain = _PREFIX.sub("", _plain(text)).replace("O", "0")
    if not _SHAPE.match(plain):
        return None
    digits = plain.replace("-", "")
    return f"{digits[:3]}-{digits[3:]}"


def plain_order_number(text: str, *, prefix: str = "") -> str:
    """Return any shop's order number as it is compared: letters and digits, `prefix` is the shop's own.

    >>> plain_order_number(" № кн-104 2391 ", prefix="KH-") == plain_order_number("104-2391")
    True
    """
    plain = _plain(text)
    own = _letters(_plain(prefix))
    plain = _letters(_PREFIX.sub("", plain)).replace("O", "0")
    return plain.removeprefix(own.replace("O", "0")) if own else plain


def find_order_in_query(text: str) -> str:
    """Return the order number that somebody typed into a search, alone or among words; empty for none.

    >>> find_order_in_query("where is 104-2391?")
    '104-2391'
    """
    if is_like_order_number(text):
        return text.strip()
    found = _AMONG_WORDS.search(plain_signs(text))
    return found[0] if found else ""


def is_like_parcel_number(text: str) -> bool:
    """Tell whether a query is nothing but what may be a carrier's number of a parcel."""
    return _PARCEL.match(_plain(text)) is not None


def is_like_order_number(text: str) -> bool:
    """Tell whether a text is nothing but an order number."""
    return _ends_like_number(text) and (
        find_order_number(text) is not None or _MARKED.match(_plain(text)) is not None
    )


def _ends_like_number(text: str) -> bool:
    """Tell whether the last sign may be a digit: of most queries nothing else need be looked at."""
    last = plain_signs(text[-8:]).rstrip()[-1:]
    return last.isdigit() or last in _ZEROS


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", plain_signs(text).strip().upper().translate(_LOOK_ALIKES))


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())
