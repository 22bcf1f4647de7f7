"""Write the two letters that every message to a person causes: to the support team and to the customer."""

import json
import re
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from portal.articles.acts import ACTS
from portal.articles.topics import ActId
from portal.connectors.mail import MailFailed
from portal.domain.case_numbers import format_case_number
from portal.domain.journey import Step, StepKind
from portal.domain.references import make_reference
from portal.language import format_date, format_time
from portal.services.attaching import read_file
from portal.services.calling import tell_call
from portal.services.doors import Doors
from portal.services.guiding import tell_choices
from portal.services.telling import from_json
from portal.store import contacts, outbox
from portal.store.attachments import StoredFile, attachments_of
from portal.store.database import reading
from portal.store.legal_acts import LegalAct, find_act

_MOST_GREETED = 60
_NAME = re.compile(r"[^\W\d_]+(?:(?:\. |[ '’‘-])[^\W\d_]+)*\.?")


def is_greetable(name: str) -> bool:
    """Tell whether a name may stand in a letter's greeting: a stranger must not place an address there.

    >>> is_greetable("Dr. Kovács-Nagy Éva"), is_greetable("win at evil.example")
    (True, False)
    """
    return len(name) <= _MOST_GREETED and _NAME.fullmatch(name) is not None


def write_letter(doors: Doors, outgoing: outbox.Outgoing) -> EmailMessage:
    """Return the finished letter for a row of the outbox; raise MailFailed if its contact was deleted."""
    with reading(doors.engine) as connection:
        contact = contacts.find_by_id(connection, json.loads(outgoing.payload)["contact_id"])
        files = attachments_of(connection, contact.contact_id) if contact else ()
    if contact is None:
        raise MailFailed("The contact was deleted meanwhile.", is_final=True)
    if outgoing.kind == "files":
        message = _files_to_desk(doors, contact)
        attach(doors, message, tuple(one for one in files if one.passed_at is None))
    elif outgoing.kind == "desk":
        message = _to_desk(doors, contact)
        attach(doors, message, tuple(one for one in files if one.follow_up_id is None))
    else:
        message = _to_customer(doors, contact)
    if outgoing.unsure_since is not None:
        _warn_of_double(doors, contact, message)
    message["To"] = outgoing.recipient
    message["Message-ID"] = f"<{contact.code}.{outgoing.kind}.{contact.contact_id}@{_host(doors)}>"
    message["Date"] = format_datetime(datetime.fromtimestamp(outgoing.created_at, tz=UTC))
    message["X-Portal-Ref"] = contact.code
    return message


def _to_customer(doors: Doors, contact: contacts.Contact) -> EmailMessage:
    lang, say = contact.locale, doors.words.get
    phone = doors.shop.channels["phone"].address if "phone" in doors.shop.channels else ""
    paragraphs = [
        say(lang, "letter.greeting", name=contact.name)
        if contact.name and is_greetable(contact.name)
        else say(lang, "letter.greeting.plain"),
        say(lang, "letter.received", code=format_case_number(contact.code)),
        tell_call(doors, contact.contact_id, lang)
        or say(lang, "letter.when", time=reply_by_text(doors, contact.reply_by, lang)),
        say(lang, "letter.more", phone=phone),
        say(lang, "letter.track", url=request_url(doors, contact.code, lang)),
        say(lang, "letter.yourwords"),
        _quoted(contact.message),
        say(lang, "letter.signature", shop=doors.shop.shop_name),
    ]
    message = EmailMessage()
    message["Subject"] = say(lang, "letter.subject", code=format_case_number(contact.code))
    message["From"] = Address(doors.shop.shop_name, addr_spec=doors.settings.mail_from)
    message["Auto-Submitted"] = "auto-replied"
    message.set_content("\n\n".join(paragraphs) + "\n")
    message["Content-Language"] = lang  # after the text: setting it drops every Content- header
    return message


def request_url(doors: Doors, code: str, lang: str) -> str:
    """Return where a message can be followed; the number stands behind the #, which no server sees."""
    return f"{doors.settings.base_url.rstrip('/')}/{lang}/requests/#c={format_case_number(code)}"


def _to_desk(doors: Doors, contact: contacts.Contact) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = f"[{format_case_number(contact.code)}] {head_of(doors, contact)}"
    # Never the customer's own address: her domain would not vouch for our server.
    message["From"] = Address(doors.shop.shop_name, addr_spec=doors.settings.mail_from)
    message["Reply-To"] = contact.email
    message["Auto-Submitted"] = "auto-generated"
    facts = ["-- ", *(f"{name}: {value}" for name, value in tell_facts(doors, contact))]
    message.set_content("\n".join((contact.message, "", *facts, "", *_story(doors, contact))))
    message.add_attachment(
        json.dumps(json.loads(contact.journey), ensure_ascii=False, indent=1).encode(),
        maintype="application",
        subtype="json",
        filename="journey.json",
    )
    return message


def _files_to_desk(doors: Doors, contact: contacts.Contact) -> EmailMessage:
    """Write the letter that brings files which the help desk did not take."""
    lang = doors.settings.default_language
    code = format_case_number(contact.code)
    message = EmailMessage()
    message["Subject"] = f"[{code}] {topic_title(doors, contact)}"
    message["From"] = Address(doors.shop.shop_name, addr_spec=doors.settings.mail_from)
    message["Reply-To"] = contact.email
    message["Auto-Submitted"] = "auto-generated"
    ref = make_reference(contact.contact_id)
    message.set_content(doors.words.get(lang, "letter.desk.files", code=code, ref=ref) + "\n")
    return message


