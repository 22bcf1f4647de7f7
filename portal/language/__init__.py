"""How each language writes words, numbers, dates and periods; the only user of Babel."""

from portal.language.dates import format_date, format_day, format_month, format_time, format_weekday
from portal.language.locales import (
    UnknownLanguage,
    format_list,
    language_name,
    own_name,
    plural_categories,
    plural_category,
    with_territory,
)
from portal.language.numbers import (
    NBSP,
    Money,
    Number,
    Roubles,
    format_eur,
    format_huf,
    format_money,
    format_number,
    format_percent,
    format_rub,
)
from portal.language.periods import Period, PeriodForm, Unit, format_period
from portal.language.words import UnknownWord, Words, WordsError, WordsProblem

__all__ = [
    "NBSP",
    "Money",
    "Number",
    "Period",
    "PeriodForm",
    "Roubles",
    "Unit",
    "UnknownLanguage",
    "UnknownWord",
    "Words",
    "WordsError",
    "WordsProblem",
    "format_date",
    "format_day",
    "format_eur",
    "format_huf",
    "format_list",
    "format_money",
    "format_month",
    "format_number",
    "format_percent",
    "format_period",
    "format_rub",
    "format_time",
    "format_weekday",
    "language_name",
    "own_name",
    "plural_categories",
    "plural_category",
    "with_territory",
]
