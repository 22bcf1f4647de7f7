"""Jira Service Management (Cloud): a customer, then a request on her behalf; found again by a label."""

import json
from typing import Any, Literal
from urllib.parse import quote

from pydantic import Field

from portal.connectors.desks.desk import Addition, Finding, Made, PassedFile, State
from portal.connectors.desks.multipart import multipart
from portal.connectors.desks.options import Address, Checked, DeskOptions, Line, Secret, Tag
from portal.connectors.desks.outcomes import Unsure
from portal.connectors.desks.parts import Parts, require_own_host
from portal.connectors.desks.probing import lists, probe
from portal.connectors.desks.reading import as_list, as_object, has_text, read_time, text_of
from portal.connectors.desks.rest import Rest, is_at, write_json
from portal.connectors.signing_in import basic
from portal.domain.tickets import Ticket, in_plain

NAME = "Jira Service Management"
MOST_BODY = 30_000
BASE = "/rest/servicedeskapi"
TEMPORARY = "temporaryAttachments"
_OPTED_IN = {"X-ExperimentalApi": "opt-in"}
_STATUSES = {"NEW": "received", "INDETERMINATE": "in_progress", "DONE": "solved"}


class Fields(Checked):
    """Ids of fields on the request form, as `customfield_…`; what is not named is not filled."""

    case: Line | None = None
    language: Line | None = None
    topic: Line | None = None


class Options(DeskOptions):
    """How a site is reached; scoped tokens go by https://api.atlassian.com/ex/jira/CLOUD-ID."""

    vendor: Literal["jsm"]
    address: Address
    email: Line
    api_token: Secret
    service_desk: Line
    request_type: Line
    request_types: dict[str, str] = Field(default_factory=dict)
    """Which request type is asked for, by `route` of topics.yml."""
    has_customers: bool = True
    """Whether customers are made in Jira; without, name and address stand in the description."""
    fields: Fields = Fields()
    labels: tuple[Tag, ...] = ("self-service",)


