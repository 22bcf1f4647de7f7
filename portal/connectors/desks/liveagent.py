"""LiveAgent: tickets by API key; found again by a custom field that the list is filtered by."""

from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote, urlencode

from pydantic import Field

from portal.connectors.desks.desk import Addition, Finding, Made, PassedFile, State
from portal.connectors.desks.options import Address, Checked, DeskOptions, Line, Secret, Tag
from portal.connectors.desks.outcomes import Refused, Unsure
from portal.connectors.desks.parts import Parts, require_own_host
from portal.connectors.desks.probing import probe
from portal.connectors.desks.reading import as_list, as_object, read_time, text_of
from portal.connectors.desks.rest import Rest, is_at, write_json
from portal.connectors.signing_in import Fixed
from portal.domain.tickets import Ticket, in_html

NAME = "LiveAgent"
MOST_BODY = 60_000
YES, NO = "Y", "N"
_ANSWERS = frozenset({"4", "6", "8"})
"""Kinds of message groups that go to the customer: a letter, WhatsApp, an instant message."""
_NOBODY = frozenset({"", "system00"})
_STATUSES = {
    "N": "received",
    "T": "in_progress",
    "C": "in_progress",
    "A": "waiting_for_customer",
    "W": "waiting_for_customer",
    "R": "solved",
    "X": "solved",
    "B": "solved",
}


class Fields(Checked):
    """Codes of custom ticket fields; the one for the reference must exist."""

    reference: Line = "portal_ref"
    case: Line | None = None
    language: Line | None = None
    topic: Line | None = None


class Options(DeskOptions):
    """How a LiveAgent account is reached; the address ends with /api/v3."""

    vendor: Literal["liveagent"]
    address: Address
    api_key: Secret
    recipient: Line
    """The desk's own mailbox, which the ticket seems to have come to."""
    department: Line = "default"
    departments: dict[str, str] = Field(default_factory=dict)
    """Which department answers, by `route` of topics.yml."""
    fields: Fields = Fields()
    tags: tuple[Tag, ...] = ()
    """Ids of tags, not their names."""


