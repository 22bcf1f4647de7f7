"""Salesforce Service: cases by upsert on an external id, signed in as an External Client App."""

import base64
from typing import Any, Literal
from urllib.parse import quote

from pydantic import Field

from portal.connectors.desks.desk import Addition, Finding, Made, PassedFile, State
from portal.connectors.desks.options import Address, Checked, DeskOptions, Line, Secret
from portal.connectors.desks.outcomes import DeskError, Refused, Throttled, Unsure
from portal.connectors.desks.parts import Parts, require_own_host
from portal.connectors.desks.probing import lists, probe
from portal.connectors.desks.reading import as_list, as_object, has_text, read_time, text_of
from portal.connectors.desks.rest import Rest, is_at, write_json
from portal.connectors.http import Answer
from portal.connectors.signing_in import Tokens
from portal.domain.tickets import Ticket, in_plain

NAME = "Salesforce"
MOST_BODY = 32_000
MOST_COMMENT = 4_000
PRIORITIES = {"low": "Low", "normal": "Medium", "high": "High", "urgent": "High"}
QUOTA = "REQUEST_LIMIT_EXCEEDED"
QUOTA_WAIT_S = 3600.0


class Fields(Checked):
    """Names of custom fields of Case, as `…__c`; what is not named is not filled."""

    case: Line | None = None
    language: Line | None = None
    topic: Line | None = None


class Options(DeskOptions):
    """How a Salesforce org is reached: by its own domain, never by login.salesforce.com."""

    vendor: Literal["salesforce"]
    address: Address
    client_id: Line
    client_secret: Secret
    version: str = Field(default="v66.0", pattern=r"^v\d+\.0$")
    reference_field: Line = "Portal_Ref__c"
    fields: Fields = Fields()
    first_answer_field: Line | None = None
    """A date and time field of Case that the shop's own flow fills."""


