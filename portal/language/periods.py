"""Periods with their unit: 14 calendar days, 1–2 рабочих дня, 14 naptári napon belül."""

from dataclasses import dataclass
from enum import StrEnum

from portal.language.numbers import NBSP, Number, format_number
from portal.language.words import Words


class Unit(StrEnum):
    """What a period is counted in."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    WORKING_HOURS = "working_hours"
    HOURS = "hours"
    MINUTES = "minutes"
    SECONDS = "seconds"


class PeriodForm(StrEnum):
    """How a sentence needs a period."""

    PLAIN = "plain"
    WITHIN = "within"
    GENITIVE = "genitive"
    SHORT = "short"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Period:
    """How long something takes: `low` to `high` (the same when it is one value), and from when."""

    low: Number
    high: Number
    unit: Unit
    start: str = ""


def format_period(period: Period, lang: str, *, words: Words, form: PeriodForm = PeriodForm.PLAIN) -> str:
    """Write a period in the form the sentence needs; a range agrees with its last number."""
    number = _number(period, lang)
    if form is PeriodForm.NUMBER:
        return number
    unit = words.get(lang, f"unit.{period.unit}.{form}", n=period.high)
    counted = f"{number}{NBSP}{unit}"
    if form is PeriodForm.WITHIN:
        return words.get(lang, "period.within", period=counted)
    return counted


def _number(period: Period, lang: str) -> str:
    if period.low == period.high:
        return format_number(period.low, lang)
    return f"{format_number(period.low, lang)}–{format_number(period.high, lang)}"
