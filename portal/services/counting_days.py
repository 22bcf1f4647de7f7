"""Count days for trends, in the worker: how far visits came, and how needs ended by where they began."""

from datetime import date, datetime, timedelta

from portal.services.doors import Doors
from portal.services.keeping import events_kept_from
from portal.services.reporting_periods import Period
from portal.store import trends
from portal.store.database import reading, writing
from portal.store.reports_content import first_event_at

FUNNEL, ENTRY = "funnel", "entry"
STEPS = ("visits", "asked", "began", "suggested", "sent")
_AGAIN_DAYS = 9
"""So many days back an outcome may still change; older days are counted once."""


def count_days(doors: Doors) -> int:
    """Count the days that are not counted yet, and the last ones again; return how many. Raises NotStored."""
    zone = doors.shop.calendar.zone
    today = doors.clock().astimezone(zone).date()
    with reading(doors.engine) as connection:
        first, last = first_event_at(connection), trends.last_day_figure(connection)
    if first is None:
        return 0
    first_on = _on(max(first, events_kept_from(doors)), doors)
    if last is not None:
        first_on = max(first_on, min(_on(last, doors), today) - timedelta(days=_AGAIN_DAYS))
    for since, until in Period(first_on, today, zone, "custom").days:
        with reading(doors.engine) as connection:
            funnel = trends.count_funnel(connection, since=since, until=until)
            entries = trends.count_entries(connection, since=since, until=until)
        figures = {(FUNNEL, step): funnel[step] for step in STEPS}
        figures |= {(ENTRY, f"{one.item}|{one.outcome}"): one.n for one in entries}
        with writing(doors.engine) as connection:
            trends.keep_day_figures(connection, since, figures)
    return (today - first_on).days + 1


def _on(ts: float, doors: Doors) -> date:
    return datetime.fromtimestamp(ts, tz=doors.shop.calendar.zone).date()
