"""How numbers, money, dates and periods are written in each language."""

from datetime import date, time
from pathlib import Path

import pytest

from portal.language import (
    Money,
    Period,
    PeriodForm,
    Roubles,
    Unit,
    UnknownLanguage,
    Words,
    format_date,
    format_list,
    format_money,
    format_number,
    format_percent,
    format_period,
    format_rub,
    format_time,
    format_weekday,
    language_name,
    own_name,
    with_territory,
)

WORDS = Words.load(Path(__file__).parents[2] / "themes/helpcenter/words")


def period(text: str, unit: str) -> Period:
    low, _, high = text.partition("-")
    return Period(int(low), int(high or low), Unit(unit), "receipt")


@pytest.mark.parametrize(
    ("amount", "unit", "form", "en", "ru", "hu"),
    [
        ("14", "calendar_days", "plain", "14 calendar days", "14 календарных дней", "14 naptári nap"),
        ("1", "calendar_days", "plain", "1 calendar day", "1 календарный день", "1 naptári nap"),
        ("2", "calendar_days", "plain", "2 calendar days", "2 календарных дня", "2 naptári nap"),
        ("21", "calendar_days", "plain", "21 calendar days", "21 календарный день", "21 naptári nap"),
        (
            "14",
            "calendar_days",
            "within",
            "within 14 calendar days",
            "в течение 14 календарных дней",
            "14 naptári napon belül",
        ),
        ("14", "calendar_days", "short", "14 days", "14 дней", "14 nap"),
        ("2", "calendar_days", "short", "2 days", "2 дня", "2 nap"),
        ("14", "calendar_days", "number", "14", "14", "14"),
        ("3", "working_days", "plain", "3 working days", "3 рабочих дня", "3 munkanap"),
        ("3", "working_days", "genitive", "3 working days", "3 рабочих дней", "3 munkanap"),
        ("1", "working_days", "genitive", "1 working day", "1 рабочего дня", "1 munkanap"),
        ("21", "working_days", "genitive", "21 working days", "21 рабочего дня", "21 munkanap"),
        ("1-2", "working_days", "plain", "1–2 working days", "1–2 рабочих дня", "1–2 munkanap"),
        ("3-5", "working_days", "plain", "3–5 working days", "3–5 рабочих дней", "3–5 munkanap"),
        (
            "3-5",
            "working_days",
            "within",
            "within 3–5 working days",
            "в течение 3–5 рабочих дней",
            "3–5 munkanapon belül",
        ),
        ("3-5", "working_days", "number", "3–5", "3–5", "3–5"),
        ("1", "months", "within", "within 1 month", "в течение 1 месяца", "1 hónapon belül"),
        ("2", "months", "plain", "2 months", "2 месяца", "2 hónap"),
        ("12", "months", "plain", "12 months", "12 месяцев", "12 hónap"),
        ("1", "years", "plain", "1 year", "1 год", "1 év"),
        ("3", "years", "plain", "3 years", "3 года", "3 év"),
        ("8", "years", "plain", "8 years", "8 лет", "8 év"),
        ("2", "years", "genitive", "2 years", "2 лет", "2 év"),
        ("2", "years", "within", "within 2 years", "в течение 2 лет", "2 éven belül"),
        ("1", "working_hours", "plain", "1 working hour", "1 рабочий час", "1 munkaóra"),
        (
            "1",
            "working_hours",
            "within",
            "within 1 working hour",
            "в течение 1 рабочего часа",
            "1 munkaórán belül",
        ),
        ("24", "hours", "plain", "24 hours", "24 часа", "24 óra"),
        ("60", "minutes", "plain", "60 minutes", "60 минут", "60 perc"),
        ("1", "minutes", "within", "within 1 minute", "в течение 1 минуты", "1 percen belül"),
        (
            "20",
            "seconds",
            "within",
            "within 20 seconds",
            "в течение 20 секунд",
            "20 másodpercen belül",
        ),
        ("2", "weeks", "plain", "2 weeks", "2 недели", "2 hét"),
    ],
)
def test_a_period_is_written_as_the_sentence_needs_it(
    amount: str, unit: str, form: str, en: str, ru: str, hu: str
) -> None:
    for lang, expected in (("en", en), ("ru", ru), ("hu", hu)):
        written = format_period(period(amount, unit), lang, words=WORDS, form=PeriodForm(form))
        assert written.replace("\u00a0", " ") == expected


@pytest.mark.parametrize("lang", WORDS.languages)
@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("form", list(PeriodForm))
def test_every_language_writes_every_unit_in_every_form(lang: str, unit: Unit, form: PeriodForm) -> None:
    for number in (1, 2, 5, 11, 21, 1.5):
        written = format_period(Period(number, number, unit), lang, words=WORDS, form=form)
        assert written
        assert "{" not in written


def test_a_number_never_parts_from_its_unit() -> None:
    assert "14\u00a0" in format_period(period("14", "months"), "ru", words=WORDS)


