"""The comparison group: suggestions at the form are withheld from a small random share of people.

Off until an administrator switches it on. Nobody is assigned whose browser asked not to be followed, nor
programs and staff; search, articles and notices are never withheld, nor is anything on topics about which
nothing is suggested anyway. What the comparison says is computed by the worker and kept as a report.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum

from portal.domain.assignment import Assignment, assign
from portal.domain.events import Traffic
from portal.errors import Forbidden, InvalidRequest
from portal.services.doors import Doors
from portal.services.making_events import new_id
from portal.services.staff import Member, Role
from portal.services.visitors import Visitor
from portal.statistics import (
    Arms,
    Estimate,
    Rate,
    Split,
    check_assignment,
    propose,
    remaining,
    running_difference,
)
from portal.statistics import (
    Traffic as FormTraffic,
)
from portal.statistics.running import LEAST_OF_EACH
from portal.store.comparison import (
    ArmCount,
    ShareChange,
    add_change,
    compare,
    count_assigned,
    count_eligible,
    first_eligible_at,
    last_change,
)
from portal.store.database import reading, writing
from portal.store.stored_reports import StoredReport, find_report, keep_report

EXPERIMENT = "suggestions"
REPORT = "comparison"
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
    """What the comparison says; shares are None as long as nothing may be said.

    `missing_people` and `missing_days` are what is missing until then (days None while nobody comes).
    """

    stand: Stand
    share: float
    since: float | None
    people: int = 0
    withheld: float | None = None
    shown: float | None = None
    avoided: float | None = None
    low: float | None = None
    high: float | None = None
    linkable: float | None = None
    missing_people: int | None = None
    missing_days: int | None = None
    plan: Plan | None = None
    made_at: float = 0.0


def assign_visitor(doors: Doors, visitor: Visitor) -> Exposure | None:
    """Return how a visitor is assigned; None for those who take no part, and while the comparison is off."""
    share = doors.share.get()
    if share <= 0 or visitor.vid is None or visitor.traffic is not Traffic.HUMAN:
        return None
    assignment = assign(doors.secret, EXPERIMENT, visitor.vid, share=share)
    return Exposure(assignment, "visitor", visitor.vid)


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
    if report is None:
        return None
    body = json.loads(report.body)
    plan = Plan(**body.pop("plan")) if body.get("plan") else None
    return Comparison(**(body | {"plan": plan, "stand": Stand(body["stand"]), "made_at": report.made_at}))


def store_comparison(doors: Doors) -> Comparison:
    """Compute what the comparison says today and keep it; for the worker. Raises NotStored, Unavailable."""
    found = compute_comparison(doors, now=doors.clock())
    with writing(doors.engine) as connection:
        body = asdict(found)
        del body["made_at"]
        keep_report(connection, StoredReport(REPORT, found.made_at, json.dumps(body)))
    return found


def compute_comparison(doors: Doors, *, now: datetime) -> Comparison:
    """Compute what the comparison says at a moment; read-only."""
    at = now.timestamp()
    with reading(doors.engine) as connection:
        change = last_change(connection)
        counts = compare(connection, now=at, recontact_s=doors.definition.recontact_s)
        assigned = count_assigned(connection)
        people, contacted = count_eligible(connection, since=at - _TRAFFIC_DAYS * _DAY, until=at)
        first = first_eligible_at(connection)
    seen_for = 0.0 if first is None else min((at - first) / _DAY, _TRAFFIC_DAYS)
    traffic = FormTraffic(people, contacted, max(seen_for, 1.0))
    share = change.share if change else 0.0
    base = Comparison(
        stand=Stand.OFF,
        share=share,
        since=change.changed_at if change else None,
        plan=_plan(traffic),
        made_at=at,
    )
    strata = _strata(counts)
    if not strata and share == 0:
        return base
    health = check_assignment(_splits(assigned))
    if health is not None and health.is_alarming:
        return replace(base, stand=Stand.ALARM, people=sum(one.people for one in counts))
    return _judge(base, counts, strata, traffic)


def _judge(
    base: Comparison, counts: tuple[ArmCount, ...], strata: tuple[Arms, ...], traffic: FormTraffic
) -> Comparison:
    planned = base.plan.people if base.plan else _USUAL_PEOPLE
    estimate = running_difference(strata, narrowest_at=planned)
    seen = sum(one.people for one in counts)
    linkable = sum(one.linkable for one in counts) / seen if seen else None
    if estimate is None:
        # Once as many as planned were seen without ten of each kind, nobody can say how many more it takes.
        missing = remaining(people=planned, seen=seen, people_a_day=traffic.people_a_day)
        return replace(
            base,
            stand=Stand.WAITING,
            people=seen,
            linkable=linkable,
            missing_people=missing.people if missing else None,
            missing_days=missing.days if missing else None,
        )
    return _measured(base, strata, estimate, people=seen, linkable=linkable)


def _measured(
    base: Comparison, strata: tuple[Arms, ...], estimate: Estimate, *, people: int, linkable: float | None
) -> Comparison:
    """Tell both shares so that their difference is the estimate, each stratum weighed by its people."""
    usable = [arms for arms in strata if _is_ready(arms)]
    total = sum(arms.people for arms in usable)
    shown = sum(arms.people / total * (arms.shown.share or 0.0) for arms in usable)
    return replace(
        base,
        stand=Stand.MEASURED,
        people=people,
        withheld=shown + estimate.value,
        shown=shown,
        avoided=estimate.value,
        low=estimate.low,
        high=estimate.high,
        linkable=linkable,
    )


def _plan(traffic: FormTraffic) -> Plan | None:
    if not traffic.people:
        return None
    proposal = propose(traffic)
    if proposal is None:
        return None
    return Plan(proposal.share, proposal.people, proposal.days, proposal.extra_contacts)


def _strata(counts: tuple[ArmCount, ...]) -> tuple[Arms, ...]:
    """Put the arms of each share together; what is recorded is each arm's own probability."""
    by_share: dict[float, dict[str, Rate]] = {}
    for one in counts:
        share = _share_of(one.arm, one.prob)
        by_share.setdefault(share, {})[one.arm] = Rate(one.contacted, one.people)
    nobody = Rate(0, 0)
    return tuple(
        Arms(arms.get("withheld", nobody), arms.get("shown", nobody)) for _, arms in sorted(by_share.items())
    )


def _is_ready(arms: Arms) -> bool:
    """Tell whether a stratum is among those the estimate is made of."""
    return all(
        arm.part >= LEAST_OF_EACH and arm.whole - arm.part >= LEAST_OF_EACH
        for arm in (arms.withheld, arms.shown)
    )


def _splits(assigned: tuple[tuple[str, float, int], ...]) -> tuple[Split, ...]:
    by_share: dict[float, dict[str, int]] = {}
    for arm, prob, n in assigned:
        by_share.setdefault(_share_of(arm, prob), {})[arm] = n
    return tuple(
        Split(share, arms.get("withheld", 0), arms.get("shown", 0)) for share, arms in by_share.items()
    )


def _share_of(arm: str, prob: float) -> float:
    return round(prob if arm == "withheld" else 1 - prob, 6)
