"""Count ahead what pages will ask, of periods with more events than a page can wait for; for the worker."""

from portal.services.doors import Doors
from portal.services.gaps import readers
from portal.services.gaps_articles import READ
from portal.services.kept_counts import Asked, Kind, is_big, keep_counts
from portal.services.reporting import COUNTS
from portal.services.reporting_orders import CONTACT_DAYS
from portal.services.reporting_periods import LAST_DAYS, last_days
from portal.services.reporting_promises import PROMISES
from portal.services.reporting_trends import TRENDS
from portal.services.search_report import search_kind
from portal.store.database import reading, writing


def count_ahead(doors: Doors) -> int:
    """Count every period that pages offer, of all languages and of each; return how many; raises NotStored.

    Needs are taken as they were concluded last, so conclude them before.
    """
    of_needs: tuple[Kind[object], ...] = (COUNTS, search_kind(readers(doors)), READ, TRENDS)  # type: ignore[assignment]  # each by itself
    of_all: tuple[Kind[object], ...] = (CONTACT_DAYS, PROMISES)  # type: ignore[assignment]  # the same in all languages
    now = doors.clock()
    done = 0
    for days in LAST_DAYS:
        period = last_days(days, now=now, zone=doors.shop.calendar.zone)
        for lang in (None, *doors.words.languages):
            kinds = of_needs if lang else of_needs + of_all
            done += _count(Asked(doors, period, lang, now.timestamp()), kinds)
    return done


def _count(asked: Asked, kinds: tuple[Kind[object], ...]) -> bool:
    with reading(asked.doors.engine) as connection:
        if not is_big(connection, asked):
            return False
        asked.gather(connection, is_kept_enough=True)
        found = [kind.count(connection, asked) for kind in kinds]
    with writing(asked.doors.engine) as connection:
        for kind, counts in zip(kinds, found, strict=True):
            keep_counts(connection, kind, asked, counts)
    return True
