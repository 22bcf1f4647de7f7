"""Content gaps: counted anew by the worker, read by the dashboard and by `portal new --from-gap`."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from portal.articles import DATA_FOLDER
from portal.errors import NotFound
from portal.knowledge import read_synonyms
from portal.services.doors import Doors
from portal.services.gaps_clusters import Reader
from portal.services.gaps_rules import ReaderOf, reconcile
from portal.services.search_report import gather_uses
from portal.store import gaps, reports
from portal.store.database import reading, writing
from portal.store.dialect import lock_name
from portal.store.gaps import Gap
from portal.store.stored_reports import StoredReport, find_report, keep_report

LOOKED_BACK = timedelta(days=28)
COUNTED = "gaps"


@dataclass(frozen=True, slots=True)
class Gaps:
    """All gaps; `aside` were set aside by an editor. `counted_at` is None before the worker counted."""

    open: tuple[Gap, ...]
    aside: tuple[Gap, ...]
    closed: tuple[Gap, ...]
    counted_at: float | None


def refresh_gaps(doors: Doors) -> int:
    """Count all gaps anew from the last four weeks and return how many are open; raises NotStored."""
    now = doors.clock()
    scope = reports.Scope((now - LOOKED_BACK).timestamp(), now.timestamp())
    with reading(doors.engine) as connection:
        uses = gather_uses(connection, doors, scope, now=now)
    with writing(doors.engine) as connection:
        lock_name(connection, "gaps")
        changed = reconcile(
            gaps.all_gaps(connection),
            uses,
            least_visits=doors.settings.query_min_sessions,
            reader_of=readers(doors),
            now=now.timestamp(),
        )
        for gap in changed:
            gaps.keep_gap(connection, gap)
        keep_report(connection, StoredReport(COUNTED, now.timestamp(), "{}"))
    return sum(gap.closed_at is None for gap in changed)


def list_gaps(doors: Doors, *, lang: str | None = None) -> tuple[Gap, ...]:
    """Return the gaps of a language or of all, open and heavy ones first."""
    with reading(doors.engine) as connection:
        found = gaps.all_gaps(connection)
    return tuple(gap for gap in found if lang in (None, gap.locale))


def read_gaps(doors: Doors, *, lang: str | None = None) -> Gaps:
    """Return the gaps of a language or of all: open, set aside and closed, and when they were counted."""
    with reading(doors.engine) as connection:
        counted = find_report(connection, COUNTED)
    found = list_gaps(doors, lang=lang)
    return Gaps(
        open=tuple(gap for gap in found if gap.closed_at is None and gap.dismissed_at is None),
        aside=tuple(gap for gap in found if gap.closed_at is None and gap.dismissed_at is not None),
        closed=tuple(gap for gap in found if gap.closed_at is not None),
        counted_at=None if counted is None else counted.made_at,
    )


def get_gap(doors: Doors, gap_id: str) -> Gap:
    """Return a gap by its id; raise NotFound if there is none."""
    with reading(doors.engine) as connection:
        gap = gaps.find_gap(connection, gap_id)
    if gap is None:
        raise NotFound(f"There is no gap {gap_id}. The dashboard's page of gaps names them all.")
    return gap


def readers(doors: Doors) -> ReaderOf:
    """Return what reads the wordings of a language, with the shop's synonyms; each is made once."""

    @cache
    def reader_of(lang: str) -> Reader:
        return Reader(lang, read_synonyms(doors.settings.content_dir / DATA_FOLDER, lang))

    return reader_of
