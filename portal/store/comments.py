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
    seen_by: str | None = None
    seen_at: float | None = None
    done_by: str | None = None
    done_at: float | None = None


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
    """Return the comments of a period: what is still to be done first, and of that the newest."""
    rows = connection.execute(
        text(
            "select event_id, created_at, locale, article_id, article_v, vote, reason, body, "
            "seen_by, seen_at, done_by, done_at from comment "
            "where created_at >= :since and created_at < :until "
            "and (cast(:locale as text) is null or locale = :locale) "
            "order by case when done_at is null then 0 else 1 end, created_at desc limit :limit"
        ),
        {"since": since, "until": until, "locale": locale, "limit": limit},
    )
    return tuple(Comment(**row._mapping) for row in rows)


def see_comment(connection: Connection, event_id: str, *, seen_by: str, at: float) -> bool:
    """Keep who saw a comment first; False if there is no such comment."""
    done = connection.execute(
        text(
            "update comment set seen_by = coalesce(seen_by, :seen_by), seen_at = coalesce(seen_at, :at) "
            "where event_id = :event_id"
        ),
        {"event_id": event_id, "seen_by": seen_by, "at": at},
    )
    return done.rowcount == 1


def finish_comment(connection: Connection, event_id: str, *, done_by: str | None, at: float | None) -> bool:
    """Keep who has dealt with a comment, None takes that back; False if there is no such comment."""
    done = connection.execute(
        text("update comment set done_by = :done_by, done_at = :at where event_id = :event_id"),
        {"event_id": event_id, "done_by": done_by, "at": at},
    )
    return done.rowcount == 1
