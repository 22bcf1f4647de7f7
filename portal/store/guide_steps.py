"""Count how far visits came in guides that ask."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from portal.store.reports import Scope


@dataclass(frozen=True, slots=True)
class StepCount:
    """Visits at one step of a guide: who saw it, who chose an answer there, whose last step it was.

    Those who stopped there and sent a message within a day are `wrote`.
    """

    article_id: str
    step: str
    entered: int
    went_on: int
    stopped: int
    wrote: int


@dataclass(frozen=True, slots=True)
class GuideVisits:
    """How many visits were in a guide."""

    article_id: str
    visits: int


_STEPS = (
    "steps as (select sid, article_id, step, choice, ts, event_id from event where ev = 'guide_step' "
    "and traffic = 'human' and sid is not null and article_id is not null and ts >= :since and ts < :until "
    "and (cast(:locale as text) is null or locale = :locale))"
)


def count_guide_steps(connection: Connection, scope: Scope) -> tuple[StepCount, ...]:
    """Count visits by guide and step."""
    rows = connection.execute(
        text(
            f"with {_STEPS}, seen as ("
            "select article_id, step, count(distinct sid) as entered, "
            "count(distinct case when choice is not null then sid end) as went_on "
            "from steps group by article_id, step), "
            "placed as (select sid, article_id, step, ts, row_number() over ("
            "partition by sid, article_id order by ts desc, event_id desc) as place "
            "from steps where choice is null), "
            "ended as (select p.article_id, p.step, count(*) as stopped, sum(case when exists ("
            "select 1 from event c where c.sid = p.sid and c.ev = 'contact_created' "
            "and c.ts >= p.ts and c.ts < p.ts + 86400) then 1 else 0 end) as wrote "
            "from placed p where p.place = 1 group by p.article_id, p.step) "
            "select s.article_id, s.step, s.entered, s.went_on, coalesce(e.stopped, 0) as stopped, "
            "coalesce(e.wrote, 0) as wrote from seen s left join ended e "
            "on e.article_id = s.article_id and e.step = s.step order by s.article_id, s.step"
        ),
        {"since": scope.since, "until": scope.until, "locale": scope.locale},
    )
    return tuple(StepCount(**row._mapping) for row in rows)


def count_guide_visits(connection: Connection, scope: Scope) -> tuple[GuideVisits, ...]:
    """Count the visits in each guide."""
    rows = connection.execute(
        text(
            f"with {_STEPS} select article_id, count(distinct sid) as visits from steps "
            "group by article_id order by article_id"
        ),
        {"since": scope.since, "until": scope.until, "locale": scope.locale},
    )
    return tuple(GuideVisits(**row._mapping) for row in rows)
