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
from portal.connectors.mail import MailSender
from portal.domain.case_numbers import format_case_number
from portal.domain.references import make_reference
from portal.services.attaching import read_file
from portal.services.delivering import FILES
from portal.services.doors import Doors
from portal.services.integrations import Integrations
from portal.services.making_events import new_id
from portal.services.reaching import NotTaken, finish, put_off, reaching
from portal.store.attachments import attachments_of, mark_passed
from portal.store.contacts import Contact, find_by_id
from portal.store.database import reading, writing
from portal.store.outbox import Outgoing

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
        if contact is None:
            return put_off(self.doors, outgoing, NotTaken("The contact was deleted meanwhile."))
        if desk is None:
            return self._by_mail(outgoing)
        try:
            with reaching(self.doors, outgoing, told["desk"], patience_s=PATIENCE_S):
                self._to_desk(desk, contact, told["external_id"])
        except NotTaken as why:
            if why.wait_s is not None:
                return put_off(self.doors, outgoing, why)
            log.warning("outbox %s: %s takes no files", outgoing.outbox_id, told["desk"])
            return self._by_mail(outgoing, why.reason)
        return finish(self.doors, outgoing)

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
        letter = self.write(outgoing)
        try:
            with reaching(self.doors, outgoing, "mail"):
                self.sender.send(letter)
        except NotTaken as why:
            return put_off(self.doors, outgoing, NotTaken(f"{why.reason} {reason}".strip(), why.wait_s))
        return finish(self.doors, outgoing)

    def _now(self) -> float:
        return self.doors.clock().timestamp()