def attach(doors: Doors, message: EmailMessage, files: tuple[StoredFile, ...]) -> None:
    """Put kept files into a letter."""
    for one in files:
        body = read_file(doors, one)
        if body is None:
            continue
        kind, _, more = one.media_type.partition("/")
        message.add_attachment(body, maintype=kind, subtype=more, filename=one.name)


def _warn_of_double(doors: Doors, contact: contacts.Contact, message: EmailMessage) -> None:
    """Say first that the desk may have the message, too: it never said whether it took it."""
    ref = make_reference(contact.contact_id)
    warning = doors.words.get(doors.settings.default_language, "letter.desk.unsure", ref=ref)
    body = message.get_body()
    if isinstance(body, EmailMessage):
        body.set_content(f"{warning}\n\n{body.get_content()}")


def topic_title(doors: Doors, contact: contacts.Contact) -> str:
    """Return the topic's title in the team's language."""
    lang = doors.settings.default_language
    topic = doors.shop.topics.get(contact.topic or "")
    return topic.title[lang] if topic else doors.words.get(lang, "letter.desk.notopic")


def head_of(doors: Doors, contact: contacts.Contact) -> str:
    """Return what stands over a message at the desk: its topic, and first that a call is wished for."""
    lang, title = doors.settings.default_language, topic_title(doors, contact)
    wish = doors.words.get(lang, "letter.desk.callback")
    return f"{wish}: {title}" if tell_call(doors, contact.contact_id, lang) else title


def tell_facts(doors: Doors, contact: contacts.Contact) -> tuple[tuple[str, str], ...]:
    """Return what is known of a message beside its words, each with its name in the team's language."""
    lang = doors.settings.default_language
    with reading(doors.engine) as connection:
        act = find_act(connection, contact.contact_id)

    def say(key: str) -> str:
        return doors.words.get(lang, f"letter.desk.{key}")

    rows = [
        (say("callback"), tell_call(doors, contact.contact_id, lang)),
        (say("case"), format_case_number(contact.code)),
        (say("register"), act.register_no if act else None),
        (say("choice"), _choice(doors, act, lang) if act else None),
        (say("topic"), topic_title(doors, contact)),
        (say("name"), contact.name),
        (say("email"), contact.email),
        (say("order"), contact.order_number),
        (say("language"), contact.locale),
        (say("promised"), reply_by_text(doors, contact.reply_by, lang)),
        (say("deadline"), reply_by_text(doors, contact.deadline_at, lang) if contact.deadline_at else None),
        (say("page"), contact.article_id),
    ]
    return tuple((name, value) for name, value in rows if value)


def _choice(doors: Doors, act: LegalAct, lang: str) -> str | None:
    """Return what was chosen in a statement, in the team's language: hers may be another."""
    known = ACTS.get(ActId(act.act)) if act.act in set(ActId) else None
    return doors.words.get(lang, f"act.field.{known.choice}.{act.choice}") if known and act.choice else None


def _story(doors: Doors, contact: contacts.Contact) -> list[str]:
    lang = doors.settings.default_language
    steps = from_json(contact.journey)
    head = doors.words.get(lang, "letter.desk.journey" if steps else "letter.desk.nojourney")
    return [head, *(f"  {describe_step(doors, step, lang)}" for step in steps)]


def describe_step(doors: Doors, step: Step, lang: str) -> str:
    """Return one step of a visit as a sentence in the reader's language."""
    zone = doors.shop.calendar.zone
    at = datetime.fromtimestamp(step.at, tz=UTC).astimezone(zone)
    article = doors.listing.get().find(step.article_id or "", step.lang or "")
    values = {
        "text": step.text or "",
        "n": step.n_results or 0,
        "title": article.title if article else step.article_id or "",
        "seconds": round(step.visible_s or 0),
        "vote": doors.words.get(lang, f"vote.{step.vote}") if step.vote else "",
        "reason": doors.words.get(lang, f"reason.{step.reason}") if step.reason else "",
    }
    if step.kind is StepKind.GUIDED:
        # The team reads the guide in its own language; the choices are the same in all.
        guide = doors.find_article(step.article_id, lang)
        values |= {"answers": tell_choices(guide, step.text or "")} | (
            {"title": guide.title} if guide else {}
        )
    key = f"journey.{step.kind}"
    if step.kind is StepKind.READ and not step.visible_s:
        key = "journey.opened"
    if step.kind is StepKind.VOTED and step.reason:
        key = "journey.voted.reason"
    return f"{format_time(at.time(), lang)}  {doors.words.get(lang, key, **values)}"


def reply_by_text(doors: Doors, ts: float, lang: str) -> str:
    """Return a promised time as customers read it: date, time and whose time it is."""
    at = datetime.fromtimestamp(ts, tz=UTC).astimezone(doors.shop.calendar.zone)
    return doors.words.get(
        lang, "time.full", date=format_date(at.date(), lang), time=format_time(at.time(), lang)
    )


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())


def _host(doors: Doors) -> str:
    return doors.settings.mail_from.rpartition("@")[2] or "localhost"
