"""What the help desk's data tell of the service: solved at first contact, answered as promised."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

_COUNTS = (
    "coalesce((select m.valid from event m where m.ticket_id = e.ticket_id and m.ev = 'contact_marked' "
    "order by m.ts desc, m.event_id desc limit 1), e.valid) = 1"
)
_CLOSED = (
    "select channel, coalesce(topic, '') as topic, ticket_id, valid as kept from ("
    "  select channel, topic, ticket_id, valid, row_number() over ("
    "    partition by coalesce(ticket_id, event_id) order by event_id) as place from event"
    "  where ev = 'contact_closed' and traffic = 'human' and valid is not null and channel is not null"
    "  and ts >= :since and ts < :until) as closed where place = 1"
)
"""Import, webhook and the desk itself may tell of the same ticket."""
_STANDING = (
    "select 'form', coalesce(c.topic, ''), c.contact_id, "
    "case when min(t.first_answer_at) <= c.reply_by then 1 else 0 end "
    "from contact c join desk_ticket t on t.contact_id = c.contact_id "
    "where c.created_at >= :since and c.created_at < :until and c.traffic = 'human' "
    "and not exists (select 1 from event e where e.ticket_id = c.contact_id "
    "  and e.ev = 'contact_closed' and e.valid is not null) "
    "group by c.contact_id, c.topic, c.reply_by "
    "having min(t.first_answer_at) is not null or c.reply_by < :now"
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


def count_kept(connection: Connection, *, since: float, until: float, now: float) -> tuple[KeptPromises, ...]:
    """Count the first answers of a period for which something was promised; spam is left out.

    A message of our own form counts once: by what was told when it was closed, else as its ticket stands.
    One without an answer counts from the moment on by which it was promised.
    """
    rows = connection.execute(
        text(
            "select channel, topic, count(*) as whole, sum(kept) as kept from ("
            f"{_CLOSED} union all {_STANDING}) as told where coalesce((select m.valid from event m "
            "where m.ticket_id = told.ticket_id and m.ev = 'contact_marked' "
            "order by m.ts desc, m.event_id desc limit 1), 1) = 1 "
            "group by channel, topic order by channel, topic"
        ),
        {"since": since, "until": until, "now": now},
    )
    return tuple(KeptPromises(row.channel, row.topic, row.whole, int(row.kept)) for row in rows)
