"""HubSpot Service: tickets and contacts by upserts on unique properties, so that repeats change nothing."""

import json
from typing import Any, Literal

from pydantic import Field

from portal.connectors.desks.desk import Addition, Finding, Made, PassedFile, State
from portal.connectors.desks.multipart import multipart
from portal.connectors.desks.options import Address, DeskOptions, Line, Secret
from portal.connectors.desks.outcomes import DeskError, Refused, Unsure
from portal.connectors.desks.parts import Parts, require_own_host
from portal.connectors.desks.probing import probe
from portal.connectors.desks.reading import as_list, as_object, has_text, read_time, text_of
from portal.connectors.desks.rest import Rest, is_at, read_errors, write_json
from portal.connectors.http import Answer
from portal.connectors.signing_in import Fixed
from portal.domain.tickets import Ticket, in_plain, split_name, write_html

NAME = "HubSpot"
VERSION = "2026-09"
MOST_BODY = 60_000
FILES = "/files/2026-03/files"
NOTE_TO_TICKET = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 228}
REF = "portal_ref"
SCOPES = "tickets, crm.objects.contacts.read, crm.objects.contacts.write"
PRIORITIES = {"low": "LOW", "normal": "MEDIUM", "high": "HIGH", "urgent": "URGENT"}
_STAGES = {"1": "received", "2": "waiting_for_customer", "3": "in_progress", "4": "solved"}
"""Of the pipeline that every account has."""


class Options(DeskOptions):
    """How a HubSpot account is reached."""

    vendor: Literal["hubspot"]
    address: Address = "https://api.hubapi.com"
    service_key: Secret
    account: Line
    """The number of the account, for links."""
    pipeline: Line = "0"
    stage: Line = "1"
    pipelines: dict[str, str] = Field(default_factory=dict)
    """Which pipeline answers, as `pipeline/stage`, by `route` of topics.yml."""
    stages: dict[str, Literal["received", "in_progress", "waiting_for_customer", "solved"]] = Field(
        default_factory=dict
    )
    """What stages mean, where they are not those of the first pipeline."""
    language_property: Line | None = None
    topic_property: Line | None = None
    case_property: Line | None = None


