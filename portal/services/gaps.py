"""Content gaps: counted anew by the worker, read by the dashboard and by `portal new --from-gap`."""

from datetime import timedelta
from functools import cache

from portal.articles import DATA_FOLDER
from portal.errors import NotFound
from portal.knowledge import read_synonyms
from portal.services.doors import Doors
from portal.services.gaps_clusters import Reader
from portal.services.gaps_rules import ReaderOf, reconcile
from portal.store import gaps, reports, reports_search
from portal.store.database import reading, writing
from portal.store.dialect import lock_name
from portal.store.gaps import Gap
from search import known_languages

LOOKED_BACK = timedelta(days=28)


def refresh_gaps(doors: Doors) -> int:
    """Count all gaps anew from the last four weeks and return how many are open; raises NotStored."""
    now = doors.clock()
    uses = _read_uses(doors)
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
    return sum(gap.closed_at is None for gap in changed)


def list_gaps(doors: Doors, *, lang: str | None = None) -> tuple[Gap, ...]:
    """Return the gaps of a language or of all, open and heavy ones first."""
    with reading(doors.engine) as connection:
        found = gaps.all_gaps(connection)
    return tuple(gap for gap in found if lang in (None, gap.locale))


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


def _read_uses(doors: Doors) -> tuple[reports_search.SearchUse, ...]:
    now = doors.clock()
    with reading(doors.engine) as connection:
        reports.gather_issues(
            connection,
            reports.Scope((now - LOOKED_BACK).timestamp(), now.timestamp()),
            now=now.timestamp(),
            definition=doors.definition,
            outside=sorted(topic.id for topic in doors.shop.topics.values() if not topic.suggest),
            days=[(0.0, 0.0)],
        )
        uses = reports_search.search_uses(connection)
    known = known_languages()
    return tuple(use for use in uses if use.locale in known)
