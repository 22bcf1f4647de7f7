"""Read what a shop told without trusting its shape."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from portal.connectors.desks.reading import read_time
from portal.domain.orders import Money

MOST_AMOUNT = Decimal(10) ** 9


def read_day(value: object) -> date | None:
    """Return the day of a time or date; None for anything else.

    >>> read_day("2026-11-23 10:20:00").isoformat()
    '2026-11-23'
    """
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def read_placed_at(value: object) -> datetime | None:
    """Return when an order was placed; None for what is no time."""
    return read_time(value.replace(" ", "T", 1) if isinstance(value, str) else value)


def read_money(amount: object, currency: object) -> Money | None:
    """Return an amount above zero in its currency; None for anything else."""
    if isinstance(amount, bool) or not isinstance(amount, str | int | float):
        return None
    try:
        told = Decimal(str(amount))
    except InvalidOperation:
        return None
    code = currency.upper() if isinstance(currency, str) else ""
    if not (told.is_finite() and 0 < told < MOST_AMOUNT and len(code) == 3 and code.isalpha()):
        return None
    return Money(told, code)


def read_count(value: object) -> int:
    """Return how many pieces; 1 for what tells nothing sensible."""
    try:
        found = int(float(value)) if isinstance(value, str | int | float) else 1
    except (ValueError, OverflowError):
        return 1
    return found if 0 < found < 100_000 else 1


def one_line(value: object, *, most: int = 120) -> str:
    """Return a text as one bounded line of signs that can be seen; the empty text for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return "".join(sign for sign in " ".join(str(value).split()) if sign.isprintable())[:most]
