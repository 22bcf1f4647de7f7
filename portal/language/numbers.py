"""Numbers, money and percentages as each language writes them."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal

from portal.language.locales import get_locale

NBSP = "\u00a0"
Number = int | float | Decimal


@dataclass(frozen=True, slots=True)
class Money:
    """A price: the forint one is charged, the euro one is for orientation."""

    huf: Number
    eur: Number


@dataclass(frozen=True, slots=True)
class Roubles:
    """A price in roubles."""

    rub: Number


@lru_cache(maxsize=4096, typed=True)  # a shop has few numbers, and its articles name them often
def format_number(number: Number, lang: str) -> str:
    """Write a number: 12,500 · 12 500 · 0,25; four digits stay unbroken where spaces group."""
    locale = get_locale(lang)
    text = format_decimal(_exact(number), format="#,##0.######", locale=locale)
    group = locale.number_symbols["latn"]["group"]
    if group.isspace() and abs(_exact(number)) < 10_000:
        return text.replace(group, "")
    return text.replace(group, NBSP) if group.isspace() else text


def format_percent(number: Number, lang: str) -> str:
    """Write a percentage that is given in percent: 27 is 27%, in Russian 27 %."""
    pattern = str(get_locale(lang).percent_formats[None].pattern)
    suffix = pattern[pattern.rindex("0") + 1 :].replace("\u202f", NBSP)
    return format_number(number, lang) + suffix


def format_huf(number: Number, lang: str) -> str:
    """Write forints; the sign stands behind in every language, as in Hungary."""
    return f"{format_number(number, lang)}{NBSP}Ft"


def format_eur(number: Number, lang: str) -> str:
    """Write euros with the sign where the language wants it."""
    amount = _exact(number)
    text = format_number(amount, lang)
    if amount.as_tuple().exponent == -1:
        text += "0"
    before = str(get_locale(lang).currency_formats["standard"].pattern).startswith("¤")
    return f"€{text}" if before else f"{text}{NBSP}€"


def format_rub(number: Number, lang: str) -> str:
    """Write roubles with the sign behind; Russian parts four digits, too: 1 990 ₽."""
    locale = get_locale(lang)
    text = format_decimal(_exact(number), format="#,##0.######", locale=locale)
    group = locale.number_symbols["latn"]["group"]
    whole = text.replace(group, NBSP) if lang == "ru" else format_number(number, lang)
    return f"{whole}{NBSP}₽"


def format_money(money: Money | Roubles, lang: str) -> str:
    """Write a price with what it is for orientation: 1,990 Ft (€5), or roubles alone."""
    if isinstance(money, Roubles):
        return format_rub(money.rub, lang)
    return f"{format_huf(money.huf, lang)} ({format_eur(money.eur, lang)})"


def _exact(number: Number) -> Decimal:
    return Decimal(str(number))
