"""Promised answers: which were in time, by what the help desks tell."""

from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class Promises:
    """Messages to a person of a period; `untold` went to desks that do not tell, such as mailboxes."""

    kept: int
    broken: int
    open: int
    untold: int


def count_promises(connection: Connection, *, since: float, until: float, now: float) -> Promises:
    """Count messages by whether a person answered before the promised time; tests and bots are left out."""
    row = connection.execute(
        text(
            "select "
            "count(case when t.first_answer_at <= c.reply_by then 1 end) as kept, "
            "count(case when t.first_answer_at > c.reply_by "
            "  or (t.contact_id is not null and t.first_answer_at is null and c.reply_by < :now) "
            "  then 1 end) as broken, "
            "count(case when t.contact_id is not null and t.first_answer_at is null "
            "  and c.reply_by >= :now then 1 end) as open, "
            "count(case when t.contact_id is null then 1 end) as untold "
            "from contact c left join ("
            "  select contact_id, min(first_answer_at) as first_answer_at from desk_ticket "
            "  group by contact_id"
            ") t on t.contact_id = c.contact_id "
            "where c.created_at >= :since and c.created_at < :until and c.traffic = 'human'"
        ),
        {"since": since, "until": until, "now": now},
    ).one()
    return Promises(row.kept, row.broken, row.open, row.untold)
