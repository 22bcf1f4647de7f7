"""Which questions were deflected and which escalated: a query has its issue's outcome.

A wording is shown only when enough different visits typed it; rarer ones are summed up in one line, because
what one person typed may tell who she is.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.outcomes import Intent, Outcome, State
from portal.store.reports import EmptyQuery, QueryUse


class QueryEnd(StrEnum):
    """How an issue ended, as the lists of queries sort it."""

    DEFLECTED = "deflected"
    SELF_SERVICE = "self_service"
    ESCALATED = "escalated"
    STILL_OPEN = "still_open"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class QueryRow:
    """One wording in one language: in how many visits, and how the issues ended in which it was asked."""

    locale: str
    text: str
    visits: int
    deflected: int = 0
    self_service: int = 0
    escalated: int = 0
    still_open: int = 0
    unknown: int = 0

    @property
    def needs(self) -> int:
        """In how many issues it was asked."""
        return self.deflected + self.self_service + self.escalated + self.still_open + self.unknown


@dataclass(frozen=True, slots=True)
class RareQueries:
    """The wordings too rare to be shown, summed up: how many there are, and how their issues ended."""

    wordings: int = 0
    deflected: int = 0
    self_service: int = 0
    escalated: int = 0
    still_open: int = 0
    unknown: int = 0

    @property
    def needs(self) -> int:
        """In how many issues they were asked (one with two rare wordings counts twice)."""
        return self.deflected + self.self_service + self.escalated + self.still_open + self.unknown


@dataclass(frozen=True, slots=True)
class EmptyRow:
    """One wording that found nothing: in how many visits, and how often."""

    locale: str
    text: str
    visits: int
    times: int


@dataclass(frozen=True, slots=True)
class RareEmpty:
    """The wordings without a result that are too rare to be shown."""

    wordings: int
    times: int


@dataclass(frozen=True, slots=True)
class Queries:
    """The queries of a period; `least_visits` is the threshold from which a text is shown."""

    rows: tuple[QueryRow, ...]
    rare: RareQueries
    empty: tuple[EmptyRow, ...]
    rare_empty: RareEmpty
    asked: int
    asked_empty: int
    least_visits: int


def normalise(query: str) -> str:
    """Return the form under which wordings count as the same.

    >>> normalise("  Hol a  CSOMAGOM? ")
    'hol a csomagom'
    """
    folded = unicodedata.normalize("NFC", query).casefold()
    return " ".join(folded.split()).strip(" ?!.,;:…")


def end_of(use: QueryUse) -> QueryEnd:
    """Tell how a query's issue ended, for the lists."""
    if use.outcome == Outcome.ESCALATED:
        return QueryEnd.ESCALATED
    if use.outcome == Outcome.UNKNOWN:
        return QueryEnd.UNKNOWN
    if use.state == State.PROVISIONAL:
        return QueryEnd.STILL_OPEN
    return QueryEnd.DEFLECTED if use.intent == Intent.STRONG else QueryEnd.SELF_SERVICE


def count_queries(uses: Iterable[QueryUse], *, least_visits: int) -> tuple[tuple[QueryRow, ...], RareQueries]:
    """Count wordings by how their issues ended: those of enough visits, most frequent first, and the rest."""
    ends: dict[tuple[str, str], dict[tuple[str, int], QueryEnd]] = {}
    for use in uses:
        # Two spellings of the same wording in one issue are one use.
        ends.setdefault((use.locale, normalise(use.q_redacted)), {})[use.sid, use.issue_no] = end_of(use)
    shown: list[QueryRow] = []
    rare: list[QueryRow] = []
    for (locale, text), issues in ends.items():
        visits = len({sid for sid, _ in issues})
        ended = Counter(issues.values())
        counts = {end.value: ended[end] for end in QueryEnd}
        row = QueryRow(locale, text, visits, **counts)
        (shown if visits >= least_visits else rare).append(row)
    shown.sort(key=lambda row: (-row.visits, row.locale, row.text))
    sums = {end.value: sum(getattr(row, end.value) for row in rare) for end in QueryEnd}
    return tuple(shown), RareQueries(wordings=len(rare), **sums)


def count_empty(
    queries: Iterable[EmptyQuery], *, least_visits: int
) -> tuple[tuple[EmptyRow, ...], RareEmpty]:
    """Count the wordings that found nothing: those of enough visits, and one row for all the rest."""
    times: dict[tuple[str, str], dict[str, int]] = {}
    for query in queries:
        visits = times.setdefault((query.locale, normalise(query.q_redacted)), {})
        visits[query.sid] = visits.get(query.sid, 0) + query.times
    rows = [
        EmptyRow(locale, text, len(visits), sum(visits.values())) for (locale, text), visits in times.items()
    ]
    shown = [row for row in rows if row.visits >= least_visits]
    rare = [row for row in rows if row.visits < least_visits]
    shown.sort(key=lambda row: (-row.visits, row.locale, row.text))
    return tuple(shown), RareEmpty(len(rare), sum(row.times for row in rare))
