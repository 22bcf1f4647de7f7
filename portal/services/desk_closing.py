"""What a help desk closes counts as the event model says: one contact_closed for each of our messages."""

from portal import __version__
from portal.domain.events import Event, EventName, Traffic
from portal.services.doors import Doors
from portal.services.surveying import queue_survey
from portal.store.contacts import Contact, find_by_id
from portal.store.database import reading, writing
from portal.store.desk_tickets import DeskTicket
from portal.store.events import add_events

FORM = "form"


def note_closed(doors: Doors, ticket: DeskTicket) -> bool:
    """Record that a ticket was closed, once for its message, and ask the customer; False if that is known.

    Raises NotStored. An answer that comes to be known later is counted from the ticket itself.
    """
    with reading(doors.engine) as connection:
        contact = find_by_id(connection, ticket.contact_id)
    if contact is None:
        return False
    with writing(doors.engine) as connection:
        is_new = bool(add_events(connection, [_event(contact, ticket)]))
    if is_new and contact.traffic == Traffic.HUMAN:
        queue_survey(doors, contact)
    return is_new


def _event(contact: Contact, ticket: DeskTicket) -> Event:
    answered_at = ticket.first_answer_at
    return Event(
        event_id=f"{contact.contact_id}-closed",
        ts=contact.created_at,
        ev=EventName.CONTACT_CLOSED,
        locale=contact.locale,
        traffic=Traffic(contact.traffic),
        app_v=__version__,
        topic=contact.topic,
        channel=FORM,
        ticket_id=contact.contact_id,
        created_by="desk",
        wait_s=None if answered_at is None else max(answered_at - contact.created_at, 0.0),
        valid=None if answered_at is None else int(answered_at <= contact.reply_by),
    )
