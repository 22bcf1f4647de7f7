"""What the team may have to hear of: new messages by topic, bad votes with words."""

from sqlalchemy import Connection, text


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
