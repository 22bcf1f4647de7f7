"""Count ahead what pages will ask, of periods with more events than a page can wait for; for the worker."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from portal.services.doors import Doors
from portal.services.gaps import readers
from portal.services.gaps_articles import READ
from portal.services.kept_counts import (
    Asked,
    Kind,
    forget_custom,
    has_mark,
    is_big,
    keep_counts,
    keep_mark,
)
from portal.services.reporting import COUNTS
from portal.services.reporting_guides import GUIDES
from portal.services.reporting_orders import CONTACT_DAYS
from portal.services.reporting_periods import LAST_DAYS, last_days
from portal.services.reporting_promises import PROMISES
from portal.services.reporting_trends import TRENDS
from portal.services.search_report import search_kind
from portal.services.wishing import take_wishes
from portal.store.database import reading, writing

_CUSTOM_KEPT = timedelta(hours=1)


def count_ahead(doors: Doors, between: Callable[[], object] = bool) -> int:
    """Count every period that pages offer, of all languages and of each; return how many; raises NotStored.

    Needs are taken as they were concluded last, so conclude them before. Of a large shop each takes seconds:
    `between` is called after each, for what cannot wait so long.
    """
    now = doors.clock()
    with writing(doors.engine) as connection:
        forget_custom(connection, made_before=(now - _CUSTOM_KEPT).timestamp())
    done = 0
    for days in LAST_DAYS:
        period = last_days(days, now=now, zone=doors.shop.calendar.zone)
        for lang in (None, *doors.words.languages):
            done += _count(Asked(doors, period, lang, now.timestamp()))
            between()
    return done


def count_wished(doors: Doors) -> int:
    """Count the periods that somebody waits for; return how many; raises NotStored."""
    done = 0
    for asked in take_wishes(doors):
        for one in (replace(asked, lang=None), asked):
            with reading(doors.engine) as connection:
                is_there = has_mark(connection, one)
            done += not is_there and _count(one)
    return done


def _count(asked: Asked) -> bool:
    of_needs: tuple[Kind[object], ...] = (COUNTS, search_kind(readers(asked.doors)), READ, TRENDS, GUIDES)  # type: ignore[assignment]  # each by itself
    of_all: tuple[Kind[object], ...] = (CONTACT_DAYS, PROMISES)  # type: ignore[assignment]  # the same in all languages
    kinds = of_needs if asked.lang else of_needs + of_all
    with reading(asked.doors.engine) as connection:
        if not is_big(connection, asked):
            return False
        asked.gather(connection, is_kept_enough=True)
        found = [kind.count(connection, asked) for kind in kinds]
    with writing(asked.doors.engine) as connection:
        for kind, counts in zip(kinds, found, strict=True):
            keep_counts(connection, kind, asked, counts)
        keep_mark(connection, asked)
    return True
