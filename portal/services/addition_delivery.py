"""Bring what a customer added to her message into its ticket; to the mailbox where there is no ticket.

A desk is asked whether it has the words before they are sent a second time, so that they stand there once,
whatever broke off. What a desk refuses, or does not take within two hours, the mailbox gets as a letter.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage

from portal.connectors.desks.desk import Addition, Desk
from portal.connectors.mail import MailSender
from portal.domain.case_numbers import format_case_number
from portal.services.doors import Doors
from portal.services.file_delivery import PATIENCE_S, follow_with_files
from portal.services.integrations import Integrations
from portal.services.reaching import NotTaken, put_off, reaching
from portal.store import follow_ups, outbox
from portal.store.attachments import added_files, mark_passed
from portal.store.contacts import Contact, find_by_id
from portal.store.database import reading, writing
from portal.store.desk_tickets import DeskTicket, tickets_of
from portal.store.follow_ups import CLOSED, FollowUp
from portal.store.outbox import Outgoing

log = logging.getLogger(__name__)

Write = Callable[[Outgoing], EmailMessage]


@dataclass(frozen=True, slots=True)
class AdditionDelivery:
    """Delivers additions; what decides stands in the database."""

    doors: Doors
    integrations: Integrations
    sender: MailSender
    write: Write

    def deliver(self, outgoing: Outgoing) -> str:
        """Try once; return delivered, postponed or failed. Raises NotStored."""
        with reading(self.doors.engine) as connection:
            told = json.loads(outgoing.payload)
            added = follow_ups.find_follow_up(connection, told["follow_up_id"])
            contact = find_by_id(connection, added.contact_id) if added else None
            tickets = tickets_of(connection, added.contact_id) if added else ()
        if added is None or contact is None:
            return put_off(self.doors, outgoing, NotTaken("The message was deleted meanwhile."))
        ticket = tickets[-1] if tickets else None
        configured = self.integrations.desks.get(ticket.desk) if ticket else None
        desk = configured.desk if configured is not None else None
        if ticket is None or desk is None:
            return self._by_mail(outgoing, added)
        return self._by_desk(outgoing, ticket, desk, self._addition(contact, added), added)

    def _by_desk(
        self, outgoing: Outgoing, ticket: DeskTicket, desk: Desk, addition: Addition, added: FollowUp
    ) -> str:
        try:
            with reaching(self.doors, outgoing, ticket.desk, patience_s=PATIENCE_S):
                # A try before this one may have arrived, although nobody said so.
                is_there = outgoing.attempts > 1 and desk.has(ticket.external_id, addition)
                if not is_there:
                    desk.add(ticket.external_id, addition)
        except NotTaken as why:
            if why.wait_s is not None:
                return put_off(self.doors, outgoing, why)
            log.warning("outbox %s: %s takes no additions", outgoing.outbox_id, ticket.desk)
            return self._by_mail(outgoing, added, why.reason)
        return self._done(outgoing, added, ticket)

    def _addition(self, contact: Contact, added: FollowUp) -> Addition:
        lang, say = self.doors.settings.default_language, self.doors.words.get
        code, is_end = format_case_number(contact.code), added.kind == CLOSED
        ref = f"fu_{added.follow_up_id[:24]}"
        words = say(lang, "request.letter.closed", code=code) if is_end else added.message
        head = say(lang, "request.desk.added", code=code)
        return Addition(ref, code, "\n".join((head, "", words, "", f"-- {ref}")), is_end)

    def _by_mail(self, outgoing: Outgoing, added: FollowUp, reason: str = "") -> str:
        letter = self.write(outgoing)
        try:
            with reaching(self.doors, outgoing, "mail"):
                self.sender.send(letter)
        except NotTaken as why:
            return put_off(self.doors, outgoing, NotTaken(f"{why.reason} {reason}".strip(), why.wait_s))
        return self._done(outgoing, added, None)

    def _done(self, outgoing: Outgoing, added: FollowUp, ticket: DeskTicket | None) -> str:
        """Record it; its files follow it to the ticket, and were in the letter where there was one."""
        now = self._now()
        with writing(self.doors.engine) as connection:
            files = added_files(connection, added.follow_up_id)
            contact = find_by_id(connection, added.contact_id)
            if ticket is not None and files and contact is not None:
                mailbox = self.doors.settings.desk_email
                row = follow_with_files(
                    contact, desk=ticket.desk, external_id=ticket.external_id, mailbox=mailbox, now=now
                )
                outbox.add_outgoing(connection, row)
            for one in files if ticket is None else ():
                mark_passed(connection, one.attachment_id, now=now)
            outbox.mark_delivered(connection, outgoing.outbox_id, now=now)
        return "delivered"

    def _now(self) -> float:
        return self.doors.clock().timestamp()
