"""Pages over many events read what the worker counted, and say the same as if they had counted themselves."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from portal.domain.events import Event, EventName, Traffic
from portal.services import kept_counts
from portal.services.counting_ahead import count_ahead
from portal.services.counting_days import count_days
from portal.services.doors import Doors
from portal.services.gaps import readers
from portal.services.gaps_articles import Work, read_work
from portal.services.recomputing import conclude_recent
from portal.services.reporting import Report, make_report
from portal.services.reporting_orders import PerOrders, make_per_orders
from portal.services.reporting_periods import last_days
from portal.services.reporting_promises import Promises, make_promises
from portal.services.reporting_trends import Trends, make_trends
from portal.services.search_report import SearchReport, make_search_report
from portal.store.events import add_events
from portal.store.orders import keep_orders
from tests.services.parts import MONDAY, TurnedClock

DAY = 86_400.0
Shown = tuple[Report, SearchReport, Work, Trends, Promises, PerOrders]


def visit_of(number: int, *, days_ago: float) -> list[Event]:
    """Return a visit that asks, reads, and sometimes writes or votes."""
    at, sid, kind = MONDAY.timestamp() - days_ago * DAY + number, f"s{number}", number % 4
    names = [EventName.SEARCH, EventName.ARTICLE_VIEW, EventName.ARTICLE_LEFT, EventName.HELPFUL_VOTE]
    names += [EventName.CONTACT_INTENT, EventName.CONTACT_CREATED] if kind == 1 else []
    fields: dict[EventName, dict[str, object]] = {
        EventName.SEARCH: {
            "q_redacted": f"question {number % 3}",
            "n_results": kind,
            "query_id": f"q{number}",
        },
        EventName.ARTICLE_VIEW: {"article_id": f"a{kind}", "query_id": f"q{number}", "position": 2},
        EventName.ARTICLE_LEFT: {"article_id": f"a{kind}", "visible_s": 20.0},
        EventName.HELPFUL_VOTE: {"article_id": f"a{kind}", "vote": "yes"},
        EventName.CONTACT_CREATED: {"valid": 1, "topic": "return", "ticket_id": f"t{number}"},
    }
    traffic = Traffic.BOT if number % 7 == 6 else Traffic.HUMAN
    return [
        Event(
            f"{number:05d}-{place}",
            at + 20 * place,
            ev,
            "hu" if number % 5 == 0 else "en",
            traffic,
            "test",
            sid=sid,
            vid=sid,
            **fields.get(ev, {}),  # type: ignore[arg-type]  # fields of an event
        )
        for place, ev in enumerate(names)
    ]


def shown(doors: Doors, *, days: int, lang: str | None) -> Shown:
    period = last_days(days, now=MONDAY, zone=doors.shop.calendar.zone)
    return (
        make_report(doors, period, lang_filter=lang, now=MONDAY),
        make_search_report(doors, period, lang_filter=lang, now=MONDAY, reader_of=readers(doors)),
        read_work(doors, period, lang_filter=lang, now=MONDAY, reader_lang="en"),
        make_trends(doors, period, lang_filter=lang, reader_lang="en"),
        make_promises(doors, period, lang="en"),
        make_per_orders(doors, period, lang="en"),
    )


@pytest.fixture
def busy(doors: Doors) -> Doors:
    events = [one for number in range(60) for one in visit_of(number, days_ago=1 + number % 40)]
    last = MONDAY - timedelta(days=1)
    with doors.engine.begin() as connection:
        add_events(connection, events)
        keep_orders(connection, {last.date() - timedelta(days=n): 10 for n in range(60)}, at=0)
    conclude_recent(doors)
    count_days(doors)
    return doors


def test_what_was_counted_ahead_is_what_a_page_would_count(
    busy: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [(days, lang) for days in (7, 28, 90) for lang in (None, "en", "hu")]
    counted = [shown(busy, days=days, lang=lang) for days, lang in asked]
    assert count_ahead(busy) == 0, "few events are counted when they are asked for"
    monkeypatch.setattr(kept_counts, "AT_ONCE", 0)
    assert count_ahead(busy) == 3 * (1 + len(busy.words.languages))
    with busy.engine.begin() as connection:
        # The first event stays: since when there is a record is asked on every page.
        connection.execute(text("delete from event where ev <> 'search'"))
        for table in ("outcome", "outcome_day", "day_figure"):
            connection.execute(text(f"delete from {table}"))
    assert [shown(busy, days=days, lang=lang) for days, lang in asked] == counted


def test_what_was_kept_of_other_days_is_counted_anew(
    busy: Doors, clock: TurnedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_counts, "AT_ONCE", 0)
    clock.turn(days=-1)
    count_ahead(busy)
    clock.turn(days=1)
    report, *_ = shown(busy, days=7, lang=None)
    assert report.made_at == MONDAY.timestamp()
    assert sum(row.views for row in report.articles) > 0
