"""The calendar reaches far enough: without its holidays, promises would be wrong."""

from collections.abc import Iterator
from datetime import timedelta

from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding, Severity

_AHEAD = timedelta(days=60)


def _find(context: Context) -> Iterator[Finding]:
    data, year = context.data, (context.today + _AHEAD).year
    if year not in {day.year for day in data.calendar.holidays}:
        line = data.located["channels.yml"].line(("holidays",))
        message = f"There are no holidays of {year} yet; promises count them as working days."
        yield Finding(data.file("channels.yml"), line, message, "Add them under `holidays`.")


RULE = ContentRule("holidays", "The calendar has the holidays that come.", _find, Severity.WARNING)
