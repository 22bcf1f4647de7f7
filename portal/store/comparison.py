"""The comparison group: who set its share and when, and what became of people in both arms."""

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, TextClause, text


@dataclass(frozen=True, slots=True)
class ShareChange:
    """From when on suggestions are withheld from which share of people (0 is off), and who set it."""

    change_id: str
    changed_at: float
    share: float
    changed_by: str


@dataclass(frozen=True, slots=True)
class ArmCount:
    """People assigned alike, each with her first visit to the form; only those whose window has passed.

    `linkable` could have been recognised later, which was known before; `late` are contacts after the visit.
    """

    arm: str
    prob: float
    people: int
    in_visit: int
    contacted: int
    linkable: int
    linkable_in_visit: int
    linkable_late: int


@dataclass(frozen=True, slots=True)
class UnitVisits:
    """How many of those assigned alike came so often, and contacted us after so many of these visits."""

    arm: str
    prob: float
    visits: int
    contacted: int
    n: int


NO_END = 1e12
"""Later than any event."""


def add_change(connection: Connection, change: ShareChange) -> None:
    """Remember a new share; earlier ones stay."""
    connection.execute(
        text(
            "insert into experiment_change (change_id, changed_at, share, changed_by) "
            "values (:change_id, :changed_at, :share, :changed_by)"
        ),
        asdict(change),
    )


def last_change(connection: Connection) -> ShareChange | None:
    """Return who set the share that holds now, or None if nobody ever switched it on."""
    row = connection.execute(
        text(
            "select change_id, changed_at, share, changed_by from experiment_change "
            "order by changed_at desc, change_id desc limit 1"
        )
    ).first()
    return None if row is None else ShareChange(**row._mapping)


@cache
def statement() -> TextClause:
    """Return the published statement of the comparison."""
    return text((Path(__file__).parent / "sql" / "comparison.sql").read_text(encoding="utf-8"))


def compare(
    connection: Connection, *, now: float, recontact_s: float, since: float = 0.0, until: float = NO_END
) -> tuple[ArmCount, ...]:
    """Count people by arm and probability, of those whose first visit to the form lies in a period."""
    rows = connection.execute(
        statement(), {"now": now, "recontact_s": recontact_s, "since": since, "until": until, "every": 0}
    )
    return tuple(ArmCount(**{name: row._mapping[name] for name in ArmCount.__slots__}) for row in rows)


def count_visits_of_units(
    connection: Connection, *, now: float, recontact_s: float
) -> tuple[UnitVisits, ...]:
    """Count every visit to the form, by the one who was assigned, for whom a figure by visits is checked."""
    head, _, _ = statement().text.rpartition("select p.arm")
    rows = connection.execute(
        text(
            f"{head}select arm, prob, visits, contacted, count(*) as n from ("
            "select p.arm, p.prob, p.unit_id, count(*) as visits, "
            "sum(case when w.visit is null then 0 else 1 end) as contacted "
            "from people p left join wrote w on w.visit = p.sid group by p.arm, p.prob, p.unit_id) as units "
            "group by arm, prob, visits, contacted order by arm, prob, visits, contacted"
        ),
        {"now": now, "recontact_s": recontact_s, "since": 0.0, "until": NO_END, "every": 1},
    )
    return tuple(UnitVisits(**row._mapping) for row in rows)


def count_assigned(connection: Connection) -> tuple[tuple[str, float, int], ...]:
    """Count everybody ever assigned, by arm and probability, for the health of the assignment."""
    rows = connection.execute(
        text(
            "select arm, prob, count(distinct unit_id) as n from event where ev = 'suggest_eligible' "
            "and traffic = 'human' and arm is not null group by arm, prob order by arm, prob"
        )
    )
    return tuple((row.arm, row.prob, row.n) for row in rows)


def count_eligible(connection: Connection, *, since: float, until: float) -> tuple[int, int]:
    """Return how many linked visits could be shown suggestions, and how many of these wrote to us."""
    row = connection.execute(
        text(
            "select count(*) as people, coalesce(sum(wrote), 0) as contacted from ("
            "select sid, max(case when ev = 'suggest_eligible' then 1 else 0 end) as eligible, "
            "max(case when ev = 'contact_created' then 1 else 0 end) as wrote from event "
            "where ev in ('suggest_eligible', 'contact_created') and traffic = 'human' "
            "and sid is not null and ts >= :since and ts < :until group by sid) as visits where eligible = 1"
        ),
        {"since": since, "until": until},
    ).one()
    return row.people, int(row.contacted)


def first_eligible_at(connection: Connection) -> float | None:
    """Return when somebody could be shown suggestions for the first time, or None."""
    return connection.execute(
        text("select min(ts) from event where ev = 'suggest_eligible' and traffic = 'human'")
    ).scalar()
