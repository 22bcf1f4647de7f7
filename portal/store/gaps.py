"""Content gaps: what the help centre does not answer yet, each kept with when it opened and closed."""

import json
from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap; the four kinds of failure are parts of `asked`, `closed_at` is None while it is open."""

    gap_id: str
    locale: str
    stems: tuple[str, ...]
    words: tuple[str, ...]
    samples: tuple[str, ...]
    opened_at: float
    closed_at: float | None
    asked: int
    contacted: int
    empty: int
    reworded: int
    unopened: int
    last_asked_at: float
    updated_at: float
    taken_by: str | None = None
    taken_at: float | None = None
    dismissed_by: str | None = None
    dismissed_at: float | None = None

    @property
    def failed(self) -> int:
        """Needs that failed in any way."""
        return self.contacted + self.empty + self.reworded + self.unopened

    @property
    def weight(self) -> int:
        """How urgent it is: every need that failed, and once more each that ended in a message."""
        return self.failed + self.contacted


def all_gaps(connection: Connection) -> tuple[Gap, ...]:
    """Return every gap, open ones first, the heaviest at the top; closed ones newest first."""
    rows = connection.execute(text("select * from gap")).all()
    gaps = [_from_row(row._asdict()) for row in rows]
    return tuple(
        sorted(
            gaps,
            key=lambda gap: (gap.closed_at is not None, -(gap.closed_at or 0.0), -gap.weight, gap.gap_id),
        )
    )


def find_gap(connection: Connection, gap_id: str) -> Gap | None:
    """Return a gap by its id, or None."""
    row = connection.execute(text("select * from gap where gap_id = :gap_id"), {"gap_id": gap_id}).first()
    return None if row is None else _from_row(row._asdict())


def keep_gap(connection: Connection, gap: Gap) -> None:
    """Add a gap, or replace what was counted of it; its beginning stays."""
    connection.execute(
        text(
            "insert into gap (gap_id, locale, stems, words, samples, opened_at, closed_at, asked, contacted, "
            "empty, reworded, unopened, last_asked_at, updated_at) values (:gap_id, :locale, :stems, :words, "
            ":samples, :opened_at, :closed_at, :asked, :contacted, :empty, :reworded, :unopened, "
            ":last_asked_at, :updated_at) on conflict (gap_id) do update set stems = excluded.stems, "
            "words = excluded.words, samples = excluded.samples, closed_at = excluded.closed_at, "
            "asked = excluded.asked, contacted = excluded.contacted, empty = excluded.empty, "
            "reworded = excluded.reworded, unopened = excluded.unopened, "
            "last_asked_at = excluded.last_asked_at, updated_at = excluded.updated_at"
        ),
        {
            "gap_id": gap.gap_id,
            "locale": gap.locale,
            "stems": json.dumps(gap.stems, ensure_ascii=False),
            "words": json.dumps(gap.words, ensure_ascii=False),
            "samples": json.dumps(gap.samples, ensure_ascii=False),
            "opened_at": gap.opened_at,
            "closed_at": gap.closed_at,
            "asked": gap.asked,
            "contacted": gap.contacted,
            "empty": gap.empty,
            "reworded": gap.reworded,
            "unopened": gap.unopened,
            "last_asked_at": gap.last_asked_at,
            "updated_at": gap.updated_at,
        },
    )


def hand_gap(connection: Connection, gap_id: str, *, taken_by: str | None, at: float | None) -> None:
    """Keep who works on a gap; None for nobody."""
    connection.execute(
        text("update gap set taken_by = :taken_by, taken_at = :at where gap_id = :gap_id"),
        {"gap_id": gap_id, "taken_by": taken_by, "at": at},
    )


def set_gap_aside(connection: Connection, gap_id: str, *, dismissed_by: str | None, at: float | None) -> None:
    """Keep who has set a gap aside; None takes that back."""
    connection.execute(
        text("update gap set dismissed_by = :dismissed_by, dismissed_at = :at where gap_id = :gap_id"),
        {"gap_id": gap_id, "dismissed_by": dismissed_by, "at": at},
    )


def _from_row(row: dict[str, object]) -> Gap:
    lists = {name: tuple(json.loads(str(row[name]))) for name in ("stems", "words", "samples")}
    return Gap(**(row | lists))  # type: ignore[arg-type]  # the table has the fields of a gap