@pytest.mark.parametrize(
    ("number", "en", "ru", "hu"),
    [
        (0, "0", "0", "0"),
        (1990, "1,990", "1990", "1990"),
        (9999, "9,999", "9999", "9999"),
        (10_000, "10,000", "10\u00a0000", "10\u00a0000"),
        (289_990, "289,990", "289\u00a0990", "289\u00a0990"),
        (1_000_000, "1,000,000", "1\u00a0000\u00a0000", "1\u00a0000\u00a0000"),
        (0.25, "0.25", "0,25", "0,25"),
        (14.9, "14.9", "14,9", "14,9"),
    ],
)
def test_a_number_is_grouped_as_the_language_does_it(number: float, en: str, ru: str, hu: str) -> None:
    assert [format_number(number, lang) for lang in ("en", "ru", "hu")] == [en, ru, hu]


@pytest.mark.parametrize(
    ("huf", "eur", "en", "ru", "hu"),
    [
        (1990, 5, "1,990 Ft (€5)", "1990 Ft (5 €)", "1990 Ft (5 €)"),
        (25_000, 64, "25,000 Ft (€64)", "25 000 Ft (64 €)", "25 000 Ft (64 €)"),
        (100, 0.25, "100 Ft (€0.25)", "100 Ft (0,25 €)", "100 Ft (0,25 €)"),
        (100, 0.5, "100 Ft (€0.50)", "100 Ft (0,50 €)", "100 Ft (0,50 €)"),
        (1, 0.0025, "1 Ft (€0.0025)", "1 Ft (0,0025 €)", "1 Ft (0,0025 €)"),
    ],
)
def test_a_price_is_stated_in_both_currencies(huf: int, eur: float, en: str, ru: str, hu: str) -> None:
    written = [format_money(Money(huf, eur), lang) for lang in ("en", "ru", "hu")]
    assert [text.replace("\u00a0", " ") for text in written] == [en, ru, hu]
    assert " Ft" not in written[1]  # only non-breaking spaces stand before a currency


def test_roubles_stand_alone_and_russian_parts_four_digits() -> None:
    written = [format_money(Roubles(1990), lang).replace("\u00a0", " ") for lang in ("en", "ru", "hu")]
    assert written == ["1,990 ₽", "1 990 ₽", "1990 ₽"]
    assert format_rub(12_500, "ru") == "12\u00a0500\u00a0₽"
    assert format_rub(490, "ru") == "490\u00a0₽"


def test_words_are_joined_as_a_language_does() -> None:
    assert format_list(["Hungarian", "English"], "en") == "Hungarian and English"
    assert format_list(["по-венгерски", "по-английски"], "ru") == "по-венгерски и по-английски"
    assert format_list(["magyarul"], "hu") == "magyarul"


def test_a_percentage_has_a_space_only_in_russian() -> None:
    written = [format_percent(27, lang) for lang in ("en", "ru", "hu")]
    assert written == ["27%", "27\u00a0%", "27%"]
    assert format_percent(14.9, "ru") == "14,9\u00a0%"


def test_a_date_is_written_out() -> None:
    day = date(2026, 11, 3)
    written = [format_date(day, lang).replace("\u00a0", " ") for lang in ("en", "ru", "hu")]
    assert written == ["3 November 2026", "3 ноября 2026 г.", "2026. november 3."]


def test_a_time_is_written_on_the_clock_of_24_hours() -> None:
    assert [format_time(time(9, 5), lang) for lang in ("en", "ru", "hu")] == ["9:05"] * 3
    assert format_time(time(18, 0), "en") == "18:00"


@pytest.mark.parametrize(
    ("lang", "short", "wide"),
    [
        ("en", ["Mon", "Thu", "Fri"], "Monday"),
        ("ru", ["пн", "чт", "пт"], "понедельник"),
        ("hu", ["h", "cs", "p"], "hétfő"),
    ],
)
def test_a_weekday_is_written_small_where_the_language_does(lang: str, short: list[str], wide: str) -> None:
    assert [format_weekday(day, lang, short=True) for day in (0, 3, 4)] == short
    assert format_weekday(0, lang) == wide


def test_languages_are_named_in_each_other() -> None:
    assert own_name("ru") == "Русский"
    assert own_name("hu") == "Magyar"


@pytest.mark.parametrize(
    ("lang", "known_as"),
    [("en", "en_GB"), ("ru", "ru_RU"), ("hu", "hu_HU"), ("pt-BR", "pt_BR"), ("sr", "sr_RS")],
)
def test_a_language_is_told_with_a_territory_where_programs_want_one(lang: str, known_as: str) -> None:
    assert with_territory(lang) == known_as
    assert language_name("hu", "en") == "Hungarian"
    assert language_name("hu", "ru") == "венгерский"


def test_a_code_that_is_no_language_is_refused_with_advice() -> None:
    with pytest.raises(UnknownLanguage, match="ISO 639"):
        format_number(1, "xx-nonsense")
