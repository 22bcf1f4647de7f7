"""What the help desk's data tell of the service: solved at first contact, answered as promised."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

_COUNTS = (
    "coalesce((select m.valid from event m where m.ticket_id = e.ticket_id and m.ev = 'contact_marked' "
    "order by m.ts desc, m.event_id desc limit 1), e.valid) = 1"
)


@dataclass(frozen=True, slots=True)
class TopicCases:
    """Cases about a topic ('' where none is known), and how many needed no second contact."""

    topic: str
    whole: int
    solved: int


@dataclass(frozen=True, slots=True)
class KeptPromises:
    """First answers by way and topic, and how many came as promised."""

    channel: str
    topic: str
    whole: int
    kept: int


def has_desk_contacts(connection: Connection, *, since: float, until: float) -> bool:
    """Tell whether anything by other ways than the form is known of a period."""
    found = connection.execute(
        text(
            "select 1 from event where ev = 'contact_created' and created_by <> 'customer' "
            "and ts >= :since and ts < :until limit 1"
        ),
        {"since": since, "until": until},
    ).first()
    return found is not None


def count_first_contacts(
    connection: Connection, *, since: float, until: float, now: float, recontact_s: float
) -> tuple[TopicCases, ...]:
    """Count cases that began in a period, of known people, whose window has passed.

    A case is a contact before which the same person had not contacted us about the topic within the window;
    it was solved at first contact if she did not again within the window after it.
    """
    rows = connection.execute(
        text(
            "with contacts as (select e.ts, e.ckey, coalesce(e.topic, '') as topic from event e "
            "where e.ev = 'contact_created' and e.traffic = 'human' and e.ckey is not null "
            f"and e.ts >= :since - :recontact_s and e.ts < :until + :recontact_s and {_COUNTS}), "
            "chained as (select topic, ts, lag(ts) over person as before, lead(ts) over person as after "
            "from contacts window person as (partition by ckey, topic order by ts)) "
            "select topic, count(*) as whole, "
            "sum(case when after is null or after - ts > :recontact_s then 1 else 0 end) as solved "
            "from chained where ts >= :since and ts < :until and ts + :recontact_s <= :now "
            "and (before is null or ts - before > :recontact_s) group by topic order by topic"
        ),
        {"since": since, "until": until, "now": now, "recontact_s": recontact_s},
    )
    return tuple(TopicCases(row.topic, row.whole, int(row.solved)) for row in rows)


def count_kept(connection: Connection, *, since: float, until: float) -> tuple[KeptPromises, ...]:
    """Count the first answers of a period for which something was promised; spam is left out."""
    rows = connection.execute(
        text(
            "select e.channel, coalesce(e.topic, '') as topic, count(*) as whole, sum(e.valid) as kept "
            "from event e where e.ev = 'contact_closed' and e.valid is not null and e.channel is not null "
            "and e.ts >= :since and e.ts < :until and coalesce((select m.valid from event m "
            "where m.ticket_id = e.ticket_id and m.ev = 'contact_marked' "
            "order by m.ts desc, m.event_id desc limit 1), 1) = 1 "
            "group by e.channel, coalesce(e.topic, '') order by 1, 2"
        ),
        {"since": since, "until": until},
    )
    return tuple(KeptPromises(row.channel, row.topic, row.whole, int(row.kept)) for row in rows)
