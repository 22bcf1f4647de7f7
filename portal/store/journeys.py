"""What a visit did, in order: the story that goes with a message to a person."""

from sqlalchemy import Connection, Row, text


def events_of_visit(
    connection: Connection, sid: str, *, limit: int = 200
) -> tuple[Row[tuple[object, ...]], ...]:
    """Return the last events of a visit that tell its story, first to last."""
    rows = connection.execute(
        text(
            "select ts, ev, q_redacted, n_results, article_id, locale, visible_s, vote, reason, prompt_id, "
            "channel, step, choice from event where sid = :sid and (ev in ('search', 'article_view', "
            "'article_left', 'lookup', 'helpful_vote', 'suggest_click', 'solved_yes', 'solved_no') "
            "or ev = 'guide_step' and choice is not null) order by ts desc, event_id desc "
            "limit :limit"
        ),
        {"sid": sid, "limit": limit},
    ).all()
    return tuple(reversed(rows))
