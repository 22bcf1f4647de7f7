"""Try the configured desks: what they lack, read-only, and one marked ticket."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage

from portal.connectors.desks.desk import Finding, Made
from portal.connectors.desks.outcomes import DeskError, Unsure
from portal.connectors.desks.registry import VENDORS
from portal.connectors.mail import MailFailed, MailSender
from portal.domain.references import make_reference
from portal.domain.tickets import Ticket
from portal.errors import InvalidRequest, Unavailable
from portal.services.integrations import EMAIL, Configured, Integrations
from portal.services.making_events import new_id
from portal.settings import Settings

TITLE = "Test of the help centre: please close this ticket"
MESSAGE = (
    "This is a test. Nobody waits for an answer: please close it.\n"
    "If you can read this with its lines below each other, and <b>this</b> is not bold, all is well."
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One desk as it is configured."""

    name: str
    vendor: str
    address: str
    answers: tuple[str, ...]
    """The routes of topics.yml that come to it first."""


def list_desks(integrations: Integrations, settings: Settings, routes: tuple[str, ...]) -> tuple[Listed, ...]:
    """Return every desk, the mailbox of the settings last, with the routes it answers."""
    first = {route: integrations.way(route)[0] for route in routes}

    def answers(name: str) -> tuple[str, ...]:
        return tuple(route for route, desk in first.items() if desk == name)

    found = [
        Listed(one.name, _vendor_name(one), _address(one), answers(one.name))
        for one in integrations.desks.values()
    ]
    return (*found, Listed(EMAIL, "E-mail", settings.desk_email, answers(EMAIL)))


def check_desk(integrations: Integrations, name: str) -> tuple[Finding, ...]:
    """Return what was found at a desk, without changing anything; raises InvalidRequest for unknown names."""
    one = _find(integrations, name)
    if one is None or one.desk is None:
        return (
            Finding("mailbox", is_well=True, advice="`portal integrations test` shows whether mail goes."),
        )
    try:
        return one.desk.check()
    except DeskError as error:
        return (Finding("sign-in", is_well=False, advice=str(error)),)


def send_test(integrations: Integrations, name: str, settings: Settings, sender: MailSender) -> Made:
    """Send one marked ticket and return it; raises InvalidRequest, or Unavailable that says why not."""
    one = _find(integrations, name)
    contact = new_id()
    ticket = Ticket(
        ref=make_reference(contact),
        code="000-0000",
        title=TITLE,
        message=MESSAGE,
        email=settings.mail_from,
        lang=settings.default_language,
        name="Help centre",
        facts=(("Sent by", "portal integrations test"),),
        story_head="No journey: this is a test.",
    )
    if one is None or one.desk is None:
        return _send_letter(ticket, one.recipient if one else settings.desk_email, settings, sender)
    try:
        body = one.desk.render(ticket)
        try:
            return one.desk.create(ticket.ref, body)
        except Unsure:
            found = one.desk.find(ticket.ref, body)
            if found is None:
                raise
            return found
    except DeskError as error:
        raise Unavailable(f"{error} The reference was {ticket.ref}.") from None


def _send_letter(ticket: Ticket, recipient: str, settings: Settings, sender: MailSender) -> Made:
    message = EmailMessage()
    message["Subject"] = ticket.subject
    message["From"] = Address(addr_spec=settings.mail_from)
    message["To"] = recipient
    message["Message-ID"] = f"<{ticket.ref}@{settings.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(ticket.message)
    try:
        sender.send(message)
    except MailFailed as error:
        raise Unavailable(str(error)) from None
    return Made(ticket.ref)


def _find(integrations: Integrations, name: str) -> Configured | None:
    """Return a desk, or None for the mailbox of the settings."""
    if name == EMAIL:
        return None
    found = integrations.desks.get(name)
    if found is None:
        known = ", ".join((*integrations.desks, EMAIL))
        raise InvalidRequest(f"There is no desk {name}; there is {known}.")
    return found


def _vendor_name(one: Configured) -> str:
    return VENDORS[one.vendor].name if one.vendor in VENDORS else "E-mail"


def _address(one: Configured) -> str:
    return str(getattr(one.options, "address", one.recipient))
