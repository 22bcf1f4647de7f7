"""Back from the desk: how tickets stand, when a person answered first, when they were closed, how rated."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from portal.connectors.desks.desk import Desk, State
from portal.connectors.desks.hooks import GOOD_FOR_S, READERS, Hint, HintRefused
from portal.connectors.desks.outcomes import DeskError
from portal.errors import Forbidden, NotFound
from portal.services.desk_closing import note_closed
from portal.services.doors import Doors
from portal.services.integrations import Integrations
from portal.services.marking import mark_told
from portal.store.database import reading, writing
from portal.store.desk_tickets import (
    DeskTicket,
    ask_soon,
    change_ticket,
    find_by_ref,
    open_tickets,
)
from portal.store.promises import Promises, count_promises
from portal.store.refusals import count_refusals, take_delivery
from portal.traces import trace

log = logging.getLogger(__name__)

ASK_EVERY_S = 900.0
MOST_ASKED = 25
"""In one round, of one desk: letters must not wait for it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a hint: how many of our tickets it named."""

    tickets: int


def ask_desks(doors: Doors, integrations: Integrations) -> int:
    """Ask every desk about open tickets that were not asked about lately; return how many changed."""
    changed = 0
    for name, one in integrations.desks.items():
        if one.desk is None:
            continue
        now = doors.clock().timestamp()
        with reading(doors.engine) as connection:
            due = open_tickets(connection, name, now=now, every_s=ASK_EVERY_S, limit=MOST_ASKED)
        for ticket in due:
            state = _ask(one.desk, ticket)
            if state is None:
                break
            changed += keep_state(doors, ticket, state)
    return changed


def keep_state(doors: Doors, ticket: DeskTicket, state: State) -> bool:
    """Keep how a ticket stands; return whether that is news. What was known is not forgotten."""
    now = doors.clock()
    news = replace(
        ticket,
        status=state.status,
        changed_at=_ts(state.changed_at)
        or (now.timestamp() if state.status != ticket.status else None)
        or ticket.changed_at,
        asked_at=now.timestamp(),
        first_answer_at=_first(ticket.first_answer_at, _ts(state.first_answer_at)),
        closed_at=_closed(ticket, state, now) if state.status == "solved" else None,
        satisfaction=state.satisfaction or ticket.satisfaction,
    )
    with writing(doors.engine) as connection:
        change_ticket(connection, news)
    if news.closed_at is not None:
        note_closed(doors, news)
    mark_told(doors, ticket.contact_id, state.mark, source=ticket.desk)
    return replace(news, asked_at=ticket.asked_at) != ticket


def take_hint(
    doors: Doors,
    integrations: Integrations,
    name: str,
    *,
    headers: Mapping[str, str],
    body: bytes,
    url: str,
) -> Told:
    """Take what a desk tells by itself: signed as its vendor signs, recent, and each once.

    Raises NotFound for a desk that is not to tell anything, Forbidden for what is not the desk's, NotStored.
    """
    one = integrations.desks.get(name)
    if one is None or one.options.webhook_secret is None or one.vendor not in READERS:
        raise NotFound("There is no desk of this name that may tell anything.")
    now = doors.clock()
    try:
        told = READERS[one.vendor](one.options.webhook_secret.read(), Hint(headers, body, url, now))
    except HintRefused as error:
        raise _refused(doors, name, str(error)) from None
    with writing(doors.engine) as connection:
        is_new = take_delivery(
            connection,
            f"{name}:{told.key}",
            now=now.timestamp(),
            forget_before=now.timestamp() - 2 * GOOD_FOR_S,
        )
    if not is_new:
        raise _refused(doors, name, "replayed")
    if told.state is not None:
        with reading(doors.engine) as connection:
            ticket = find_by_ref(connection, name, told.ref)
        if ticket is not None:
            keep_state(doors, ticket, told.state)
        return Told(int(ticket is not None))
    with writing(doors.engine) as connection:
        return Told(sum(ask_soon(connection, name, number) for number in told.external_ids))


def read_promises(doors: Doors, since: datetime, until: datetime) -> Promises:
    """Return how many promised answers of a period were in time, late, or are still open."""
    with reading(doors.engine) as connection:
        return count_promises(
            connection, since=since.timestamp(), until=until.timestamp(), now=doors.clock().timestamp()
        )


def _ask(desk: Desk, ticket: DeskTicket) -> State | None:
    """Return how a ticket stands; None where the desk has no answer now, so that nobody waits for it."""
    try:
        return desk.state(ticket.external_id)
    except DeskError as error:
        log.warning("desk %s does not tell how tickets stand: %s", ticket.desk, type(error).__name__)
    except Exception as error:  # noqa: BLE001  an answer nobody thought of must not hold the letters
        log.error("desk %s told something unknown: %s", ticket.desk, trace(error))
    return None


def _refused(doors: Doors, name: str, reason: str) -> Forbidden:
    with writing(doors.engine) as connection:
        day = doors.clock().date().isoformat()
        count_refusals(connection, day=day, source=f"desk {name}", reasons={reason: 1})
    return Forbidden(f"This is {reason}.")


def _first(known: float | None, told: float | None) -> float | None:
    return min((at for at in (known, told) if at is not None), default=None)


def _closed(ticket: DeskTicket, state: State, now: datetime) -> float:
    return _ts(state.closed_at) or ticket.closed_at or now.timestamp()


def _ts(at: datetime | None) -> float | None:
    return at.timestamp() if at is not None else None
