"""Counts of a period that are the same for every reader: counted at once while few, kept when many.

A small shop's pages count their events when they are opened, so that what just happened is there. Where a
period has more events than a page can wait for, the worker counts the periods that the pages offer, and
others when somebody asks for them (wishing.py), and keeps the result as a stored report; a page then only
reads it, and says from when it is.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection

from portal.services.doors import Doors
from portal.services.reporting_periods import Period
from portal.store import reports
from portal.store.events import has_more_than
from portal.store.stored_reports import StoredReport, find_report, forget_reports_with, keep_report

AT_ONCE = 20_000
"""So many events of a period are counted while somebody waits: a few tenths of a second."""

_CUSTOM = "custom"

Counted = TypeVar("Counted")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted: a period, one language or all, at a moment."""

    doors: Doors
    period: Period
    lang: str | None
    now: float

    @property
    def scope(self) -> reports.Scope:
        """The same as the store takes it."""
        return reports.Scope(self.period.since, self.period.until, self.lang)

    def gather(self, connection: Connection, *, is_kept_enough: bool = False) -> None:
        """Conclude the needs of the period once, for whatever is counted of them on this connection."""
        topics = self.doors.shop.topics.values()
        reports.gather_issues(
            connection,
            self.scope,
            now=self.now,
            definition=self.doors.definition,
            outside=sorted(topic.id for topic in topics if not topic.suggest),
            days=self.period.days,
            is_kept_enough=is_kept_enough,
        )


@dataclass(frozen=True, slots=True)
class Kind(Generic[Counted]):
    """One kind of counts: its name, how it is written down, and how it is counted once needs are gathered.

    One that counts no needs of its own, or only concluded ones, does without the gathering.
    """

    name: str
    adapter: TypeAdapter[Counted]
    count: Callable[[Connection, Asked], Counted]
    needs_gathering: bool = True


def read_counts(connection: Connection, kind: Kind[Counted], asked: Asked) -> Counted:
    """Return the counts of a period: the worker's if there are many events, else counted now."""
    if is_big(connection, asked):
        kept = find_report(connection, _name(kind, asked))
        found = None if kept is None else _read(kind, asked, kept.body)
        if found is not None:
            return found
    if kind.needs_gathering:
        asked.gather(connection)
    return kind.count(connection, asked)


def is_big(connection: Connection, asked: Asked) -> bool:
    """Tell whether a period has more events than a page can wait for."""
    scope = asked.scope
    return has_more_than(connection, AT_ONCE, since=scope.since, until=scope.until)


def keep_counts(connection: Connection, kind: Kind[Counted], asked: Asked, found: Counted) -> None:
    """Keep the counts of a period that pages offer."""
    body = {"about": _about(asked), "counts": kind.adapter.dump_python(found, mode="json")}
    keep_report(connection, StoredReport(_name(kind, asked), asked.now, json.dumps(body, ensure_ascii=False)))


def keep_mark(connection: Connection, asked: Asked) -> None:
    """Keep that every kind of counts of a period is there."""
    keep_report(connection, StoredReport(_mark(asked), asked.now, json.dumps(_about(asked))))


def has_mark(connection: Connection, asked: Asked) -> bool:
    """Tell whether every kind of counts of a period is there, of these days and under these rules."""
    mark = find_report(connection, _mark(asked))
    return mark is not None and json.loads(mark.body) == _about(asked)


def forget_custom(connection: Connection, *, made_before: float) -> int:
    """Delete the counts of periods that somebody chose, once they are old; return how many reports went."""
    return forget_reports_with(connection, f" {_CUSTOM} ", made_before=made_before)


def _read(kind: Kind[Counted], asked: Asked, body: str) -> Counted | None:
    """Return kept counts; None if they are about other days or were made under other rules."""
    kept = json.loads(body)
    if kept["about"] != _about(asked):
        return None
    try:
        return kind.adapter.validate_python(kept["counts"], strict=False)
    except ValidationError:
        # Kept by another version of the program; the worker replaces it within the hour.
        return None


def _about(asked: Asked) -> dict[str, object]:
    return {
        "first_on": asked.period.first_on.isoformat(),
        "last_on": asked.period.last_on.isoformat(),
        "definition": asked.doors.definition.version,
        "query_min_sessions": asked.doors.settings.query_min_sessions,
    }


def _name(kind: Kind[Any], asked: Asked) -> str:
    return f"{kind.name} {_period(asked)}"


def _mark(asked: Asked) -> str:
    return f"counted {_period(asked)}"


def _period(asked: Asked) -> str:
    days = asked.period.name
    if days == _CUSTOM:
        days = f"{_CUSTOM} {asked.period.first_on.isoformat()} {asked.period.last_on.isoformat()}"
    return f"{days} {asked.lang or 'all'}"
