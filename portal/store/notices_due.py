"""What the team may have to hear of: new messages by topic, bad votes with words, deadlines to come."""

from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class NearDeadline:
    """A message whose legal deadline ends soon and that no desk has closed."""

    contact_id: str
    code: str
    topic: str | None
    deadline_at: float


def count_new_by_topic(connection: Connection, *, since: float, until: float) -> dict[str, int]:
    """Return how many people wrote about each topic; the empty name is for none."""
    rows = connection.execute(
        text(
            "select coalesce(topic, '') as topic, count(*) as n from contact "
            "where created_at >= :since and created_at < :until and traffic = 'human' group by topic"
        ),
        {"since": since, "until": until},
    )
    return {row.topic: row.n for row in rows}


def bad_comments(
    connection: Connection, *, since: float, until: float, limit: int
) -> tuple[tuple[str, str, str], ...]:
    """Return article, language and words of votes that said no, the newest first."""
    rows = connection.execute(
        text(
            "select article_id, locale, body from comment where vote = 'no' and body <> '' "
            "and created_at >= :since and created_at < :until order by created_at desc limit :limit"
        ),
        {"since": since, "until": until, "limit": limit},
    )
    return tuple((row.article_id, row.locale, row.body) for row in rows)


def count_bad_comments(connection: Connection, *, since: float, until: float) -> int:
    """Return how many votes that said no came with words."""
    found: int = connection.execute(
        text(
            "select count(*) from comment where vote = 'no' and body <> '' "
            "and created_at >= :since and created_at < :until"
        ),
        {"since": since, "until": until},
    ).scalar_one()
    return found


def near_deadlines(connection: Connection, *, now: float, until: float) -> tuple[NearDeadline, ...]:
    """Return messages whose deadline ends before a time, the next one first."""
    rows = connection.execute(
        text(
            "select c.contact_id, c.code, c.topic, c.deadline_at from contact c "
            "where c.deadline_at is not null and c.deadline_at >= :now and c.deadline_at < :until "
            "and c.traffic = 'human' and not exists (select 1 from desk_ticket t "
            "where t.contact_id = c.contact_id and t.closed_at is not null) order by c.deadline_at"
        ),
        {"now": now, "until": until},
    )
    return tuple(NearDeadline(*row) for row in rows)
