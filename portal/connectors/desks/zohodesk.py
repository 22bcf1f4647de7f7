"""Zoho Desk: tickets by a refresh token that all processes share; its search needs minutes to settle."""

from typing import Any, Literal

from pydantic import Field

from portal.connectors.desks.desk import Addition, Finding, Made, PassedFile, State
from portal.connectors.desks.multipart import multipart
from portal.connectors.desks.options import Address, Checked, DeskOptions, Line, Secret
from portal.connectors.desks.outcomes import Refused, Throttled, Unsure
from portal.connectors.desks.parts import Parts, require_own_host
from portal.connectors.desks.probing import lists, probe
from portal.connectors.desks.reading import as_list, as_object, has_text, is_rated_good, read_time, text_of
from portal.connectors.desks.rest import Rest, is_at, read_errors, write_json
from portal.connectors.http import Answer
from portal.connectors.signing_in import Tokens
from portal.domain.tickets import Ticket, in_html, split_name

NAME = "Zoho Desk"
MOST_BODY = 65_535
SCOPES = "Desk.tickets.CREATE,Desk.tickets.READ,Desk.contacts.CREATE,Desk.search.READ,Desk.settings.READ"
PRIORITIES = {"low": "Low", "normal": "Medium", "high": "High", "urgent": "High"}
LANGUAGES = {"en": "English", "hu": "Hungarian", "ru": "Russian", "de": "German", "fr": "French"}
"""Zoho takes names of languages; others stand in the field for the language only."""

OWN_HOSTS = (
    *(f"desk.zoho.{end}" for end in ("com", "eu", "in", "com.au", "jp", "sa", "uk", "com.cn")),
    "desk.zohocloud.ca",
)
OWN_ACCOUNTS = tuple(host.replace("desk.", "accounts.", 1) for host in OWN_HOSTS)
THRESHOLD = "THRESHOLD_EXCEEDED"
THRESHOLD_WAIT_S = 3600.0


class Fields(Checked):
    """Names of custom ticket fields, as `cf_…`; the one for the reference must exist."""

    reference: Line = "cf_portal_ref"
    case: Line | None = None
    language: Line | None = None
    topic: Line | None = None


class Options(DeskOptions):
    """How a Zoho Desk portal is reached, in the data centre it lives in."""

    vendor: Literal["zohodesk"]
    address: Address
    accounts: Address
    organization: Line
    department: Line
    departments: dict[str, str] = Field(default_factory=dict)
    """Which department answers, by `route` of topics.yml."""
    client_id: Line
    client_secret: Secret
    refresh_token: Secret
    fields: Fields = Fields()


