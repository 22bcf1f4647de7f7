"""What was sent to us and refused, by reason, and visits that did more than one person can."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.services.doors import Doors
from portal.services.reporting_periods import Period
from portal.store.database import reading
from portal.store.refusals import RefusalCount, count_marked_visits, refusals_between

KNOWN_REASONS = frozenset(
    {
        *(
            "too_many",
            "ts",
            "duplicate",
            "article_id",
            "topic",
            "lang",
            "event",
            "not_stored",
            "event_id",
            "ev",
        ),
        *("batch_unreadable", "batch_from_another_site", "batch_too_large", "batch_too_long_or_none"),
        *("batch_too_often", "batch_not_stored"),
    }
)
"""Reasons that are told in words; what else there is names a field, or is a sentence already."""


@dataclass(frozen=True, slots=True)
class Record:
    """Refusals of a period by source and reason, and visits whose needs are counted nowhere, by cause."""

    refused: tuple[RefusalCount, ...]
    too_busy: Mapping[str, int]

    @property
    def refused_in_all(self) -> int:
        """How much was refused."""
        return sum(one.n for one in self.refused)


def make_record(doors: Doors, period: Period) -> Record:
    """Count what was refused in a period; its days are taken as days of UTC."""
    with reading(doors.engine) as connection:
        return Record(
            refusals_between(connection, first=period.first_on.isoformat(), last=period.last_on.isoformat()),
            count_marked_visits(connection, since=period.since, until=period.until),
        )
