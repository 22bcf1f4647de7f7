"""What customers confirmed after a query: the material that search learns from."""

from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One "Yes" or "No" to an article after a query, said once by a visitor of a day.

    `ts` is seconds since 1970; `article_v` is the version that was read, None if that is not known.
    """

    locale: str
    q_redacted: str
    article_id: str
    article_v: str | None
    vid: str
    is_yes: int
    ts: float


def find_confirmations(connection: Connection, *, since: float) -> tuple[Confirmation, ...]:
    """Return every answer to "Did this solve it?" and every vote that followed a query, people's only.

    A visitor counts once for a query and an article, with what she said last.
    """
    rows = connection.execute(
        text(
            "select locale, q_redacted, article_id, article_v, vid, is_yes, ts from ("
            "select s.locale, s.q_redacted, e.article_id, e.article_v, e.vid, e.ts, "
            "case when e.ev = 'solved_yes' or e.vote = 'yes' then 1 else 0 end as is_yes, "
            "row_number() over (partition by s.locale, s.q_redacted, e.article_id, e.vid "
            "order by e.ts desc, e.event_id desc) as place "
            "from event e join event s on s.query_id = e.query_id and s.ev = 'search' and s.sid = e.sid "
            "where e.ev in ('solved_yes', 'solved_no', 'helpful_vote') and e.traffic = 'human' "
            "and s.traffic = 'human' and e.vid is not null and e.article_id is not null "
            "and s.q_redacted is not null and e.ts >= :since) as said where place = 1 "
            "order by locale, q_redacted, article_id, ts, vid"
        ),
        {"since": since},
    )
    return tuple(Confirmation(**row._mapping) for row in rows)
