"""Compare what a customer typed with what a shop has: forgiving of how it is typed, in constant time.

Whatever is compared goes through a keyed hash first, so that the time tells neither length nor likeness.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from types import MappingProxyType

from portal.domain.order_numbers import plain_order_number
from portal.domain.orders import Order, SecondField

_NOBODY = "\x00"
_PHONE_DIGITS = 9


def find_match(
    orders: Iterable[Order], number: str, second: str, *, by: SecondField, key: bytes, prefix: str = ""
) -> Order | None:
    """Return the order that has both this number and this second field, or None.

    Every candidate is compared in both, and when there is none something is compared all the same.
    """
    found: Order | None = None
    for order in (*orders, None):
        has_number = _is_same(
            plain_order_number(order.number if order else _NOBODY, prefix=prefix),
            plain_order_number(number, prefix=prefix),
            key,
        )
        known = order.seconds.get(by, "") if order else ""
        has_second = _is_same(plain_second(known or _NOBODY, by), plain_second(second, by), key)
        if order is not None and has_number and has_second and known:
            found = found or order
    return found


def plain_second(text: str, by: SecondField) -> str:
    """Return a second field as it is compared.

    >>> plain_second(" Anna@Bücher.example ", SecondField.EMAIL)
    'anna@xn--bcher-kva.example'
    """
    return _PLAIN[by](unicodedata.normalize("NFKC", text).strip())


def _is_same(one: str, other: str, key: bytes) -> bool:
    digests = (
        hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).digest() for text in (one, other)
    )
    return hmac.compare_digest(*digests)


def _plain_email(text: str) -> str:
    local, at, host = text.casefold().rpartition("@")
    with suppress(UnicodeError):
        host = host.encode("idna").decode("ascii")
    return f"{local}{at}{host}"


def _plain_phone(text: str) -> str:
    # With or without the country's code: its last digits are the number.
    return re.sub(r"\D", "", text)[-_PHONE_DIGITS:]


def _plain_word(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


_PLAIN: Mapping[SecondField, Callable[[str], str]] = MappingProxyType(
    {
        SecondField.EMAIL: _plain_email,
        SecondField.PHONE: _plain_phone,
        SecondField.LAST_NAME: _plain_word,
        SecondField.POSTCODE: _plain_word,
    }
)
