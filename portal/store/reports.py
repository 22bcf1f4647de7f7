"""Count issues and queries for a report: the published statement runs once, the rest groups its result.

The issues of a report are kept in temporary tables of the reading transaction; they go with it, and the
database itself is not written.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, String, bindparam, text

from portal.domain.outcomes import Definition
from portal.store.outcomes import statement
from portal.store.rollups import closed_until, concluded_until


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about: from `since` until before `until` (seconds since 1970), one language or all."""

    since: float
    until: float
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class IssueGroup:
    """How many issues have these properties in common; a mature one's re-contact window has passed."""

    is_counted: int
    topic: str | None
    intent: str
    outcome: str
    escalation_kind: str | None
    state: str
    is_mature: int
    n: int


@dataclass(frozen=True, slots=True)
class DayGroup:
    """How many counted issues of a day ended like this."""

    day_no: int
    outcome: str
    n: int


@dataclass(frozen=True, slots=True)
class QueryUse:
    """One wording that was asked in one counted issue, and what became of the issue."""

    locale: str
    q_redacted: str
    sid: str
    issue_no: int
    intent: str
    outcome: str
    state: str


@dataclass(frozen=True, slots=True)
class EmptyQuery:
    """One wording that found nothing in one visit."""

    locale: str
    q_redacted: str
    sid: str
    times: int


_TABLES = (
    "create temporary table report_issue (sid text, issue_no integer, started_at double precision, "
    "ended_at double precision, topic text, intent text, outcome text, escalation_kind text, state text, "
    "is_mature integer, is_counted integer, is_closed integer)",
    "create temporary table report_closed (day_at double precision, topic text, is_counted integer, "
    "intent text, outcome text, escalation_kind text, n integer)",
    "create temporary table report_day (day_no integer, since_at double precision, "
    "until_at double precision)",
)


def gather_issues(
    connection: Connection,
    scope: Scope,
    *,
    now: float,
    definition: Definition,
    outside: Iterable[str],
    days: Iterable[tuple[float, float]],
    is_kept_enough: bool = False,
) -> None:
    """Conclude the scope's issues once, for the statements below.

    `outside` are topics that stand outside every figure, `days` the beginnings and ends of the scope's days.
    Of closed days the counts are taken as they were closed, and the needs as far as they are still kept.
    With `is_kept_enough` other days, too, are taken as they were last concluded, where they were.
    """
    for table in _TABLES:
        connection.execute(text(table))
    open_from = closed_until(connection, since=scope.since, until=scope.until)
    _take_closed(connection, scope, until=open_from)
    if is_kept_enough:
        open_from = _take_concluded(connection, scope, since=open_from, now=now, definition=definition)
    if open_from < scope.until:
        _conclude_open(connection, scope, since=open_from, now=now, definition=definition, outside=outside)
    connection.execute(
        text("insert into report_day (day_no, since_at, until_at) values (:day_no, :since_at, :until_at)"),
        [
            {"day_no": number, "since_at": since, "until_at": until}
            for number, (since, until) in enumerate(days)
        ],
    )


def _take_closed(connection: Connection, scope: Scope, *, until: float) -> None:
    bounds = {"since": scope.since, "until": until, "locale": scope.locale}
    connection.execute(
        text(
            "insert into report_issue select sid, issue_no, started_at, ended_at, topic, intent, outcome, "
            "escalation_kind, state, 1, is_counted, 1 from outcome "
            "where started_at >= :since and started_at < :until "
            "and (cast(:locale as text) is null or locale = :locale)"
        ),
        bounds,
    )
    connection.execute(
        text(
            "insert into report_closed select day_at, topic, is_counted, intent, outcome, escalation_kind, n "
            "from outcome_day where day_at >= :since and day_at < :until "
            "and (cast(:locale as text) is null or locale = :locale)"
        ),
        bounds,
    )


def _conclude_open(
    connection: Connection,
    scope: Scope,
    *,
    since: float,
    now: float,
    definition: Definition,
    outside: Iterable[str],
) -> None:
    connection.execute(
        text(
            "insert into report_issue select sid, issue_no, started_at, ended_at, topic, intent, outcome, "
            "escalation_kind, state, case when :now >= ended_at + :recontact_s then 1 else 0 end, "
            "case when topic in :outside then 0 else 1 end, 0 "
            f"from ({statement().text}) as concluded "
            "where cast(:locale as text) is null or locale = :locale"
        ).bindparams(bindparam("outside", expanding=True, type_=String())),
        {
            "since": since,
            "until": scope.until,
            "now": now,
            "recontact_s": definition.recontact_s,
            "dwell_s": definition.dwell_s,
            "outside": tuple(outside),
            "locale": scope.locale,
        },
    )


