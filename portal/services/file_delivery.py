"""Bring the files of a message after its ticket: to the same desk, or to the mailbox when that takes none.

A ticket is made once; a file whose upload got no answer is sent again, so that it may be there twice, but
never not at all. Each file that arrived is recorded by itself.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage

from portal.connectors.desks.desk import Desk, PassedFile
from portal.connectors.desks.outcomes import DeskError, Refused, Throttled
from portal.connectors.mail import MailFailed, MailSender
from portal.domain.case_numbers import format_case_number
from portal.domain.references import make_reference
from portal.services.attaching import read_file
from portal.services.delays import LONGEST_S, wait_at_age
from portal.services.delivering import FILES
from portal.services.doors import Doors
from portal.services.integrations import Integrations
from portal.services.making_events import new_id
from portal.store import outbox
from portal.store.attachments import attachments_of, mark_passed
from portal.store.contacts import Contact, find_by_id
from portal.store.database import reading, writing
from portal.store.outbox import Outgoing
from portal.traces import trace

log = logging.getLogger(__name__)

PATIENCE_S = 7_200.0
"""How long a desk that cannot be reached is tried before the mailbox gets the files."""

Write = Callable[[Outgoing], EmailMessage]


def follow_with_files(contact: Contact, *, desk: str, external_id: str, mailbox: str, now: float) -> Outgoing:
    """Return what brings the files of a message after the ticket that was just made of it."""
    return Outgoing(
        outbox_id=new_id(),
        kind=FILES,
        contact_id=contact.contact_id,
        recipient=mailbox,
        payload=json.dumps({"contact_id": contact.contact_id, "desk": desk, "external_id": external_id}),
        attempts=0,
        created_at=now,
    )


@dataclass(frozen=True, slots=True)
class FileDelivery:
    """Delivers files; what decides stands in the database."""

    doors: Doors
    integrations: Integrations
    sender: MailSender
    write: Write

    def deliver(self, outgoing: Outgoing) -> str:
        """Try once to bring all files that the desk has not got; return delivered, postponed or failed."""
        told = json.loads(outgoing.payload)
        with reading(self.doors.engine) as connection:
            contact = find_by_id(connection, told["contact_id"])
        configured = self.integrations.desks.get(told["desk"])
        desk = configured.desk if configured is not None else None
        age = self._now() - outgoing.created_at
        if contact is None:
            return self._put_off(outgoing, "The contact was deleted meanwhile.", None)
        if desk is None:
            return self._by_mail(outgoing)
        try:
            self._to_desk(desk, contact, told["external_id"])
        except Refused as error:
            log.warning("outbox %s: %s takes no files", outgoing.outbox_id, told["desk"])
            return self._by_mail(outgoing, str(error))
        except DeskError as error:
            if age >= PATIENCE_S:
                return self._by_mail(outgoing, str(error))
            wait = error.wait_s if isinstance(error, Throttled) and error.wait_s else wait_at_age(age)
            return self._put_off(outgoing, str(error), wait)
        except Exception as error:  # noqa: BLE001  an answer nobody thought of must not hold the others
            log.error("outbox %s: files at %s: %s", outgoing.outbox_id, told["desk"], trace(error))
            return self._by_mail(outgoing, f"{type(error).__name__} in the adapter.")
        return self._done(outgoing)

    def _to_desk(self, desk: Desk, contact: Contact, external_id: str) -> None:
        with reading(self.doors.engine) as connection:
            stored = attachments_of(connection, contact.contact_id)
        for one in stored:
            body = read_file(self.doors, one) if one.passed_at is None else None
            if body is None:
                continue
            file = PassedFile(
                ref=make_reference(contact.contact_id),
                number=one.place + 1,
                code=format_case_number(contact.code),
                name=one.name,
                media_type=one.media_type,
                body=body,
            )
            desk.attach(external_id, file)
            with writing(self.doors.engine) as connection:
                mark_passed(connection, one.attachment_id, now=self._now())

    def _by_mail(self, outgoing: Outgoing, reason: str = "") -> str:
        try:
            self.sender.send(self.write(outgoing))
        except MailFailed as error:
            age = self._now() - outgoing.created_at
            is_over = error.is_final or age >= LONGEST_S
            return self._put_off(outgoing, f"{error} {reason}".strip(), None if is_over else wait_at_age(age))
        return self._done(outgoing)

    def _done(self, outgoing: Outgoing) -> str:
        with writing(self.doors.engine) as connection:
            outbox.mark_delivered(connection, outgoing.outbox_id, now=self._now())
        return "delivered"

    def _put_off(self, outgoing: Outgoing, reason: str, wait: float | None) -> str:
        next_at = None if wait is None else self._now() + wait
        with writing(self.doors.engine) as connection:
            outbox.mark_undelivered(connection, outgoing.outbox_id, error=reason, next_at=next_at)
        return "failed" if next_at is None else "postponed"

    def _now(self) -> float:
        return self.doors.clock().timestamp()
