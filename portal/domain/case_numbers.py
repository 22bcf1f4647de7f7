"""Case numbers that can be said on the phone in any language: six digits and a check digit.

The check digit is Damm's (H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004): it finds every
wrong digit and every swap of neighbours.
"""

import re

from portal.domain.typed_numbers import plain_signs

LENGTH = 7

_REGISTERED = re.compile(r"\s*\d{4}\s*/")
"""The year before a number of the register."""

_QUASIGROUP = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def make_case_number(number: int) -> str:
    """Return seven digits for a number from 0 to 999,999.

    >>> make_case_number(481027)
    '4810271'
    """
    if not 0 <= number < 10 ** (LENGTH - 1):
        raise ValueError(f"A case number is made from 0 to 999999, not from {number}.")
    digits = f"{number:0{LENGTH - 1}d}"
    return digits + str(_check_digit(digits))


def find_case_number(text: str) -> str | None:
    """Return the case number somebody typed, or None if it is none (wrong check digit, wrong length).

    A number of the register, 2026/481-0271, is its case's.
    """
    text = _REGISTERED.sub("", plain_signs(text), count=1)
    digits = "".join(sign for sign in text if sign.isascii() and sign.isdigit())
    allowed = set("0123456789 -#№")
    if len(digits) != LENGTH or set(text) - allowed or _check_digit(digits) != 0:
        return None
    return digits


def format_case_number(code: str) -> str:
    """Return the number as it is shown: 481-0271."""
    return f"{code[:3]}-{code[3:]}"


def make_register_number(code: str, year: int) -> str:
    """Return the number that a statement has in the register: its case number after the year.

    >>> make_register_number("4810271", 2026)
    '2026/481-0271'
    """
    return f"{year}/{format_case_number(code)}"


def _check_digit(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _QUASIGROUP[interim][int(digit)]
    return interim
