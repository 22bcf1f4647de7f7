"""When the site must be built again though nobody has changed anything: the next day that changes a page."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from portal.articles.library import Library
from portal.articles.review import LONG

SCHEDULE_FILE = "schedule.json"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Which day a build was made for, the next day on which it is out of date, and what was live then."""

    built_for: date
    next: date | None
    """None when no date of the content lies ahead."""
    live: str
    """The hash of what editors had published by then."""


def next_change(library: Library, today: date) -> date | None:
    """Return the first day after today on which a page appears, goes, or stands elsewhere; None if none."""
    return min((day for day in _days(library) if day > today), default=None)


def write_schedule(file: Path, schedule: Schedule) -> None:
    """Leave the schedule for the worker."""
    told = {
        "built_for": schedule.built_for.isoformat(),
        "next": schedule.next.isoformat() if schedule.next else None,
        "live": schedule.live,
    }
    part = file.with_suffix(".part")
    part.write_text(json.dumps(told), encoding="utf-8")
    part.replace(file)


def read_schedule(file: Path) -> Schedule | None:
    """Return what the last build left; None before the first, and for what cannot be read."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        following = date.fromisoformat(told["next"]) if told["next"] else None
        return Schedule(date.fromisoformat(told["built_for"]), following, told["live"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _days(library: Library) -> Iterator[date]:
    for articles in library.articles.values():
        for article in articles.values():
            meta = article.meta
            if meta.draft:
                continue
            yield from (day for day in (meta.valid_from, meta.expires) if day is not None)
            # From this day on the article stands lower in search.
            yield meta.review_by + LONG + timedelta(days=1)
    for notice in library.data.notices:
        yield notice.start
        yield notice.until + timedelta(days=1)