def _take_concluded(
    connection: Connection, scope: Scope, *, since: float, now: float, definition: Definition
) -> float:
    """Take needs of days that are not closed as last concluded; return until when there are any."""
    until = concluded_until(connection, since=since, until=scope.until)
    connection.execute(
        text(
            "insert into report_issue select sid, issue_no, started_at, ended_at, topic, intent, outcome, "
            "escalation_kind, state, case when :now >= ended_at + :recontact_s then 1 else 0 end, "
            "is_counted, 0 from outcome where started_at >= :since and started_at < :until "
            "and (cast(:locale as text) is null or locale = :locale)"
        ),
        {
            "since": since,
            "until": until,
            "locale": scope.locale,
            "now": now,
            "recontact_s": definition.recontact_s,
        },
    )
    return until


def group_issues(connection: Connection) -> tuple[IssueGroup, ...]:
    """Count the gathered issues by everything that sets them apart."""
    rows = connection.execute(
        text(
            "select is_counted, topic, intent, outcome, escalation_kind, state, is_mature, sum(n) as n from ("
            "select is_counted, topic, intent, outcome, escalation_kind, state, is_mature, 1 as n "
            "from report_issue where is_closed = 0 union all "
            "select is_counted, topic, intent, outcome, escalation_kind, 'final', 1, n from report_closed"
            ") as counted group by is_counted, topic, intent, outcome, escalation_kind, state, is_mature "
            "order by n desc, topic, intent, outcome, escalation_kind, state"
        )
    )
    return tuple(IssueGroup(**row._mapping) for row in rows)


def group_days(connection: Connection) -> tuple[DayGroup, ...]:
    """Count the gathered, counted issues by day and outcome."""
    rows = connection.execute(
        text(
            "select d.day_no, i.outcome, sum(i.n) as n from ("
            "select started_at, outcome, 1 as n from report_issue where is_counted = 1 and is_closed = 0 "
            "union all select day_at, outcome, n from report_closed where is_counted = 1) as i "
            "join report_day d on i.started_at >= d.since_at and i.started_at < d.until_at "
            "group by d.day_no, i.outcome order by d.day_no, i.outcome"
        )
    )
    return tuple(DayGroup(**row._mapping) for row in rows)


def last_end_of_provisional(connection: Connection) -> float | None:
    """Return when the last of the counted issues ended that may still change, or None if none may."""
    return connection.execute(
        text("select max(ended_at) from report_issue where is_counted = 1 and state = 'provisional'")
    ).scalar()


def query_uses(connection: Connection) -> tuple[QueryUse, ...]:
    """Return every wording once for each counted issue that it was asked in."""
    rows = connection.execute(
        text(
            "select distinct e.locale, e.q_redacted, i.sid, i.issue_no, i.intent, i.outcome, i.state "
            "from report_issue i join event e "
            "on e.sid = i.sid and e.ts >= i.started_at and e.ts <= i.ended_at "
            "where i.is_counted = 1 and e.ev = 'search' and e.traffic = 'human' and e.q_redacted is not null "
            "order by e.locale, e.q_redacted, i.sid, i.issue_no"
        )
    )
    return tuple(QueryUse(**row._mapping) for row in rows)


def count_searches(connection: Connection, scope: Scope) -> tuple[int, int]:
    """Return how many queries people of linked visits asked, and how many of them found nothing."""
    row = connection.execute(
        text(
            "select count(*) as asked, coalesce(sum(case when n_results = 0 then 1 else 0 end), 0) as empty "
            "from event where ev = 'search' and traffic = 'human' and sid is not null "
            "and ts >= :since and ts < :until and (cast(:locale as text) is null or locale = :locale)"
        ),
        _bounds(scope),
    ).one()
    return row.asked, row.empty


def empty_queries(connection: Connection, scope: Scope) -> tuple[EmptyQuery, ...]:
    """Return every wording that found nothing, once for each visit."""
    rows = connection.execute(
        text(
            "select locale, q_redacted, sid, count(*) as times from event "
            "where ev = 'search' and traffic = 'human' and sid is not null and n_results = 0 "
            "and q_redacted is not null and ts >= :since and ts < :until "
            "and (cast(:locale as text) is null or locale = :locale) "
            "group by locale, q_redacted, sid order by locale, q_redacted, sid"
        ),
        _bounds(scope),
    )
    return tuple(EmptyQuery(**row._mapping) for row in rows)


def _bounds(scope: Scope) -> dict[str, object]:
    return {"since": scope.since, "until": scope.until, "locale": scope.locale}