class HubSpot:
    """A HubSpot account."""

    repeats_s = float("inf")
    settles_s: float | None = 0.0

    def __init__(self, options: Options, parts: Parts) -> None:
        is_own = is_at(options.address, ("api.hubapi.com", ".hubapi.com"))
        require_own_host(options.address, is_own=is_own, allowed=options.allow_networks, vendor=NAME)
        self._options = options
        sign_in = Fixed({"Authorization": f"Bearer {options.service_key.read()}"})
        self._rest = Rest(parts.http, parts.clock, sign_in, name=NAME, address=options.address)

    def render(self, ticket: Ticket) -> str:
        """Return both upserts in one text: the customer's and the ticket's."""
        options = self._options
        first, last = split_name(ticket.name)
        pipeline, _, stage = options.pipelines.get(
            ticket.route, f"{options.pipeline}/{options.stage}"
        ).partition("/")
        properties = {
            REF: ticket.ref,
            "subject": ticket.subject,
            "content": in_plain(ticket, most=MOST_BODY),
            "hs_pipeline": pipeline,
            "hs_pipeline_stage": stage or options.stage,
            "hs_ticket_priority": PRIORITIES.get(ticket.priority, PRIORITIES["normal"]),
        }
        more = (
            (options.language_property, ticket.lang),
            (options.topic_property, ticket.topic),
            (options.case_property, ticket.code),
        )
        properties |= {name: value for name, value in more if name and value}
        person = {"email": ticket.email, "firstname": first, "lastname": last}
        return write_json(
            {
                "contact": {"inputs": [_input(ticket.email, "email", person)]},
                "ticket": {"inputs": [_input(ticket.ref, REF, properties)]},
            }
        )

    def create(self, _ref: str, body: str) -> Made:
        """Upsert the customer and the ticket, and link them; each of the three may be said twice."""
        told = _read(body)
        person = self._upsert("contacts", told["contact"])
        number = self._upsert("tickets", told["ticket"])
        self._link(number, person)
        return self._made(number)

    def find(self, ref: str, body: str) -> Made | None:
        """Return the ticket with this reference, and link it: a try may have ended before that."""
        path = f"/crm/objects/{VERSION}/tickets/{ref}"
        query = {"idProperty": REF, "associations": "contacts"}
        answer = self._rest.ask("GET", path, query=query, also=(404,))
        number = text_of(answer.object().get("id")) if answer.status == 200 else ""
        linked = as_object(as_object(answer.object().get("associations")).get("contacts")).get("results")
        if number and not linked and body:
            self._link(number, self._upsert("contacts", _read(body)["contact"]))
        if answer.status == 200 and not number:
            raise Unsure(f"{NAME} answered a look-up with something else.")
        return self._made(number) if number else None

    def attach(self, external_id: str, file: PassedFile) -> None:
        """Upload the file for this account only, and put it on the ticket with a note."""
        options = write_json({"access": "PRIVATE"})
        body, headers = multipart(file, fields={"options": options, "folderPath": "/help-centre"})
        told = self._rest.ask("POST", FILES, body=body, headers=headers)
        number = text_of(told.object().get("id"))
        if not number:
            raise Unsure(f"{NAME} took a file without saying under which id.")
        note = {
            "properties": {
                "hs_note_body": file.name,
                "hs_timestamp": self._rest.clock().isoformat(timespec="seconds"),
                "hs_attachment_ids": number,
            },
            "associations": [{"to": {"id": external_id}, "types": [NOTE_TO_TICKET]}],
        }
        self._rest.ask("POST", f"/crm/objects/{VERSION}/notes", body=write_json(note))

    def add(self, external_id: str, addition: Addition) -> None:
        """Add the words as a note on the ticket."""
        note = {
            "properties": {
                "hs_note_body": write_html(addition.text),
                "hs_timestamp": self._rest.clock().isoformat(timespec="seconds"),
            },
            "associations": [{"to": {"id": external_id}, "types": [NOTE_TO_TICKET]}],
        }
        self._rest.ask("POST", f"/crm/objects/{VERSION}/notes", body=write_json(note))

    def has(self, external_id: str, addition: Addition) -> bool | None:
        """Tell whether one of the ticket's notes has the reference."""
        path = f"/crm/objects/{VERSION}/tickets/{int(external_id)}"
        told = self._rest.ask("GET", path, query={"associations": "notes"}).object()
        notes = as_list(as_object(as_object(told.get("associations")).get("notes")).get("results"))
        inputs = [{"id": number} for one in notes[-100:] if (number := text_of(as_object(one).get("id")))]
        if not inputs:
            return False
        body = write_json({"properties": ["hs_note_body"], "inputs": inputs})
        read = self._rest.ask("POST", f"/crm/objects/{VERSION}/notes/batch/read", body=body).object()
        bodies = [as_object(one).get("properties") for one in as_list(read.get("results"))]
        return has_text(bodies if "results" in read else None, addition.ref, "hs_note_body", vendor=NAME)

    def check(self) -> tuple[Finding, ...]:
        """Look whether we may read tickets and contacts, and whether the unique property exists."""
        options = self._options
        more = (options.language_property, options.topic_property, options.case_property)
        base = f"/crm/properties/{VERSION}/tickets"
        return (
            probe(
                self._rest, "tickets", f"/crm/objects/{VERSION}/tickets?limit=1", advice=f"Scopes: {SCOPES}."
            ),
            probe(
                self._rest,
                "contacts",
                f"/crm/objects/{VERSION}/contacts?limit=1",
                advice=f"Scopes: {SCOPES}.",
            ),
            probe(
                self._rest,
                f"property {REF}",
                f"{base}/{REF}",
                advice=f"Make a ticket property {REF}: single-line text with unique values.",
                is_right=lambda answer: answer.object().get("hasUniqueValue") is True,
            ),
            *(
                probe(self._rest, f"property {name}", f"{base}/{name}", advice="Make it: single-line text.")
                for name in more
                if name
            ),
        )

    def state(self, external_id: str) -> State | None:
        """Return how the ticket stands, by its stage and HubSpot's own times."""
        names = "hs_pipeline_stage,hs_lastmodifieddate,first_agent_reply_date,closed_date"
        path = f"/crm/objects/{VERSION}/tickets/{int(external_id)}"
        told = as_object(self._rest.ask("GET", path, query={"properties": names}).object().get("properties"))
        stage = text_of(told.get("hs_pipeline_stage"))
        status = self._options.stages.get(stage) or _STAGES.get(stage, "in_progress")
        return State(
            external_id,
            status,
            changed_at=read_time(told.get("hs_lastmodifieddate")),
            first_answer_at=read_time(told.get("first_agent_reply_date")),
            closed_at=read_time(told.get("closed_date")) if status == "solved" else None,
        )

    def _upsert(self, kind: str, told: object) -> str:
        path = f"/crm/objects/{VERSION}/{kind}/batch/upsert"
        answer = self._rest.ask("POST", path, body=write_json(told))
        results = as_list(answer.object().get("results"))
        number = text_of(as_object(results[0]).get("id")) if results else ""
        if number:
            return number
        raise _why_none(answer, kind)

    def _link(self, ticket: str, person: str) -> None:
        path = f"/crm/objects/{VERSION}/tickets/{ticket}/associations/default/contacts/{person}"
        try:
            self._rest.ask("PUT", path)
        except DeskError as error:
            # Whatever it is, "nothing was made" would be wrong now.
            raise Unsure(f"The ticket is there, without its customer: {error}") from None

    def _made(self, number: str) -> Made:
        link = f"https://app.hubspot.com/contacts/{self._options.account}/record/0-5/{number}"
        return Made(number, number, link)


def _why_none(answer: Answer, kind: str) -> Refused | Unsure:
    """Return what a good status without a result means: 207 brings the errors of what was not made."""
    errors = as_list(answer.object().get("errors"))
    if errors:
        return Refused(f"{NAME} refused the {kind}: {' '.join(read_errors(errors))[:200]}")
    return Unsure(f"{NAME} answered {answer.status} without a result.")


def _input(key: str, name: str, properties: dict[str, str]) -> dict[str, Any]:
    return {"id": key, "idProperty": name, "properties": properties}


def _read(body: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(body)
    return told