class ZohoDesk:
    """A Zoho Desk portal."""

    repeats_s = 0.0
    settles_s: float | None = 300.0

    def __init__(self, options: Options, parts: Parts) -> None:
        for address, hosts in ((options.address, OWN_HOSTS), (options.accounts, OWN_ACCOUNTS)):
            is_own = is_at(address, hosts)
            require_own_host(address, is_own=is_own, allowed=options.allow_networks, vendor=NAME)
        self._options = options
        # At most ten access tokens in ten minutes come of one refresh token: all processes share one.
        sign_in = Tokens(
            parts.http,
            parts.clock,
            url=f"{options.accounts}/oauth/v2/token",
            form={
                "grant_type": "refresh_token",
                "client_id": options.client_id,
                "client_secret": options.client_secret.read(),
                "refresh_token": options.refresh_token.read(),
            },
            scheme="Zoho-oauthtoken",
            shared=parts.token_file,
        )
        self._rest = Rest(parts.http, parts.clock, sign_in, name=NAME, address=options.address)
        self._headers = {"orgId": options.organization}

    def render(self, ticket: Ticket) -> str:
        """Return the ticket as HTML, with the customer in it."""
        options = self._options
        first, last = split_name(ticket.name or ticket.email)
        values = {
            "reference": ticket.ref,
            "case": ticket.code,
            "language": ticket.lang,
            "topic": ticket.topic,
        }
        told: dict[str, Any] = {
            "subject": ticket.subject[:1000],
            "departmentId": options.departments.get(ticket.route, options.department),
            "contact": {
                "email": ticket.email,
                "lastName": last[:200],
                **({"firstName": first[:100]} if first else {}),
            },
            "email": ticket.email,
            "description": in_html(ticket, most=MOST_BODY),
            "channel": "Web",
            "priority": PRIORITIES.get(ticket.priority, PRIORITIES["normal"]),
            "cf": {
                name: values[key] for key, name in options.fields.model_dump().items() if name and values[key]
            },
        }
        if ticket.lang in LANGUAGES:
            told["language"] = LANGUAGES[ticket.lang]
        return write_json(told)

    def create(self, ref: str, body: str) -> Made:
        """Ask for the ticket; success is 200, and an error may come with it as well."""
        answer = self._ask("POST", "/api/v1/tickets", body=body)
        made = _made(answer.object())
        if made is None:
            raise Unsure(f"{NAME} answered {answer.status} without a ticket for {ref}.")
        return made

    def find(self, ref: str, _body: str) -> Made | None:
        """Return the ticket with this reference, once the search knows it."""
        field = self._options.fields.reference
        query = {"customField1": f"{field}:{ref}", "limit": "10"}
        answer = self._ask("GET", "/api/v1/tickets/search", query=query)
        if answer.status == 204:
            return None
        if "data" not in answer.object():
            raise Unsure(f"{NAME} answered a search with something else.")
        tickets = [as_object(one) for one in as_list(answer.object()["data"])]
        told = [one for one in tickets if as_object(one.get("cf")).get(field, ref) == ref]
        if len(told) > 1 and not all("cf" in one for one in told):
            raise Unsure(f"{NAME} does not search by {field}: is it the name of the field?")
        return next((made for one in told if (made := _made(one)) is not None), None)

    def attach(self, external_id: str, file: PassedFile) -> None:
        """Add the file to the ticket, for the team."""
        body, headers = multipart(file)
        path = f"/api/v1/tickets/{int(external_id)}/attachments"
        answer = self._rest.ask(
            "POST", path, query={"isPublic": "false"}, body=body, headers=headers | self._headers
        )
        if not text_of(answer.object().get("id")):
            raise Refused(f"{NAME} took no file: {' '.join(read_errors(answer.object()))[:200]}")

    def add(self, external_id: str, addition: Addition) -> None:
        """Add the words as a comment that customers do not see."""
        told = {"content": addition.text, "contentType": "plainText", "isPublic": False}
        path = f"/api/v1/tickets/{int(external_id)}/comments"
        self._ask("POST", path, body=write_json(told))

    def has(self, external_id: str, addition: Addition) -> bool | None:
        """Tell whether one of the hundred comments has the reference."""
        path = f"/api/v1/tickets/{int(external_id)}/comments"
        answer = self._ask("GET", path, query={"limit": "100"})
        if answer.status == 204:
            return False
        return has_text(answer.object().get("data"), addition.ref, "content", vendor=NAME)

    def check(self) -> tuple[Finding, ...]:
        """Look whether we may search tickets, and whether the custom fields exist."""
        names = [name for name in self._options.fields.model_dump().values() if name]
        return (
            probe(
                self._rest,
                "sign-in and rights",
                "/api/v1/tickets?limit=1",
                advice=f"Make a refresh token with the scopes {SCOPES}.",
                headers=self._headers,
            ),
            *(
                probe(
                    self._rest,
                    f"custom field {name}",
                    "/api/v1/organizationFields?module=tickets",
                    advice=f"Make a single-line field {name} for tickets (Setup, Layouts and fields).",
                    is_right=lists("apiName", name, within="data"),
                    headers=self._headers,
                )
                for name in names
            ),
        )

    def state(self, external_id: str) -> State | None:
        """Return how the ticket stands; the first answer is the first thread of an agent."""
        path = f"/api/v1/tickets/{int(external_id)}"
        told = self._ask("GET", path).object()
        kind = text_of(told.get("statusType")) or text_of(told.get("status"))
        threads = self._ask("GET", f"{path}/threads", query={"limit": "50"}).object()
        answers = [
            at
            for one in map(as_object, as_list(threads.get("data")))
            if one.get("direction") == "out"
            and text_of(as_object(one.get("author")).get("type")).upper() == "AGENT"
            and (at := read_time(one.get("createdTime"))) is not None
        ]
        statuses = {"Closed": "solved", "On Hold": "waiting_for_customer"}
        usual = "in_progress" if answers else "received"
        return State(
            external_id,
            statuses.get(kind, usual),
            changed_at=read_time(told.get("modifiedTime")),
            first_answer_at=min(answers, default=None),
            closed_at=read_time(told.get("closedTime")),
            satisfaction=is_rated_good(text_of(as_object(told.get("happiness")).get("rating"))),
            mark="spam" if told.get("isSpam") is True else None,
        )

    def _ask(
        self, method: str, path: str, *, query: dict[str, str] | None = None, body: str | None = None
    ) -> Answer:
        answer = self._rest.ask(
            method, path, query=query, body=body, headers=self._headers, also=(400, 403, 422, 429)
        )
        told = answer.object()
        code = text_of(told.get("errorCode"))
        if code == THRESHOLD:
            raise Throttled(f"{NAME}: the requests of this day are used up.", THRESHOLD_WAIT_S)
        if answer.status >= 400:
            raise self._rest.refusal(answer)
        if code and "id" not in told:
            raise Refused(f"{NAME} refused it: {' '.join(read_errors(told))[:200]}")
        return answer


def _made(ticket: dict[str, Any]) -> Made | None:
    number = text_of(ticket.get("id"))
    return (
        Made(number, text_of(ticket.get("ticketNumber")), text_of(ticket.get("webUrl"))) if number else None
    )
