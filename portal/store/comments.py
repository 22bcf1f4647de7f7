"""Comments that were left with a vote."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; it has the id of the vote it came with."""

    event_id: str
    created_at: float
    locale: str
    article_id: str
    article_v: str | None
    vote: str
    reason: str | None
    body: str


def add_comment(connection: Connection, comment: Comment) -> None:
    """Add a comment."""
    connection.execute(
        text(
            "insert into comment (event_id, created_at, locale, article_id, article_v, vote, reason, body) "
            "values (:event_id, :created_at, :locale, :article_id, :article_v, :vote, :reason, :body)"
        ),
        asdict(comment),
    )


def comments_between(
    connection: Connection, *, since: float, until: float, locale: str | None, limit: int
) -> tuple[Comment, ...]:
    """Return the newest comments of a period, newest first."""
    rows = connection.execute(
        text(
            "select event_id, created_at, locale, article_id, article_v, vote, reason, body from comment "
            "where created_at >= :since and created_at < :until "
            "and (cast(:locale as text) is null or locale = :locale) order by created_at desc limit :limit"
        ),
        {"since": since, "until": until, "locale": locale, "limit": limit},
    )
    return tuple(Comment(**row._mapping) for row in rows)


def delete_comments_before(connection: Connection, ts: float) -> int:
    """Delete comments older than the retention limit and return how many went."""
    return connection.execute(text("delete from comment where created_at < :ts"), {"ts": ts}).rowcount
