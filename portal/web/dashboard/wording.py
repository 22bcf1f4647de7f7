"""Write figures as a manager reads them: numbers, shares with their interval, days and times."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from portal.language import (
    NBSP,
    format_date,
    format_day,
    format_month,
    format_number,
    format_percent,
    format_time,
    own_name,
)
from portal.services.doors import Doors
from portal.statistics import Estimate, Rate

NOTHING = "–"
MINUS = "\u2212"
_TOOLS = (
    *("t", "sentence", "number", "share", "range", "interval", "estimate"),
    *("of_hundred", "percent", "per_hundred", "signed", "money"),
    *("date", "day", "on", "at", "language", "language_of", "zone"),
)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language, bound to the shop's time zone."""

    doors: Doors
    lang: str

    def t(self, key: str, **values: object) -> str:
        """Return a text of the interface."""
        return self.doors.words.get(self.lang, key, **values)

    def sentence(self, text: str) -> str:
        """Return a text with a capital at its beginning."""
        return text[:1].upper() + text[1:]

    def number(self, value: float) -> str:
        """Write a count."""
        return format_number(value, self.lang)

    def share(self, rate: Rate) -> str:
        """Write a share in whole percent; of nothing there is none."""
        return NOTHING if rate.share is None else self._percent(rate.share)

    def range(self, rate: Rate) -> str:
        """Write a share's interval shortly: 25–28%."""
        if rate.interval is None:
            return NOTHING
        return f"{self._plain(rate.interval.low)}–{self._percent(rate.interval.high)}"

    def estimate(self, value: Estimate) -> str:
        """Write an estimated share with its interval shortly: 71% (64–78%)."""
        low, high = self._plain(value.low), self._percent(value.high)
        return f"{self._percent(value.value)} ({low}–{high})"

    def interval(self, rate: Rate) -> str:
        """Write a share's interval in words: probably between 25% and 28%."""
        if rate.interval is None:
            return NOTHING
        low, high = self._percent(rate.interval.low), self._percent(rate.interval.high)
        return self.t("dash.interval", a=low, b=high)

    def of_hundred(self, share: float) -> str:
        """Write a share as people of 100: 11, −3."""
        return self._plain(share).replace("-", MINUS)

    def percent(self, share: float) -> str:
        """Write a share that is no count of a whole in whole percent: 74%."""
        return self._percent(share)

    def per_hundred(self, share: float | None) -> str:
        """Write how many there are on 100, with one decimal: 8.4; of nothing there is none."""
        return NOTHING if share is None else format_number(round(share * 100, 1), self.lang)

    def signed(self, share: float) -> str:
        """Write a difference of shares in points with its sign: +3, −2, 0."""
        points = round(share * 100)
        if not points:
            return "0"
        return f"{'+' if points > 0 else MINUS}{format_number(abs(points), self.lang)}"

    def money(self, amount: float, currency: str) -> str:
        """Write an amount without cents."""
        return f"{format_number(round(amount), self.lang)}{NBSP}{currency}"

    def month(self, month: str) -> str:
        """Write a month with its year: November 2026."""
        year, number = (int(part) for part in month.split("-"))
        return format_month(dt.date(year, number, 1), self.lang)

    def date(self, day: dt.date) -> str:
        """Write a day with its year."""
        return format_date(day, self.lang)

    def day(self, day: dt.date) -> str:
        """Write a day shortly."""
        return format_day(day, self.lang)

    def on(self, ts: float) -> str:
        """Write the day of a moment."""
        return format_date(self._local(ts).date(), self.lang)

    def at(self, ts: float) -> str:
        """Write day and time of a moment, shortly."""
        at = self._local(ts)
        return f"{format_day(at.date(), self.lang)} {format_time(at, self.lang)}"

    def language(self, lang: str) -> str:
        """Write what a language calls itself."""
        return own_name(lang)

    def language_of(self, lang: str) -> str:
        """Write a language's name in this one."""
        return self.t(f"lang.{lang}.name") if lang in self.doors.words.languages else lang

    def zone(self) -> str:
        """Write whose time it is."""
        return str(self.doors.shop.calendar.zone)

    def tools(self) -> dict[str, Callable[..., str]]:
        """Return everything a template may call."""
        return {name: getattr(self, name) for name in _TOOLS}

    def _percent(self, share: float) -> str:
        return format_percent(round(share * 100), self.lang)

    def _plain(self, share: float) -> str:
        return format_number(round(share * 100), self.lang)

    def _local(self, ts: float) -> dt.datetime:
        return dt.datetime.fromtimestamp(ts, tz=dt.UTC).astimezone(self.doors.shop.calendar.zone)
