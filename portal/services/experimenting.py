"""The comparison group: suggestions at the form are withheld from a small random share of people.

Off until an administrator switches it on. Nobody is assigned whose browser asked not to be followed, nor
programs and staff; search, articles and notices are never withheld, nor is anything on topics about which
nothing is suggested anyway. What the comparison says is computed by the worker and kept as a report.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pydantic import TypeAdapter

from portal.domain.assignment import Assignment, assign
from portal.domain.events import Traffic
from portal.errors import Forbidden, InvalidRequest
from portal.services.comparing import Compared, Stratum, compare_running, is_alarming, make_strata, share_of
from portal.services.doors import Doors
from portal.services.making_events import new_id
from portal.services.saving import Saved, make_saving
from portal.services.staff import Member, Role
from portal.services.visitors import Visitor
from portal.statistics import Estimate, propose, remaining
from portal.statistics import Traffic as FormTraffic
from portal.store.comparison import (
    ShareChange,
    UnitVisits,
    add_change,
    compare,
    count_assigned,
    count_eligible,
    count_visits_of_units,
    first_eligible_at,
    last_change,
)
from portal.store.database import reading, writing
from portal.store.stored_reports import StoredReport, find_report, keep_report

EXPERIMENT = "suggestions"
REPORT = "comparison.2"
SHARES = (0.0, 0.05, 0.1, 0.15, 0.2)
_DAY = 86_400.0
_TRAFFIC_DAYS = 30
_USUAL_PEOPLE = 3_000
"""For how many people the running interval is tightest before traffic has told a better plan."""


class Stand(StrEnum):
    """What can be said of the comparison."""

    OFF = "off"
    WAITING = "waiting"
    ALARM = "alarm"
    MEASURED = "measured"


@dataclass(frozen=True, slots=True)
class Exposure:
    """How a person was assigned, as it is recorded with what could be suggested to her."""

    assignment: Assignment
    unit_type: str
    unit_id: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A share that the formula proposes, with what it costs and when it will say something."""

    share: float
    people: int
    days: int
    extra_contacts: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the comparison says; `found` is None as long as nothing may be said.

    `missing_people` and `missing_days` are what is missing until then (days None while nobody comes).
    `every_visit` counts every visit instead of every person, with those who return kept together; None when
    nobody returned, or statistics are not installed. `saved` are hours and money of the people avoided.
    """

    stand: Stand
    share: float
    since: float | None
    people: int = 0
    found: Compared | None = None
    every_visit: Estimate | None = None
    saved: Saved | None = None
    missing_people: int | None = None
    missing_days: int | None = None
    plan: Plan | None = None
    made_at: float = 0.0


def assign_visitor(doors: Doors, visitor: Visitor) -> Exposure | None:
    """Return how a visitor is assigned; None for those who take no part, and while the comparison is off."""
    share = doors.share.get()
    if share <= 0 or visitor.vid is None or visitor.traffic is not Traffic.HUMAN:
        return None
    unit_type, unit = ("account", visitor.ckey) if visitor.ckey else ("visitor", visitor.vid)
    return Exposure(assign(doors.secret, EXPERIMENT, unit, share=share), unit_type, unit)


def set_share(doors: Doors, member: Member, share: float) -> None:
    """Set the share from now on, 0 for off; raises Forbidden, InvalidRequest and NotStored.

    It may be changed at any time: what was measured under each share is compared within it.
    """
    if member.role is not Role.ADMINISTRATOR:
        raise Forbidden("Only an administrator may change the comparison group.")
    if share not in SHARES:
        raise InvalidRequest(f"The share is one of {', '.join(f'{one:.0%}' for one in SHARES)}.")
    change = ShareChange(new_id(), doors.clock().timestamp(), share, member.login)
    with writing(doors.engine) as connection:
        add_change(connection, change)
    doors.share.forget()


def find_change(doors: Doors) -> ShareChange | None:
    """Return who set the share that holds now, or None if nobody ever did."""
    with reading(doors.engine) as connection:
        return last_change(connection)


def find_comparison(doors: Doors) -> Comparison | None:
    """Return what the worker computed last, or None if it has not yet."""
    with reading(doors.engine) as connection:
        report = find_report(connection, REPORT)
    return None if report is None else _STORED.validate_json(report.body)


def store_comparison(doors: Doors) -> Comparison:
    """Compute what the comparison says today and keep it; for the worker. Raises NotStored, Unavailable."""
    found = compute_comparison(doors, now=doors.clock())
    with writing(doors.engine) as connection:
        body = _STORED.dump_json(found).decode()
        keep_report(connection, StoredReport(REPORT, found.made_at, body))
    return found


def compute_comparison(doors: Doors, *, now: datetime) -> Comparison:
    """Compute what the comparison says at a moment; read-only."""
    at, recontact_s = now.timestamp(), doors.definition.recontact_s
    with reading(doors.engine) as connection:
        change = last_change(connection)
        strata = make_strata(compare(connection, now=at, recontact_s=recontact_s))
        assigned = count_assigned(connection)
        visits = count_visits_of_units(connection, now=at, recontact_s=recontact_s)
        people, contacted = count_eligible(connection, since=at - _TRAFFIC_DAYS * _DAY, until=at)
        first = first_eligible_at(connection)
    seen_for = 0.0 if first is None else min((at - first) / _DAY, _TRAFFIC_DAYS)
    traffic = FormTraffic(people, contacted, max(seen_for, 1.0))
    share = change.share if change else 0.0
    base = Comparison(
        stand=Stand.OFF,
        share=share,
        since=change.changed_at if change else None,
        people=sum(one.people for one in strata),
        plan=_plan(traffic),
        made_at=at,
    )
    if not strata and share == 0:
        return replace(base, people=0)
    if is_alarming(assigned):
        return replace(base, stand=Stand.ALARM)
    planned = base.plan.people if base.plan else _USUAL_PEOPLE
    found = compare_running(strata, narrowest_at=planned)
    if found is None:
        # Once as many as planned were seen without ten of each kind, nobody can say how many more it takes.
        missing = remaining(people=planned, seen=base.people, people_a_day=traffic.people_a_day)
        return replace(
            base,
            stand=Stand.WAITING,
            missing_people=missing.people if missing else None,
            missing_days=missing.days if missing else None,
        )
    return replace(
        base,
        stand=Stand.MEASURED,
        found=found,
        every_visit=_by_visits(visits, share=_largest(strata)),
        saved=make_saving(doors, found, now=now),
    )


def _largest(strata: Sequence[Stratum]) -> float:
    """Return the share under which most people were assigned."""
    return max(strata, key=lambda one: one.people).share


def _by_visits(visits: Sequence[UnitVisits], *, share: float) -> Estimate | None:
    """Count every visit under one share, with the visits of a person or an office kept together."""
    under = [one for one in visits if share_of(one.arm, one.prob) == share]
    if not any(one.visits > 1 for one in under):
        return None
    try:
        from portal.statistics.clusters import Units, clustered_difference
    except ImportError:
        return None
    arms = []
    for arm in ("withheld", "shown"):
        units = [one for one in under if one.arm == arm for _ in range(one.n)]
        arms.append(Units([one.contacted for one in units], [one.visits for one in units]))
    return clustered_difference(arms[0], arms[1])


def _plan(traffic: FormTraffic) -> Plan | None:
    if not traffic.people:
        return None
    proposal = propose(traffic)
    if proposal is None:
        return None
    return Plan(proposal.share, proposal.people, proposal.days, proposal.extra_contacts)


_STORED = TypeAdapter(Comparison)
