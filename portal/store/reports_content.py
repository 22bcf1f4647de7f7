"""Count what was read, voted, written and left out, for a report."""

from dataclasses import dataclass

from sqlalchemy import Connection, String, bindparam, text

from portal.store.reports import Scope


@dataclass(frozen=True, slots=True)
class ArticleViews:
    """How often an article was opened, and in how many linked visits."""

    article_id: str
    views: int
    visits: int


@dataclass(frozen=True, slots=True)
class VoteGroup:
    """How many people gave an article this vote with this reason."""

    article_id: str
    vote: str
    reason: str | None
    n: int


@dataclass(frozen=True, slots=True)
class EventGroup:
    """How many events of one name there were."""

    ev: str
    n: int


@dataclass(frozen=True, slots=True)
class TrafficGroup:
    """How many events and visits were not made by customers."""

    traffic: str
    events: int
    visits: int


@dataclass(frozen=True, slots=True)
class OutsideContacts:
    """How many messages came on a topic outside the figures, and the next legal deadline among them."""

    topic: str | None
    n: int
    next_deadline_at: float | None


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """How far one letter of a contact is."""

    contact_id: str
    kind: str
    state: str
    attempts: int
    next_at: float
    last_error: str | None


_WHERE = (
    "ts >= :since and ts < :until and (cast(:locale as text) is null or locale = :locale) "
    "and traffic = 'human'"
)


def count_views(connection: Connection, scope: Scope) -> tuple[ArticleViews, ...]:
    """Count the openings of every article."""
    rows = connection.execute(
        text(
            "select article_id, count(*) as views, count(distinct sid) as visits from event "
            f"where ev = 'article_view' and article_id is not null and {_WHERE} "
            "group by article_id order by article_id"
        ),
        _bounds(scope),
    )
    return tuple(ArticleViews(**row._mapping) for row in rows)


def count_votes(connection: Connection, scope: Scope) -> tuple[VoteGroup, ...]:
    """Count votes; of several votes of one visit on one article the last one counts."""
    rows = connection.execute(
        text(
            "select article_id, vote, reason, count(*) as n from ("
            "  select article_id, vote, reason, row_number() over ("
            "    partition by article_id, coalesce(sid, event_id) order by ts desc, event_id desc) as place"
            f"  from event where ev = 'helpful_vote' and article_id is not null and {_WHERE}"
            ") as votes where place = 1 group by article_id, vote, reason order by article_id, vote, reason"
        ),
        _bounds(scope),
    )
    return tuple(VoteGroup(**row._mapping) for row in rows)


def count_not_linked(connection: Connection, scope: Scope) -> tuple[EventGroup, ...]:
    """Count the events of people whose browser asked not to be followed."""
    rows = connection.execute(
        text(
            f"select ev, count(*) as n from event where signal is not null and {_WHERE} "
            "group by ev order by ev"
        ),
        _bounds(scope),
    )
    return tuple(EventGroup(**row._mapping) for row in rows)


def count_left_out(connection: Connection, scope: Scope) -> tuple[TrafficGroup, ...]:
    """Count what bots, staff, tests and prefetching browsers made, and visits labelled as implausible."""
    rows = connection.execute(
        text(
            "select traffic, count(*) as events, count(distinct sid) as visits from event "
            "where ts >= :since and ts < :until and (cast(:locale as text) is null or locale = :locale) "
            "and traffic <> 'human' group by traffic union all "
            "select 'implausible', count(*), count(distinct e.sid) from event e where e.traffic = 'human' "
            "and e.ts >= :since and e.ts < :until and (cast(:locale as text) is null or e.locale = :locale) "
            "and e.sid in (select m.sid from event m where m.ev = 'visit_marked' "
            "and m.ts >= :since - 86400 and m.ts < :until + 86400) having count(*) > 0 order by traffic"
        ),
        _bounds(scope),
    )
    return tuple(TrafficGroup(**row._mapping) for row in rows)


def count_contacts(connection: Connection, scope: Scope) -> int:
    """Count the messages of a period, whoever sent them."""
    found = connection.execute(
        text(
            "select count(*) from contact where created_at >= :since and created_at < :until "
            "and (cast(:locale as text) is null or locale = :locale)"
        ),
        _bounds(scope),
    ).scalar()
    return found or 0


def count_outside_contacts(
    connection: Connection, scope: Scope, *, now: float
) -> tuple[OutsideContacts, ...]:
    """Count the messages on topics outside the figures, by topic, with the deadline that comes next."""
    rows = connection.execute(
        text(
            "select topic, count(*) as n, min(case when deadline_at >= :now then deadline_at end) "
            "as next_deadline_at from contact where is_counted = 0 and traffic = 'human' "
            "and created_at >= :since and created_at < :until "
            "and (cast(:locale as text) is null or locale = :locale) group by topic order by n desc, topic"
        ),
        _bounds(scope) | {"now": now},
    )
    return tuple(OutsideContacts(**row._mapping) for row in rows)


def deliveries_of(connection: Connection, contact_ids: tuple[str, ...]) -> tuple[DeliveryRow, ...]:
    """Return how far the letters of some contacts are."""
    rows = connection.execute(
        text(
            "select contact_id, kind, state, attempts, next_at, last_error from outbox "
            "where contact_id in :contact_ids order by contact_id, kind desc"
        ).bindparams(bindparam("contact_ids", expanding=True, type_=String())),
        {"contact_ids": contact_ids},
    )
    return tuple(DeliveryRow(**row._mapping) for row in rows)


def failed_contacts(connection: Connection, *, limit: int) -> tuple[str, ...]:
    """Return the newest contacts of which a letter is not delivered and not tried any more."""
    rows = connection.execute(
        text(
            "select contact_id from outbox where state = 'failed' and contact_id is not null "
            "group by contact_id order by max(created_at) desc limit :limit"
        ),
        {"limit": limit},
    )
    return tuple(row.contact_id for row in rows)


def is_anything_recorded(connection: Connection) -> bool:
    """Tell whether there is any event or contact at all."""
    found = connection.execute(text("select 1 from event union all select 1 from contact limit 1")).first()
    return found is not None


def first_event_at(connection: Connection) -> float | None:
    """Return when the first event was recorded, or None if none was."""
    return connection.execute(text("select min(ts) from event")).scalar()


def _bounds(scope: Scope) -> dict[str, object]:
    return {"since": scope.since, "until": scope.until, "locale": scope.locale}
