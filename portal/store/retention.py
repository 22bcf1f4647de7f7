"""Delete rows that are past their time: the oldest first, so many at once, found by an index.

A part holds the writer's place for a moment only. Rows of one moment (an import of a day) are parted, too.
"""

from sqlalchemy import Connection, String, bindparam, text


def delete_outcomes_before(connection: Connection, ts: float, *, most: int) -> int:
    """Delete what was concluded of needs older than a time and return how many went; counts by day stay."""
    return _delete(connection, "outcome", "sid, issue_no", "started_at", ts=ts, most=most)


def delete_events_before(connection: Connection, ts: float, *, most: int) -> int:
    """Delete events older than a time and return how many went."""
    return _delete(connection, "event", "event_id", "ts", ts=ts, most=most)


def delete_comments_before(connection: Connection, ts: float, *, most: int) -> int:
    """Delete comments older than a time and return how many went."""
    return _delete(connection, "comment", "event_id", "created_at", ts=ts, most=most)


def delete_answers_before(connection: Connection, ts: float, *, most: int) -> int:
    """Delete answers about contacts older than a time and return how many went."""
    return _delete(connection, "survey_answer", "contact_id, question", "contacted_at", ts=ts, most=most)


def delete_visits_before(connection: Connection, ts: float, *, most: int) -> int:
    """Delete visits that ended before a time and return how many went."""
    return _delete(connection, "visit", "sid", "last_seen_at", ts=ts, most=most)


def delete_contacts_before(connection: Connection, ts: float, *, most: int) -> int:
    """Delete contacts older than a time, with all about their delivery; return how many contacts went."""
    ids = connection.execute(
        text("select contact_id from contact where created_at < :ts order by created_at limit :most"),
        {"ts": ts, "most": most},
    ).scalars()
    who = {"ids": tuple(ids)}
    if not who["ids"]:
        return 0
    for statement in _OF_CONTACTS:
        connection.execute(text(statement).bindparams(_IDS), who)
    return connection.execute(
        text("delete from contact where contact_id in :ids").bindparams(_IDS), who
    ).rowcount


_IDS = bindparam("ids", expanding=True, type_=String())
_OF_CONTACTS = (
    "delete from delivery_attempt where outbox_id in (select outbox_id from outbox where contact_id in :ids)",
    "delete from desk_ticket where contact_id in :ids",
    "delete from follow_up where contact_id in :ids",
    "delete from call_back where contact_id in :ids",
    "delete from attachment where contact_id in :ids",
    "delete from legal_act where contact_id in :ids",
    "delete from deadline_end where contact_id in :ids",
    "delete from outbox where contact_id in :ids",
)


def _delete(connection: Connection, table: str, key: str, at: str, *, ts: float, most: int) -> int:
    return connection.execute(
        text(
            f"delete from {table} where ({key}) in "
            f"(select {key} from {table} where {at} < :ts order by {at} limit :most)"
        ),
        {"ts": ts, "most": most},
    ).rowcount