class Jsm:
    """A service desk of a Jira site."""

    repeats_s = 0.0
    settles_s: float | None = 300.0

    def __init__(self, options: Options, parts: Parts) -> None:
        is_own = is_at(options.address, (".atlassian.net", "api.atlassian.com"))
        require_own_host(options.address, is_own=is_own, allowed=options.allow_networks, vendor=NAME)
        self._options = options
        sign_in = basic(options.email, options.api_token.read())
        advice = {401: "API tokens end after a year at most: make a new one."}
        self._rest = Rest(parts.http, parts.clock, sign_in, name=NAME, address=options.address, advice=advice)

    def render(self, ticket: Ticket) -> str:
        """Return the customer and the request in one text."""
        options = self._options
        values = {"case": ticket.code, "language": ticket.lang, "topic": ticket.topic}
        topic = [f"topic-{ticket.topic}"] if ticket.topic else []
        fields: dict[str, Any] = {
            "summary": ticket.subject[:255],
            "description": in_plain(ticket, most=MOST_BODY),
            "labels": [*options.labels, ticket.ref, f"lang-{ticket.lang}", *topic],
        }
        for key, name in options.fields.model_dump().items():
            if name and values[key]:
                fields[name] = values[key]
        request = {
            "serviceDeskId": options.service_desk,
            "requestTypeId": options.request_types.get(ticket.route, options.request_type),
            "isAdfRequest": False,
            "requestFieldValues": fields,
        }
        customer = {"email": ticket.email, "displayName": ticket.name or ticket.email}
        return write_json({"customer": customer, "request": request})

    def create(self, ref: str, body: str) -> Made:
        """Find or make the customer, which may be said twice, then ask for the request."""
        told: dict[str, Any] = json.loads(body)
        request = told["request"]
        if self._options.has_customers:
            request = request | {"raiseOnBehalfOf": self._customer(told["customer"])}
        answer = self._rest.ask("POST", f"{BASE}/request", body=write_json(request))
        made = self._made(answer.object())
        if made is None:
            raise Unsure(f"{NAME} answered {answer.status} without a request for {ref}.")
        return made

    def find(self, ref: str, _body: str) -> Made | None:
        """Return the request with this label, once the search knows it."""
        query = {"jql": f'labels = "{ref}"', "fields": "labels", "maxResults": "10"}
        told = self._rest.ask("GET", "/rest/api/3/search/jql", query=query).object()
        if "issues" not in told:
            raise Unsure(f"{NAME} answered a search with something else.")
        issues = [as_object(one) for one in as_list(told["issues"])]
        found = [one for one in issues if ref in as_list(as_object(one.get("fields")).get("labels"))]
        made = (self._made({"issueId": one.get("id"), "issueKey": one.get("key")}) for one in found)
        return next((one for one in made if one is not None), None)

    def attach(self, external_id: str, file: PassedFile) -> None:
        """Upload the file to the service desk, then put it on the request."""
        body, headers = multipart(file)
        headers |= {"X-Atlassian-Token": "no-check", "X-ExperimentalApi": "opt-in"}
        where = f"{BASE}/servicedesk/{self._options.service_desk}/attachTemporaryFile"
        told = as_list(self._rest.ask("POST", where, body=body, headers=headers).object().get(TEMPORARY))
        number = text_of(as_object(told[0]).get("temporaryAttachmentId")) if told else ""
        if not number:
            raise Unsure(f"{NAME} took a file without saying under which id.")
        request = write_json({"temporaryAttachmentIds": [number], "public": True})
        path = f"{BASE}/request/{quote(external_id, safe='')}/attachment"
        self._rest.ask("POST", path, body=request)

    def add(self, external_id: str, addition: Addition) -> None:
        """Add the words as an internal comment: a public one of ours would pass for an answer to her."""
        body = write_json({"body": addition.text, "public": False})
        self._rest.ask("POST", f"{BASE}/request/{int(external_id)}/comment", body=body)

    def has(self, external_id: str, addition: Addition) -> bool | None:
        """Tell whether one of the first hundred internal comments has the reference."""
        query = {"public": "false", "internal": "true", "limit": "100"}
        told = self._rest.ask("GET", f"{BASE}/request/{int(external_id)}/comment", query=query).object()
        return has_text(told.get("values"), addition.ref, "body", vendor=NAME)

    def check(self) -> tuple[Finding, ...]:
        """Look whether the request type exists, and whether its form has the labels and other fields."""
        options = self._options
        where = f"{BASE}/servicedesk/{options.service_desk}/requesttype/{options.request_type}/field"
        names = ["labels", "description", *(name for name in options.fields.model_dump().values() if name)]
        return (
            probe(
                self._rest,
                "sign-in and service desk",
                f"{BASE}/servicedesk/{options.service_desk}",
                advice="Take the token of an agent of this service desk.",
            ),
            *(
                probe(
                    self._rest,
                    f"field {name} on the form",
                    where,
                    advice=f"Add {name} to the form of request type {options.request_type}, not required.",
                    is_right=lists("fieldId", name, within="requestTypeFields"),
                )
                for name in names
            ),
        )

    def state(self, external_id: str) -> State | None:
        """Return how the request stands; the first answer is the first public comment by another person."""
        path = f"{BASE}/request/{int(external_id)}"
        told = self._rest.ask("GET", path).object()
        current = as_object(told.get("currentStatus"))
        reporter = as_object(told.get("reporter")).get("accountId")
        comments = self._rest.ask("GET", f"{path}/comment", query={"public": "true", "limit": "50"}).object()
        answers = [
            at
            for one in map(as_object, as_list(comments.get("values")))
            if _is_person(as_object(one.get("author")), reporter)
            and (at := read_time(as_object(one.get("created")).get("epochMillis"))) is not None
        ]
        status = _STATUSES.get(text_of(current.get("statusCategory")), "in_progress")
        if "waiting for customer" in text_of(current.get("status")).casefold():
            status = "waiting_for_customer"
        at = read_time(as_object(current.get("statusDate")).get("epochMillis"))
        return State(
            external_id,
            status,
            changed_at=at,
            first_answer_at=min(answers, default=None),
            closed_at=at if status == "solved" else None,
        )

    def _customer(self, told: dict[str, Any]) -> str:
        path = f"{BASE}/customer"
        answer = self._rest.ask(
            "POST",
            path,
            query={"strictConflictStatusCode": "true"},
            body=write_json(told),
            headers=_OPTED_IN,
            also=(409,),
        )
        number = text_of(answer.object().get("accountId"))
        return number or self._known_customer(told["email"])

    def _known_customer(self, email: str) -> str:
        path = f"{BASE}/servicedesk/{self._options.service_desk}/customer"
        told = self._rest.ask("GET", path, query={"query": email}, headers=_OPTED_IN).object()
        for one in map(as_object, as_list(told.get("values"))):
            number = text_of(one.get("accountId"))
            if number and text_of(one.get("emailAddress")).casefold() == email.casefold():
                return number
        raise Unsure(f"{NAME} neither makes nor shows the customer.")

    def _made(self, told: dict[str, Any]) -> Made | None:
        number, key = text_of(told.get("issueId")), text_of(told.get("issueKey"))
        link = text_of(as_object(told.get("_links")).get("agent")) or f"{self._options.address}/browse/{key}"
        return Made(number, key, link) if number else None


def _is_person(author: dict[str, Any], reporter: object) -> bool:
    """Tell whether a comment is an answer: not the customer's own, and not an app's."""
    account = text_of(author.get("accountId"))
    return bool(account) and account != reporter and author.get("accountType", "atlassian") != "app"
