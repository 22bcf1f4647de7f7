"""What a page is asked to show: period, language, list and order, as they stand in its address."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from portal.services.doors import Doors
from portal.services.reporting_periods import USUAL_DAYS, Period, WrongPeriod, last_days, read_period


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown; `is_wrong` tells that the dates asked for make no period."""

    period: Period
    lang: str | None
    sort: str
    is_descending: bool
    list: str
    is_wrong: bool = False

    def query(self, **changes: str) -> str:
        """Return the part of an address that asks for this, with some things changed; empty ones go."""
        values = {
            "period": self.period.name,
            "lang": self.lang or "",
            "list": self.list,
            "sort": self.sort,
            "order": "desc" if self.is_descending else "asc",
        }
        if self.period.name == "custom":
            values |= {"from": self.period.first_on.isoformat(), "to": self.period.last_on.isoformat()}
        if not self.sort:
            del values["order"]
        return urlencode({name: value for name, value in (values | changes).items() if value})


def read_filter(doors: Doors, asked: MultiDict[str, str], *, now: datetime) -> Filter:
    """Read what is asked; what cannot be understood is left at what is usual."""
    zone = doors.shop.calendar.zone
    is_wrong = False
    try:
        period = read_period(
            name=asked.get("period", ""),
            first=asked.get("from", ""),
            last=asked.get("to", ""),
            now=now,
            zone=zone,
        )
    except WrongPeriod:
        period, is_wrong = last_days(USUAL_DAYS, now=now, zone=zone), True
    lang = asked.get("lang")
    return Filter(
        period=period,
        lang=lang if lang in doors.words.languages else None,
        sort=asked.get("sort", "")[:40],
        is_descending=asked.get("order", "desc") != "asc",
        list=asked.get("list", "")[:40],
        is_wrong=is_wrong,
    )