class LiveAgent:
    """A LiveAgent account."""

    repeats_s = 0.0
    settles_s: float | None = 120.0

    def __init__(self, options: Options, parts: Parts) -> None:
        is_own = is_at(options.address, (".ladesk.com",))
        require_own_host(options.address, is_own=is_own, allowed=options.allow_networks, vendor=NAME)
        self._options = options
        sign_in = Fixed({"apikey": options.api_key.read()})
        self._rest = Rest(parts.http, parts.clock, sign_in, name=NAME, address=options.address)

    def render(self, ticket: Ticket) -> str:
        """Return the ticket as HTML; no mail leaves the desk because of it."""
        options = self._options
        values = {
            "reference": ticket.ref,
            "case": ticket.code,
            "language": ticket.lang,
            "topic": ticket.topic,
        }
        told: dict[str, Any] = {
            "useridentifier": ticket.email,
            "recipient": options.recipient,
            "departmentid": options.departments.get(ticket.route, options.department),
            "subject": ticket.subject[:255],
            "message": in_html(ticket, most=MOST_BODY),
            "is_html_message": YES,
            "do_not_send_mail": YES,
            "use_template": NO,
            "status": "N",
            "mail_message_id": f"<{ticket.ref}@{options.recipient.rpartition('@')[2]}>",
            "custom_fields": [
                {"code": name, "value": values[key]}
                for key, name in options.fields.model_dump().items()
                if name and values[key]
            ],
        }
        if options.tags:
            told["tags"] = list(options.tags)
        return write_json(told)

    def create(self, ref: str, body: str) -> Made:
        """Ask for the ticket."""
        answer = self._rest.ask("POST", "/tickets", body=body)
        made = self._made(answer.object())
        if made is None:
            raise Unsure(f"{NAME} answered {answer.status} without a ticket for {ref}.")
        return made

    def find(self, ref: str, _body: str) -> Made | None:
        """Return the ticket whose custom field has this reference."""
        field = self._options.fields.reference
        query = {"_filters": write_json([[field, "E", ref]]), "_perPage": "10"}
        told = self._rest.ask("GET", "/tickets", query=query).json()
        if not isinstance(told, list):
            raise Unsure(f"{NAME} answered a look-up with something else.")
        tickets = [one for one in map(as_object, told) if _reference(one, field) in (ref, None)]
        if len(tickets) > 1 and any(_reference(one, field) is None for one in tickets):
            raise Unsure(f"{NAME} does not filter by {field}: is it the code of the field?")
        return next((made for one in tickets if (made := self._made(one)) is not None), None)

    def attach(self, _external_id: str, _file: PassedFile) -> None:
        """Raise Refused: nothing the vendor tells shows how a file is added to a ticket that is there."""
        raise Refused(f"{NAME} takes no files by its interface; they go by mail.")

    def add(self, _external_id: str, _addition: Addition) -> None:
        """Raise Refused: the vendor's own client reads messages of a ticket, and adds none."""
        raise Refused(f"{NAME} takes no words by its interface; they go by mail.")

    def has(self, _external_id: str, _addition: Addition) -> bool | None:
        """Return False: nothing was ever added."""
        return False

    def check(self) -> tuple[Finding, ...]:
        """Look whether we may read tickets, and whether the list can be filtered by the reference."""
        field = self._options.fields.reference
        probed = write_json([[field, "E", "pr_00000000000000000000000000"]])
        return (
            probe(
                self._rest,
                "sign-in and rights",
                "/tickets?_perPage=1",
                advice="Make a v3 API key with ticket.create and ticket.read.",
            ),
            probe(
                self._rest,
                f"custom field {field}",
                f"/tickets?{urlencode({'_filters': probed, '_perPage': '1'})}",
                advice=f"Make a text field for tickets with the code {field}.",
                is_right=lambda answer: answer.json() == [],
            ),
        )

    def state(self, external_id: str) -> State | None:
        """Return how the ticket stands; the first answer is the first letter that an agent sent."""
        path = f"/tickets/{quote(external_id, safe='')}"
        told = self._rest.ask("GET", path).object()
        # A key may be kept from reading messages: then only the first answer is not known.
        groups = self._rest.ask("GET", f"{path}/messages", also=(401, 403, 404)).json()
        letter = text_of(told.get("status"))
        status = _STATUSES.get(letter, "in_progress")
        changed = read_time(told.get("date_changed"))
        return State(
            external_id,
            status,
            changed_at=changed,
            first_answer_at=_first_answer(groups),
            closed_at=(read_time(told.get("date_resolved")) or changed) if status == "solved" else None,
            mark="spam" if letter == "B" else None,
        )

    def _made(self, ticket: dict[str, Any]) -> Made | None:
        number = text_of(ticket.get("id"))
        if not number:
            return None
        site = self._options.address.removesuffix("/api/v3")
        link = f"{site}/agent/#Conversation;id={quote(number, safe='')}"
        return Made(number, text_of(ticket.get("code")), link)


def _first_answer(groups: object) -> datetime | None:
    """Return when an agent sent the first letter or message; rules and automatic replies have no agent."""
    answers = [
        at
        for one in map(as_object, as_list(groups))
        if text_of(one.get("type")) in _ANSWERS
        and text_of(one.get("userid")) not in _NOBODY
        and text_of(one.get("user_full_name"))
        and (at := read_time(one.get("datecreated"))) is not None
    ]
    return min(answers, default=None)


def _reference(ticket: dict[str, Any], field: str) -> str | None:
    """Return the reference a listed ticket has, or None where the list does not show it."""
    fields = map(as_object, as_list(ticket.get("custom_fields")))
    return next((text_of(one.get("value")) for one in fields if one.get("code") == field), None)
