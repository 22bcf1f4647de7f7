"""Bring a message to its desk: once, whatever breaks; the only place that decides what comes next.

docs/decisions/0004-help-desks.md tells the steps.
"""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from email.message import EmailMessage

from portal.connectors.desks.desk import Desk, Made
from portal.connectors.desks.outcomes import DeskError, NotReached, Refused, Throttled
from portal.connectors.mail import MailFailed, MailSender
from portal.domain.references import make_reference
from portal.services.addition_delivery import AdditionDelivery
from portal.services.delays import LONGEST_S, wait_at_age
from portal.services.delivering import FILES
from portal.services.doors import Doors
from portal.services.file_delivery import FileDelivery, follow_with_files
from portal.services.integrations import EMAIL, Integrations
from portal.services.tickets import make_ticket
from portal.store import desk_outbox
from portal.store.attachments import attachments_of
from portal.store.contacts import Contact, find_by_id
from portal.store.database import reading, writing
from portal.store.deliveries import Attempt, add_attempt
from portal.store.desk_tickets import DeskTicket, add_ticket
from portal.store.follow_ups import KIND as FOLLOW_UP
from portal.store.outbox import Outgoing, add_outgoing
from portal.traces import trace

log = logging.getLogger(__name__)

PATIENCE_S = {"urgent": 600.0, "high": 1_800.0}
USUAL_PATIENCE_S = 7_200.0
"""How long a desk that cannot be reached is tried before the mailbox gets the message."""

ASKING_S = 90.0
"""Longer than asking for a ticket may take; a lease that ends sooner is not good enough to begin."""

_PAUSE_AFTER, _PAUSE_S = 3, 30.0
"""A desk that failed so often in a row is left alone for a while, so that others do not wait for it."""

Write = Callable[[Outgoing], EmailMessage]
Chance = Callable[[], float]


class _Taken(Exception):
    """Another worker has taken the message meanwhile; nothing more is to be done here."""


class _StillUnsure(Exception):
    """It is not known yet whether the desk has the ticket; `wait_s` until asking makes sense."""

    def __init__(self, reason: str, wait_s: float | None = None) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class _Try:
    """One try to bring one message to one desk."""

    outgoing: Outgoing
    contact: Contact
    desk: str
    priority: str
    way: tuple[str, ...]

    @property
    def ref(self) -> str:
        return make_reference(self.contact.contact_id)

    @property
    def next_desk(self) -> str | None:
        """The desk that comes after this one, or None at the end of the way."""
        place = self.way.index(self.desk) + 1 if self.desk in self.way else 0
        return self.way[place] if place < len(self.way) else None


@dataclass(slots=True)
class _Pause:
    failures: int = 0
    until: float = 0.0


