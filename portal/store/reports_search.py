"""Read how questions were asked and what came of them, for search analytics and content gaps.

The issues must have been gathered before (reports.gather_issues): a question has the outcome of its issue.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from portal.store.reports import Scope


@dataclass(frozen=True, slots=True)
class SearchUse:
    """One question of a counted issue, in the order asked; `next_wording` is what the issue asked after it.

    `position` is the place of the first result that was opened; it is None if none was, or if it is not known
    which.
    """

    locale: str
    q_redacted: str
    sid: str
    issue_no: int
    asked_at: float
    n_results: int
    is_opened: int
    position: int | None
    next_wording: str | None
    outcome: str


@dataclass(frozen=True, slots=True)
class ReadNeeds:
    """In how many counted issues an article was read, and how many of them ended in a contact."""

    article_id: str
    needs: int
    escalated: int


def search_uses(connection: Connection) -> tuple[SearchUse, ...]:
    """Return every recorded question of the gathered, counted issues, oldest first."""
    rows = connection.execute(
        text(
            "with asked as ("
            "  select e.event_id, e.locale, e.q_redacted, i.sid, i.issue_no, e.ts as asked_at, e.query_id, "
            "    coalesce(e.n_results, 0) as n_results, i.outcome, lead(e.q_redacted) over ("
            "      partition by i.sid, i.issue_no order by e.ts, e.event_id) as next_wording "
            "  from report_issue i join event e "
            "    on e.sid = i.sid and e.ts >= i.started_at and e.ts <= i.ended_at "
            "  where i.is_counted = 1 and e.ev = 'search' and e.traffic = 'human' "
            "    and e.q_redacted is not null"
            "), opened as ("
            "  select o.sid, o.query_id, min(o.position) as position from event o "
            "  where o.ev in ('result_click', 'article_view') and o.query_id is not null "
            "    and o.ts >= (select min(started_at) from report_issue) "
            "    and o.ts <= (select max(ended_at) from report_issue) group by o.sid, o.query_id"
            ") "
            "select a.locale, a.q_redacted, a.sid, a.issue_no, a.asked_at, a.n_results, "
            "case when o.query_id is null then 0 else 1 end as is_opened, o.position, a.next_wording, "
            "a.outcome "
            "from asked a left join opened o on o.sid = a.sid and o.query_id = a.query_id "
            "order by a.asked_at, a.event_id"
        )
    )
    return tuple(SearchUse(**row._mapping) for row in rows)


def read_needs(connection: Connection) -> tuple[ReadNeeds, ...]:
    """Count, for every article, the gathered issues in which it was opened before they ended."""
    rows = connection.execute(
        text(
            "select article_id, count(*) as needs, "
            "sum(case when outcome = 'escalated' then 1 else 0 end) as escalated from ("
            "  select distinct e.article_id, i.sid, i.issue_no, i.outcome from report_issue i "
            "  join event e on e.sid = i.sid and e.ts >= i.started_at and e.ts <= i.ended_at "
            "  where i.is_counted = 1 and e.ev = 'article_view' and e.traffic = 'human' "
            "    and e.article_id is not null"
            ") as met group by article_id order by article_id"
        )
    )
    return tuple(ReadNeeds(**row._mapping) for row in rows)


def votes_by_article(connection: Connection, scope: Scope) -> tuple[tuple[str, int, int], ...]:
    """Return helpful votes and all votes by article: a visit's last one, none against the rule."""
    rows = connection.execute(
        text(
            "select article_id, sum(case when vote = 'yes' then 1 else 0 end) as helpful, count(*) as whole "
            "from (select article_id, vote, reason, row_number() over ("
            "    partition by article_id, coalesce(sid, event_id) order by ts desc, event_id desc) as place "
            "  from event where ev = 'helpful_vote' and article_id is not null and traffic = 'human' "
            "    and ts >= :since and ts < :until and (cast(:locale as text) is null or locale = :locale)"
            ") as votes where place = 1 and (vote = 'yes' or reason is null or reason <> 'rule') "
            "group by article_id order by article_id"
        ),
        {"since": scope.since, "until": scope.until, "locale": scope.locale},
    )
    return tuple((row.article_id, row.helpful, row.whole) for row in rows)
