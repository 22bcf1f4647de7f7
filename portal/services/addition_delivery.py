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
from portal.connectors.desks.outcomes import DeskError, Refused, Throttled
from portal.connectors.mail import MailFailed, MailSender
from portal.domain.case_numbers import format_case_number
from portal.services.delays import LONGEST_S, wait_at_age
from portal.services.doors import Doors
from portal.services.file_delivery import PATIENCE_S, follow_with_files
from portal.services.integrations import Integrations
from portal.store import follow_ups, outbox
from portal.store.attachments import added_files, mark_passed
from portal.store.contacts import Contact, find_by_id
from portal.store.database import reading, writing
from portal.store.desk_tickets import DeskTicket, tickets_of
from portal.store.follow_ups import CLOSED, FollowUp
from portal.store.outbox import Outgoing
from portal.traces import trace

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
            return self._put_off(outgoing, "The message was deleted meanwhile.", None)
        ticket = tickets[-1] if tickets else None
        configured = self.integrations.desks.get(ticket.desk) if ticket else None
        desk = configured.desk if configured is not None else None
        if ticket is None or desk is None:
            return self._by_mail(outgoing, added)
        return self._by_desk(outgoing, ticket, desk, self._addition(contact, added), added)

    def _by_desk(
        self, outgoing: Outgoing, ticket: DeskTicket, desk: Desk, addition: Addition, added: FollowUp
    ) -> str:
        age = self._now() - outgoing.created_at
        try:
            # A try before this one may have arrived, although nobody said so.
            is_there = outgoing.attempts > 1 and desk.has(ticket.external_id, addition)
            if not is_there:
                desk.add(ticket.external_id, addition)
        except Refused as error:
            log.warning("outbox %s: %s takes no additions", outgoing.outbox_id, ticket.desk)
            return self._by_mail(outgoing, added, str(error))
        except DeskError as error:
            if age >= PATIENCE_S:
                return self._by_mail(outgoing, added, str(error))
            wait = error.wait_s if isinstance(error, Throttled) and error.wait_s else wait_at_age(age)
            return self._put_off(outgoing, str(error), wait)
        except Exception as error:  # noqa: BLE001  an answer nobody thought of must not hold the others
            log.error("outbox %s at %s: %s", outgoing.outbox_id, ticket.desk, trace(error))
            return self._by_mail(outgoing, added, f"{type(error).__name__} in the adapter.")
        return self._done(outgoing, added, ticket)

    def _addition(self, contact: Contact, added: FollowUp) -> Addition:
        lang, say = self.doors.settings.default_language, self.doors.words.get
        code, is_end = format_case_number(contact.code), added.kind == CLOSED
        ref = f"fu_{added.follow_up_id[:24]}"
        words = say(lang, "request.letter.closed", code=code) if is_end else added.message
        head = say(lang, "request.desk.added", code=code)
        return Addition(ref, code, "\n".join((head, "", words, "", f"-- {ref}")), is_end)

    def _by_mail(self, outgoing: Outgoing, added: FollowUp, reason: str = "") -> str:
        try:
            self.sender.send(self.write(outgoing))
        except MailFailed as error:
            age = self._now() - outgoing.created_at
            is_over = error.is_final or age >= LONGEST_S
            return self._put_off(outgoing, f"{error} {reason}".strip(), None if is_over else wait_at_age(age))
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

    def _put_off(self, outgoing: Outgoing, reason: str, wait: float | None) -> str:
        next_at = None if wait is None else self._now() + wait
        with writing(self.doors.engine) as connection:
            outbox.mark_undelivered(connection, outgoing.outbox_id, error=reason[:500], next_at=next_at)
        return "failed" if next_at is None else "postponed"

    def _now(self) -> float:
        return self.doors.clock().timestamp()