@dataclass(slots=True)
class DeskDelivery:
    """Delivers messages to persons; keeps in memory only which desks to leave alone for a while."""

    doors: Doors
    integrations: Integrations
    sender: MailSender
    write: Write
    chance: Chance = random.random
    _pauses: dict[str, _Pause] = field(default_factory=dict)

    def deliver(self, outgoing: Outgoing) -> str:
        """Try a leased message once; return delivered, postponed or failed. Raises NotStored."""
        if outgoing.kind == FILES:
            return FileDelivery(self.doors, self.integrations, self.sender, self.write).deliver(outgoing)
        if outgoing.kind == FOLLOW_UP:
            return AdditionDelivery(self.doors, self.integrations, self.sender, self.write).deliver(outgoing)
        with reading(self.doors.engine) as connection:
            contact = find_by_id(connection, outgoing.contact_id or "")
        if contact is None:
            with writing(self.doors.engine) as connection:
                desk_outbox.give_up(connection, outgoing, reason="The contact was deleted meanwhile.")
            return "failed"
        try:
            one = self._begin(outgoing, contact)
            desk = self._desk(one)
            return self._by_mail(one) if desk is None else self._by_desk(one, desk)
        except _Taken:
            return "postponed"

    def _begin(self, outgoing: Outgoing, contact: Contact) -> _Try:
        topic = self.doors.shop.topics.get(contact.topic or "")
        way = self.integrations.way(topic.route if topic else "")
        if outgoing.desk is None or not (outgoing.desk == EMAIL or outgoing.desk in self.integrations.desks):
            now = self._now()
            with writing(self.doors.engine) as connection:
                self._mine(desk_outbox.begin_desk(connection, outgoing, desk=way[0], now=now))
            outgoing = replace(outgoing, desk=way[0], desk_since=now, body=None)
        return _Try(outgoing, contact, str(outgoing.desk), topic.priority if topic else "normal", way)

    def _desk(self, one: _Try) -> Desk | None:
        """Return the desk of a try, or None if it is a mailbox."""
        return None if one.desk == EMAIL else self.integrations.desks[one.desk].desk

    def _by_mail(self, one: _Try) -> str:
        mailbox = self.integrations.desks[one.desk].recipient if one.desk != EMAIL else None
        try:
            self.sender.send(self.write(replace(one.outgoing, recipient=mailbox or one.outgoing.recipient)))
        except MailFailed as error:
            return self._mail_later(one, str(error), is_final=error.is_final)
        except Exception as error:  # noqa: BLE001  one letter that cannot be written must not hold the others
            log.error("outbox %s cannot be written: %s", one.outgoing.outbox_id, trace(error))
            return self._mail_later(one, type(error).__name__, is_final=False)
        return self._done(one, None)

    def _mail_later(self, one: _Try, reason: str, *, is_final: bool) -> str:
        # By time and not by tries: those at a desk before it must not use up those of the mailbox.
        age = self._age(one)
        if is_final or age >= LONGEST_S:
            return self._next(one, reason, outcome="refused", is_unsure=_is_unsure(one))
        wait = wait_at_age(age)
        return self._put_off(one, reason, wait, outcome="waiting", is_unsure=_is_unsure(one))

    def _by_desk(self, one: _Try, desk: Desk) -> str:
        pause = self._pauses.setdefault(one.desk, _Pause())
        if self._now() < pause.until:
            return self._later(
                one, desk, "The desk is left alone for a moment.", wait=pause.until - self._now() + 1
            )
        try:
            made = self._ask(one, desk)
        except _Taken:
            raise
        except Refused as error:
            pause.failures = 0
            return self._next(one, str(error), outcome="refused", is_unsure=self._was_unsure(one, desk))
        except _StillUnsure as error:
            return self._later(one, desk, str(error), wait=error.wait_s, is_unsure=True)
        except DeskError as error:
            is_unsure = self._was_unsure(one, desk) or not isinstance(error, Throttled | NotReached)
            return self._later(one, desk, str(error), wait=self._pause(pause, error), is_unsure=is_unsure)
        except Exception as error:  # noqa: BLE001  an answer nobody thought of must not hold the others
            log.error("outbox %s at %s: %s", one.outgoing.outbox_id, one.desk, trace(error))
            return self._later(one, desk, f"{type(error).__name__} in the adapter.", is_unsure=True)
        pause.failures = 0
        return self._done(one, made)

    def _ask(self, one: _Try, desk: Desk) -> Made:
        if one.outgoing.unsure_since is not None:
            found = self._look_up(one, desk, one.outgoing.unsure_since)
            if found is not None:
                return found
        body = one.outgoing.body
        if body is None:
            body = desk.render(make_ticket(self.doors, one.contact))
            with writing(self.doors.engine) as connection:
                self._mine(desk_outbox.keep_body(connection, one.outgoing, body))
        with writing(self.doors.engine) as connection:
            now = self._now()
            self._mine(desk_outbox.begin_asking(connection, one.outgoing, now=now, needs_s=ASKING_S))
        return desk.create(one.ref, body)

    def _look_up(self, one: _Try, desk: Desk, since: float) -> Made | None:
        """Return the ticket if the desk has it; None if asking for it now cannot make a second one."""
        try:
            found = desk.find(one.ref, one.outgoing.body or "")
        except DeskError as error:
            wait = error.wait_s if isinstance(error, Throttled) else None
            raise _StillUnsure(f"It is not known whether the desk has it: {error}", wait) from None
        if found is not None:
            return found
        age = self._now() - since
        if age < desk.repeats_s:
            return None
        if desk.settles_s is None:
            raise _StillUnsure("The desk did not confirm, and cannot be asked.")
        if age < desk.settles_s:
            raise _StillUnsure("The desk did not confirm, and may still find it.", desk.settles_s - age)
        with writing(self.doors.engine) as connection:
            self._mine(desk_outbox.forget_asking(connection, one.outgoing))
        return None

    def _was_unsure(self, one: _Try, desk: Desk) -> bool:
        """Tell whether an earlier try is still open: a clear answer now says nothing of that one."""
        if one.outgoing.unsure_since is None:
            return False
        return desk.settles_s is None or self._now() - one.outgoing.unsure_since < desk.settles_s

    def _pause(self, pause: _Pause, error: DeskError) -> float | None:
        if isinstance(error, Throttled) and error.wait_s is not None:
            pause.until = self._now() + error.wait_s
            return error.wait_s
        pause.failures += 1
        if pause.failures >= _PAUSE_AFTER:
            pause.until = self._now() + _PAUSE_S
        return None

    def _later(
        self,
        one: _Try,
        desk: Desk,
        reason: str,
        *,
        wait: float | None = None,
        is_unsure: bool | None = None,
    ) -> str:
        """Put the message off, or give it to the next desk when this one has had its time."""
        unsure = _is_unsure(one) if is_unsure is None else is_unsure
        now, since = self._now(), one.outgoing.desk_since or self._now()
        patience = PATIENCE_S.get(one.priority, USUAL_PATIENCE_S)
        limit = since + patience
        if unsure:
            asked = one.outgoing.unsure_since or now
            limit = max(since + 2 * patience, asked + (desk.settles_s or 0.0) + ASKING_S)
        wait_s = wait if wait is not None else wait_at_age(self._age(one))
        next_at = now + wait_s * (1 + self.chance() / 4 if wait is not None else 0.5 + self.chance() / 2)
        if now >= limit or (not unsure and next_at > limit):
            return self._next(one, reason, outcome="handed_on", is_unsure=unsure)
        outcome = "unsure" if unsure else "waiting"
        return self._put_off(one, reason, min(next_at, limit + 1) - now, outcome=outcome, is_unsure=unsure)

    def _put_off(self, one: _Try, reason: str, wait_s: float, *, outcome: str, is_unsure: bool) -> str:
        self._log(one, outcome)
        now = self._now()
        with writing(self.doors.engine) as connection:
            self._mine(
                desk_outbox.put_off(
                    connection,
                    one.outgoing,
                    reason=reason[:500],
                    next_at=now + wait_s,
                    is_unsure=is_unsure,
                )
            )
            add_attempt(connection, self._attempt(one, outcome, reason, now))
        return "postponed"

    def _next(self, one: _Try, reason: str, *, outcome: str, is_unsure: bool) -> str:
        """Give the message to the desk that comes next; at the end of the way it is kept as failed."""
        self._log(one, outcome)
        now, following = self._now(), one.next_desk
        with writing(self.doors.engine) as connection:
            if following is None:
                self._mine(desk_outbox.give_up(connection, one.outgoing, reason=reason[:500]))
            else:
                done = desk_outbox.hand_on(
                    connection,
                    one.outgoing,
                    desk=following,
                    reason=reason[:500],
                    now=now,
                    is_unsure=is_unsure,
                )
                self._mine(done)
            add_attempt(connection, self._attempt(one, outcome, reason, now))
        return "failed" if following is None else "postponed"

    def _done(self, one: _Try, made: Made | None) -> str:
        now = self._now()
        with writing(self.doors.engine) as connection:
            self._mine(desk_outbox.finish(connection, one.outgoing, now=now))
            add_attempt(connection, self._attempt(one, "delivered", "", now))
            if made is not None:
                ticket = DeskTicket(
                    desk=one.desk,
                    external_id=made.external_id,
                    contact_id=one.contact.contact_id,
                    ref=one.ref,
                    number=made.number or None,
                    url=made.url or None,
                    created_at=now,
                    changed_at=now,
                    asked_at=now,
                )
                add_ticket(connection, ticket)
                if attachments_of(connection, one.contact.contact_id):
                    files = follow_with_files(
                        one.contact,
                        desk=one.desk,
                        external_id=made.external_id,
                        mailbox=self.doors.settings.desk_email,
                        now=now,
                    )
                    add_outgoing(connection, files)
        return "delivered"

    def _attempt(self, one: _Try, outcome: str, reason: str, now: float) -> Attempt:
        return Attempt(one.outgoing.outbox_id, one.outgoing.attempts, now, one.desk, outcome, reason[:500])

    def _log(self, one: _Try, outcome: str) -> None:
        # The reason is kept with the message: a desk's words may repeat what a customer wrote.
        log.warning(
            "outbox %s: try %d at %s: %s", one.outgoing.outbox_id, one.outgoing.attempts, one.desk, outcome
        )

    def _mine(self, is_mine: bool) -> None:  # noqa: FBT001  what the store answered
        if not is_mine:
            raise _Taken

    def _age(self, one: _Try) -> float:
        """Return for how long this desk has been tried."""
        return self._now() - (one.outgoing.desk_since or self._now())

    def _now(self) -> float:
        return self.doors.clock().timestamp()


def _is_unsure(one: _Try) -> bool:
    return one.outgoing.unsure_since is not None