class Salesforce:
    """A Salesforce org."""

    repeats_s = float("inf")
    settles_s: float | None = 0.0

    def __init__(self, options: Options, parts: Parts) -> None:
        is_own = is_at(options.address, (".my.salesforce.com",))
        require_own_host(options.address, is_own=is_own, allowed=options.allow_networks, vendor=NAME)
        self._options = options
        form = {
            "grant_type": "client_credentials",
            "client_id": options.client_id,
            "client_secret": options.client_secret.read(),
        }
        url = f"{options.address}/services/oauth2/token"
        sign_in = Tokens(parts.http, parts.clock, url=url, form=form, usual_s=1_800)
        self._rest = Rest(parts.http, parts.clock, sign_in, name=NAME, address=options.address)
        self._cases = f"/services/data/{options.version}/sobjects/Case"

    def render(self, ticket: Ticket) -> str:
        """Return the case as plain text; the same fields at every try, so that a repeat changes nothing."""
        values = {"case": ticket.code, "language": ticket.lang, "topic": ticket.topic}
        told: dict[str, Any] = {
            "Subject": ticket.subject[:255],
            "Description": in_plain(ticket, most=MOST_BODY),
            "SuppliedEmail": ticket.email[:80],
            "Origin": "Web",
            "Priority": PRIORITIES.get(ticket.priority, PRIORITIES["normal"]),
        }
        if ticket.name:
            told["SuppliedName"] = ticket.name[:80]
        for key, name in self._options.fields.model_dump().items():
            if name and values[key]:
                told[name] = values[key]
        return write_json(told)

    def create(self, ref: str, body: str) -> Made:
        """Upsert the case by its reference."""
        headers = {"Sforce-Auto-Assign": "TRUE"}
        answer = self._rest.ask("PATCH", self._path(ref), body=body, headers=headers, also=(403,))
        _refuse_quota(answer)
        if answer.status == 403:
            raise self._rest.refusal(answer)
        number = text_of(answer.object().get("id"))
        if answer.status == 204:  # older versions say nothing of a case that was there
            try:
                found = self.find(ref, body)
            except DeskError as error:
                raise Unsure(f"The case is there, and is not shown: {error}") from None
            if found is not None:
                return found
        if not number:
            raise Unsure(f"{NAME} answered {answer.status} without a case.")
        return self._made(number, "")

    def find(self, ref: str, _body: str) -> Made | None:
        """Return the case with this reference."""
        query = {"fields": "Id,CaseNumber"}
        answer = self._rest.ask("GET", self._path(ref), query=query, also=(403, 404))
        _refuse_quota(answer)
        if answer.status == 403:
            raise self._rest.refusal(answer)
        if answer.status == 404:
            return None
        number = text_of(answer.object().get("Id"))
        if not number:
            raise Unsure(f"{NAME} answered a look-up with something else.")
        return self._made(number, text_of(answer.object().get("CaseNumber")))

    def attach(self, external_id: str, file: PassedFile) -> None:
        """Add the file to the case."""
        told = {
            "Title": file.name,
            "PathOnClient": file.name,
            "VersionData": base64.b64encode(file.body).decode(),
            "FirstPublishLocationId": external_id,
        }
        path = f"/services/data/{self._options.version}/sobjects/ContentVersion"
        self._rest.ask("POST", path, body=write_json(told))

    def add(self, external_id: str, addition: Addition) -> None:
        """Add the words as a comment of the case that is not published."""
        told = {"ParentId": external_id, "CommentBody": addition.text[:MOST_COMMENT], "IsPublished": False}
        path = f"/services/data/{self._options.version}/sobjects/CaseComment"
        self._rest.ask("POST", path, body=write_json(told))

    def has(self, external_id: str, addition: Addition) -> bool | None:
        """Tell whether one of the newest fifty comments has the reference."""
        if not external_id.isalnum():
            raise Refused(f"{NAME} does not number cases so.")
        asked = (
            f"SELECT CommentBody FROM CaseComment WHERE ParentId = '{external_id}' "
            "ORDER BY CreatedDate DESC LIMIT 50"
        )
        path = f"/services/data/{self._options.version}/query"
        told = self._rest.ask("GET", path, query={"q": asked}).object()
        return has_text(told.get("records"), addition.ref, "CommentBody", vendor=NAME)

    def check(self) -> tuple[Finding, ...]:
        """Look whether Case has the fields, and whether the reference is a unique external id."""
        options = self._options
        more = [name for name in options.fields.model_dump().values() if name]
        names = [*more, *([options.first_answer_field] if options.first_answer_field else [])]
        ref = options.reference_field
        return (
            probe(
                self._rest,
                f"sign-in, and field {ref} of Case",
                f"{self._cases}/describe",
                advice=f"Make a text field {ref} of Case: unique, and marked as external id; "
                "give the app's user access to it and to create cases.",
                is_right=lists("name", ref, within="fields", externalId=True, unique=True),
            ),
            *(
                probe(
                    self._rest,
                    f"field {name} of Case",
                    f"{self._cases}/describe",
                    advice=f"Make the field {name} of Case, and give the app's user access to it.",
                    is_right=lists("name", name, within="fields"),
                )
                for name in names
            ),
        )

    def state(self, external_id: str) -> State | None:
        """Return how the case stands; the first answer only where a field for it is named."""
        more = self._options.first_answer_field
        names = ["Status", "IsClosed", "ClosedDate", "LastModifiedDate", *([more] if more else [])]
        path = f"{self._cases}/{quote(external_id, safe='')}"
        told = self._rest.ask("GET", path, query={"fields": ",".join(names)}).object()
        is_closed = told.get("IsClosed") is True
        word = text_of(told.get("Status"))
        status = "solved" if is_closed else "received" if word == "New" else "in_progress"
        return State(
            external_id,
            status,
            changed_at=read_time(told.get("LastModifiedDate")),
            first_answer_at=read_time(told.get(more)) if more else None,
            closed_at=read_time(told.get("ClosedDate")) if is_closed else None,
        )

    def _path(self, ref: str) -> str:
        return f"{self._cases}/{self._options.reference_field}/{ref}"

    def _made(self, number: str, shown: str) -> Made:
        host = self._options.address.replace(".my.salesforce.com", ".lightning.force.com")
        return Made(number, shown, f"{host}/lightning/r/Case/{number}/view")


def _refuse_quota(answer: Answer) -> None:
    """Raise Throttled for the daily quota, which comes as 403 and without a time to wait."""
    codes = [as_object(one).get("errorCode") for one in as_list(answer.json())]
    if answer.status == 403 and QUOTA in codes:
        raise Throttled(f"{NAME}: the requests of this day are used up.", QUOTA_WAIT_S)
