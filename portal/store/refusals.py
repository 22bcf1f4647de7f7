"""How often something sent to us was refused and why, by day; and which deliveries were taken already."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class RefusalCount:
    """How often a source sent something that was refused for a reason."""

    source: str
    reason: str
    n: int


def count_refusals(connection: Connection, *, day: str, source: str, reasons: Mapping[str, int]) -> None:
    """Add to the day's counts."""
    rows = [{"day": day, "source": source, "reason": reason, "n": n} for reason, n in reasons.items()]
    if rows:
        connection.execute(
            text(
                "insert into refusal (day, source, reason, n) values (:day, :source, :reason, :n) "
                "on conflict (day, source, reason) do update set n = refusal.n + excluded.n"
            ),
            rows,
        )


def refusals_since(connection: Connection, day: str) -> tuple[RefusalCount, ...]:
    """Return what was refused since a day, the most frequent first."""
    rows = connection.execute(
        text(
            "select source, reason, sum(n) as n from refusal where day >= :day "
            "group by source, reason order by sum(n) desc, source, reason"
        ),
        {"day": day},
    )
    return tuple(RefusalCount(row.source, row.reason, int(row.n)) for row in rows)


def refusals_between(connection: Connection, *, first: str, last: str) -> tuple[RefusalCount, ...]:
    """Return what was refused on some days, both ends included, the most frequent first."""
    rows = connection.execute(
        text(
            "select source, reason, sum(n) as n from refusal where day >= :first and day <= :last "
            "group by source, reason order by sum(n) desc, source, reason"
        ),
        {"first": first, "last": last},
    )
    return tuple(RefusalCount(row.source, row.reason, int(row.n)) for row in rows)


def count_marked_visits(connection: Connection, *, since: float, until: float) -> dict[str, int]:
    """Count visits that were labelled as more than one person can do, by what gave them away."""
    rows = connection.execute(
        text(
            "select cause, count(distinct sid) as n from event where ev = 'visit_marked' "
            "and ts >= :since and ts < :until group by cause order by cause"
        ),
        {"since": since, "until": until},
    )
    return {row.cause or "": row.n for row in rows}


def take_delivery(connection: Connection, signature: str, *, now: float, forget_before: float) -> bool:
    """Remember a signed delivery; return False if it was taken before."""
    connection.execute(text("delete from desk_delivery where received_at < :ts"), {"ts": forget_before})
    done = connection.execute(
        text(
            "insert into desk_delivery (signature, received_at) values (:signature, :now) "
            "on conflict (signature) do nothing"
        ),
        {"signature": signature, "now": now},
    )
    return done.rowcount == 1
