"""Messages in a report: the last ones with their story, and how far their letters are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from portal.domain.calls import Call
from portal.domain.case_numbers import format_case_number
from portal.services.calling import describe_call
from portal.services.doors import Doors
from portal.services.letters import describe_step
from portal.services.telling import from_json
from portal.store.attachments import StoredFile
from portal.store.contacts import Contact
from portal.store.legal_acts import LegalAct
from portal.store.marks import MarkedContact
from portal.store.reports_content import DeliveryRow


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far one letter is; `error` is None for those who may not see addresses."""

    kind: str
    state: str
    attempts: int
    error: str | None


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One message; what tells who wrote it is None for those who may not see it."""

    contact_id: str
    code: str
    created_at: float
    locale: str
    topic: str | None
    topic_title: str
    is_counted: bool
    traffic: str
    reply_by: float
    deadline_at: float | None
    journey: tuple[str, ...]
    """Empty for those who may not see it: what one person searched for is nobody's figure."""
    steps: int
    deliveries: tuple[Delivery, ...]
    mark: MarkedContact | None = None
    """What staff said of it last; None when it left no event, or that is deleted."""
    name: str | None = None
    email: str | None = None
    order_number: str | None = None
    message: str | None = None
    call: str = ""
    """Whom somebody is to call and when; empty where no call is wished for, and for those who may not see."""
    files: tuple[StoredFile, ...] = ()
    """Empty for those who may not see who wrote it."""
    act: LegalAct | None = None
    """The statement of legal weight that it is; None for an ordinary message."""

    @property
    def is_delivered(self) -> bool:
        """Whether every letter has left."""
        return bool(self.deliveries) and all(letter.state == "delivered" for letter in self.deliveries)

    @property
    def has_failed(self) -> bool:
        """Whether a letter could not be delivered and nobody tries any more."""
        return any(delivery.state == "failed" for delivery in self.deliveries)


@dataclass(frozen=True, slots=True)
class OtherWay:
    """A contact by telephone, mail, chat or a social network: of these only the fact is known."""

    contact: MarkedContact
    topic_title: str


def make_contacts(
    doors: Doors,
    found: Iterable[Contact],
    deliveries: Iterable[DeliveryRow],
    *,
    marks: Mapping[str, MarkedContact],
    files: Iterable[StoredFile] = (),
    calls: Mapping[str, Call] | None = None,
    acts: Mapping[str, LegalAct] | None = None,
    lang: str,
    sees_people: bool,
) -> tuple[ContactRow, ...]:
    """Return messages with story, letters and marks, told in the manager's language."""
    by_contact: dict[str, list[DeliveryRow]] = {}
    for row in deliveries:
        by_contact.setdefault(row.contact_id, []).append(row)
    rows = (
        _contact(doors, contact, by_contact.get(contact.contact_id, []), lang=lang, sees_people=sees_people)
        for contact in found
    )
    held: dict[str, tuple[StoredFile, ...]] = {}
    for one in files if sees_people else ():
        held[one.contact_id] = (*held.get(one.contact_id, ()), one)
    told = {id_: describe_call(doors, call, lang) for id_, call in (calls or {}).items() if sees_people}
    return tuple(
        replace(
            row,
            mark=marks.get(row.contact_id),
            files=held.get(row.contact_id, ()),
            call=told.get(row.contact_id, ""),
            act=(acts or {}).get(row.contact_id),
        )
        for row in rows
    )


def topic_title(doors: Doors, topic_id: str | None, lang: str) -> str:
    """Return a topic's name, its id if it is no longer in the list, or the words for none."""
    topic = doors.shop.topics.get(topic_id or "")
    if topic is not None:
        return topic.title[lang]
    return topic_id or doors.words.get(lang, "letter.desk.notopic")


def _contact(
    doors: Doors, contact: Contact, letters: list[DeliveryRow], *, lang: str, sees_people: bool
) -> ContactRow:
    story = from_json(contact.journey)
    return ContactRow(
        contact_id=contact.contact_id,
        code=format_case_number(contact.code),
        created_at=contact.created_at,
        locale=contact.locale,
        topic=contact.topic,
        topic_title=topic_title(doors, contact.topic, lang),
        is_counted=bool(contact.is_counted),
        traffic=contact.traffic,
        reply_by=contact.reply_by,
        deadline_at=contact.deadline_at,
        journey=tuple(describe_step(doors, step, lang) for step in story) if sees_people else (),
        steps=len(story),
        deliveries=tuple(
            Delivery(row.kind, row.state, row.attempts, row.last_error if sees_people else None)
            for row in letters
        ),
        name=contact.name if sees_people else None,
        email=contact.email if sees_people else None,
        order_number=contact.order_number if sees_people else None,
        message=contact.message if sees_people else None,
    )
