"""Counts for trends: how needs ended by topic and language, how far visits came, contacts by day.

Read from what the worker concluded, so that a page need not conclude anything itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

_CONCLUDED = (
    "select day_at, locale, topic, intent, outcome, n from outcome_day "
    "where is_counted = 1 and day_at >= :since and day_at < :until union all "
    "select day_at, locale, topic, intent, outcome, 1 from outcome o "
    "where is_counted = 1 and started_at >= :since and started_at < :until and not exists ("
    "select 1 from concluded_day c where c.day_at = o.day_at and c.is_settled = 1)"
)
_COUNTS = (
    "coalesce((select m.valid from event m where m.ticket_id = e.ticket_id and m.ev = 'contact_marked' "
    "order by m.ts desc, m.event_id desc limit 1), e.valid) = 1"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """How many needs have this in common (a topic, a language, an article) and ended like this."""

    item: str | None
    outcome: str
    n: int


@dataclass(frozen=True, slots=True)
class DaySegment:
    """How many needs of a day ended like this."""

    day_at: float
    outcome: str
    n: int


def outcomes_by_topic(
    connection: Connection, *, since: float, until: float, locale: str | None
) -> tuple[Segment, ...]:
    """Count concluded needs by topic and outcome."""
    rows = connection.execute(
        text(
            f"select topic as item, outcome, sum(n) as n from ({_CONCLUDED}) as needs "
            "where cast(:locale as text) is null or locale = :locale "
            "group by topic, outcome order by topic, outcome"
        ),
        {"since": since, "until": until, "locale": locale},
    )
    return tuple(Segment(row.item, row.outcome, int(row.n)) for row in rows)


def outcomes_by_language(connection: Connection, *, since: float, until: float) -> tuple[Segment, ...]:
    """Count concluded needs by language and outcome."""
    rows = connection.execute(
        text(
            f"select locale as item, outcome, sum(n) as n from ({_CONCLUDED}) as needs "
            "group by locale, outcome order by locale, outcome"
        ),
        {"since": since, "until": until},
    )
    return tuple(Segment(row.item, row.outcome, int(row.n)) for row in rows)


def outcomes_by_day(
    connection: Connection, *, since: float, until: float, locale: str | None
) -> tuple[DaySegment, ...]:
    """Count concluded needs by the beginning of their day and by outcome."""
    rows = connection.execute(
        text(
            f"select day_at, outcome, sum(n) as n from ({_CONCLUDED}) as needs "
            "where cast(:locale as text) is null or locale = :locale "
            "group by day_at, outcome order by day_at, outcome"
        ),
        {"since": since, "until": until, "locale": locale},
    )
    return tuple(DaySegment(row.day_at, row.outcome, int(row.n)) for row in rows)


def contacts_by_topic_and_day(
    connection: Connection, days: Iterable[tuple[float, float]]
) -> dict[int, dict[str, int]]:
    """Count valid contacts by every way, by the number of the day and by topic ('' where none is known)."""
    counts: dict[int, dict[str, int]] = {}
    statement = text(
        "select coalesce(e.topic, '') as topic, count(*) as n from event e "
        "where e.ev = 'contact_created' and e.traffic = 'human' and e.ts >= :since and e.ts < :until "
        f"and {_COUNTS} group by coalesce(e.topic, '')"
    )
    for number, (since, until) in enumerate(days):
        rows = connection.execute(statement, {"since": since, "until": until})
        counts[number] = {row.topic: row.n for row in rows}
    return counts


def count_funnel(connection: Connection, *, since: float, until: float) -> Mapping[str, int]:
    """Count the visits of a day by how far they came; each step holds those of the steps before it, too."""
    row = connection.execute(
        text(
            "select count(*) as visits, sum(asked) as asked, sum(asked * began) as began, "
            "sum(asked * began * suggested) as suggested, sum(asked * began * sent) as sent from ("
            "select sid, max(case when ev in ('search', 'article_view', 'contact_intent') "
            "then 1 else 0 end) as asked, "
            "max(case when ev = 'contact_intent' then 1 else 0 end) as began, "
            "max(case when ev = 'suggest_shown' then 1 else 0 end) as suggested, "
            "max(case when ev = 'contact_created' and created_by = 'customer' then 1 else 0 end) as sent "
            "from event where traffic = 'human' and sid is not null and ts >= :since and ts < :until "
            "group by sid) as visits"
        ),
        {"since": since, "until": until},
    ).one()
    return {name: int(value or 0) for name, value in row._mapping.items()}


def count_entries(connection: Connection, *, since: float, until: float) -> tuple[Segment, ...]:
    """Count the concluded needs of a day by the article a visit began with ('' for another page)."""
    rows = connection.execute(
        text(
            "select coalesce(f.article_id, '') as item, o.outcome, count(*) as n from outcome o join ("
            "select sid, article_id, row_number() over (partition by sid order by ts, event_id) as place "
            "from event where sid in ("
            "select sid from outcome where started_at >= :since and started_at < :until) "
            "and traffic = 'human') as f on f.sid = o.sid and f.place = 1 "
            "where o.started_at >= :since and o.started_at < :until and o.is_counted = 1 "
            "group by coalesce(f.article_id, ''), o.outcome order by item, o.outcome"
        ),
        {"since": since, "until": until},
    )
    return tuple(Segment(row.item, row.outcome, row.n) for row in rows)


def keep_day_figures(connection: Connection, day_at: float, figures: Mapping[tuple[str, str], int]) -> None:
    """Keep a day's counts in place of what was kept of it."""
    connection.execute(text("delete from day_figure where day_at = :day_at"), {"day_at": day_at})
    rows = [
        {"day_at": day_at, "name": name, "item": item, "n": n} for (name, item), n in figures.items() if n
    ]
    if rows:
        connection.execute(
            text("insert into day_figure (day_at, name, item, n) values (:day_at, :name, :item, :n)"), rows
        )


def sum_day_figures(connection: Connection, name: str, *, since: float, until: float) -> dict[str, int]:
    """Sum the days of a period up by item."""
    rows = connection.execute(
        text(
            "select item, sum(n) as n from day_figure where name = :name "
            "and day_at >= :since and day_at < :until group by item order by item"
        ),
        {"name": name, "since": since, "until": until},
    )
    return {row.item: int(row.n) for row in rows}


def last_day_figure(connection: Connection) -> float | None:
    """Return the last day that was counted, or None."""
    return connection.execute(text("select max(day_at) from day_figure")).scalar()
