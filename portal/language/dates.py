"""Dates, times and days of the week as each language writes them."""

from datetime import date, datetime, time
from functools import lru_cache
from typing import Final

from babel.dates import format_date as babel_date
from babel.dates import format_skeleton, get_day_names

from portal.language.locales import get_locale
from portal.language.numbers import NBSP

# Pages of a site name the same few days, each many times.
_MOST_DAYS: Final = 1024


@lru_cache(_MOST_DAYS)
def format_date(day: date, lang: str) -> str:
    """Write a day: 3 November 2026 · 3 ноября 2026 г. · 2026. november 3."""
    text = babel_date(day, "long", locale=get_locale(lang)).replace("\u202f", " ")
    return text.replace(" г.", f"{NBSP}г.")


def format_day(day: date, lang: str) -> str:
    """Write a day without its year, short: 3 Nov · 3 нояб. · nov. 3."""
    return format_skeleton("MMMd", datetime.combine(day, time()), locale=get_locale(lang))


def format_month(day: date, lang: str) -> str:
    """Write the month of a day with its year: November 2026 · ноябрь 2026 г. · 2026. november."""
    text = format_skeleton("yMMMM", datetime.combine(day, time()), locale=get_locale(lang))
    return text.replace(" г.", f"{NBSP}г.")


def format_time(at: time | datetime, lang: str) -> str:
    """Write a time of day on the clock of 24 hours: 9:00, in every language the same."""
    get_locale(lang)
    return f"{at.hour}:{at.minute:02}"


def format_weekday(number: int, lang: str, *, short: bool = False) -> str:
    """Write a day of the week (0 is Monday): Monday or Mon, понедельник or пн, hétfő or h."""
    locale = get_locale(lang)
    name = str(get_day_names("wide", "format", locale=locale)[number])
    if not short:
        return name
    abbreviated = str(get_day_names("abbreviated", "format", locale=locale)[number])
    # Babel's abbreviated Hungarian days are capital letters; they are small as the full names are.
    return abbreviated.lower() if name.islower() else abbreviated
