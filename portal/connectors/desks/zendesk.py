"""Zendesk Support: tickets by OAuth client credentials; the Idempotency-Key makes repeats harmless."""

from datetime import timedelta
from typing import Any, Literal

from pydantic import Field

from portal.connectors.desks.desk import Addition, Finding, Made, PassedFile, State
from portal.connectors.desks.options import Address, Checked, DeskOptions, Line, Secret, Tag
from portal.connectors.desks.outcomes import Unsure
from portal.connectors.desks.parts import Parts, require_own_host
from portal.connectors.desks.probing import probe
from portal.connectors.desks.reading import as_list, as_object, has_text, is_rated_good, read_time, text_of
from portal.connectors.desks.rest import Rest, is_at, write_json
from portal.connectors.signing_in import SignIn, Tokens, basic
from portal.domain.tickets import Ticket, in_plain
from portal.errors import SettingsError

NAME = "Zendesk"
SCOPES = "tickets:read tickets:write users:read"
MOST_BODY = 60_000

MERGED = "closed_by_merge"
"""The tag that a ticket gets when an agent merges it into another."""
_STATUSES = {
    "new": "received",
    "open": "in_progress",
    "hold": "in_progress",
    "pending": "waiting_for_customer",
    "solved": "solved",
    "closed": "solved",
}


class Fields(Checked):
    """Numbers of custom ticket fields; what is not named is not filled."""

    case: int | None = None
    language: int | None = None
    topic: int | None = None


class Options(DeskOptions):
    """How a Zendesk account is reached."""

    vendor: Literal["zendesk"]
    address: Address
    client_id: Line | None = None
    client_secret: Secret | None = None
    email: Line | None = None
    api_token: Secret | None = None
    """Of old accounts only: Zendesk ends API tokens on 30 April 2027."""
    fields: Fields = Fields()
    groups: dict[str, int] = Field(default_factory=dict)
    """Which group answers, by `route` of topics.yml."""
    locales: dict[str, int] = Field(default_factory=dict)
    """Zendesk's own numbers of languages."""
    tags: tuple[Tag, ...] = ("self_service",)


class Zendesk:
    """A Zendesk account."""

    repeats_s = 6_600.0
    """The key is kept for two hours; ten minutes less, for clocks that differ."""
    settles_s: float | None = 60.0

    def __init__(self, options: Options, parts: Parts) -> None:
        is_own = is_at(options.address, (".zendesk.com",))
        require_own_host(options.address, is_own=is_own, allowed=options.allow_networks, vendor=NAME)
        self._options = options
        self._rest = Rest(
            parts.http, parts.clock, _sign_in(options, parts), name=NAME, address=options.address
        )

    def render(self, ticket: Ticket) -> str:
        """Return the ticket as plain text, with language and topic as tags and fields."""
        options = self._options
        values = {"case": ticket.code, "language": ticket.lang, "topic": ticket.topic}
        fields = [
            {"id": number, "value": values[name]}
            for name, number in options.fields.model_dump().items()
            if number is not None and values[name]
        ]
        requester: dict[str, Any] = {"name": ticket.name or ticket.email, "email": ticket.email}
        if ticket.lang in options.locales:
            requester["locale_id"] = options.locales[ticket.lang]
        tags = [*options.tags, f"lang_{ticket.lang}", *([f"topic_{ticket.topic}"] if ticket.topic else [])]
        told: dict[str, Any] = {
            "subject": ticket.subject[:150],
            "comment": {"body": in_plain(ticket, most=MOST_BODY)},
            "requester": requester,
            "external_id": ticket.ref,
            "priority": ticket.priority,
            "tags": tags,
        }
        if fields:
            told["custom_fields"] = fields
        if ticket.route in options.groups:
            told["group_id"] = options.groups[ticket.route]
        return write_json({"ticket": told})

    def create(self, ref: str, body: str) -> Made:
        """Ask for the ticket under a key of its own."""
        headers = {"Idempotency-Key": ref}
        answer = self._rest.ask("POST", "/api/v2/tickets", body=body, headers=headers, also=(400, 409))
        error = text_of(answer.object().get("error"))
        if answer.status == 409 or error == "IdempotentRequestError":
            # The same key was taken before: by a try that still runs, or with other contents.
            raise Unsure(f"{NAME} knows this request already ({answer.status}).")
        if answer.status == 400:
            raise self._rest.refusal(answer)
        made = self._made(as_object(answer.object().get("ticket")))
        if made is None:
            raise Unsure(f"{NAME} answered {answer.status} without a ticket.")
        return made

    def find(self, ref: str, _body: str) -> Made | None:
        """Return the ticket with this external id; of several the first."""
        answer = self._rest.ask("GET", "/api/v2/tickets", query={"external_id": ref})
        told = as_list(answer.object().get("tickets"))
        tickets = [one for one in map(as_object, told) if one.get("external_id") == ref]
        found = [made for one in tickets if (made := self._made(one)) is not None]
        return min(found, key=lambda one: int(one.external_id)) if found else None

    def attach(self, external_id: str, file: PassedFile) -> None:
        """Upload the file and add it to the ticket as an internal note."""
        query = {"filename": file.name}
        headers = {"Content-Type": file.media_type}
        told = self._rest.ask("POST", "/api/v2/uploads", query=query, body=file.body, headers=headers)
        token = text_of(as_object(told.object().get("upload")).get("token"))
        if not token:
            raise Unsure(f"{NAME} took a file without saying under which token.")
        comment = {"body": file.name, "public": False, "uploads": [token]}
        body = write_json({"ticket": {"comment": comment}})
        self._rest.ask("PUT", f"/api/v2/tickets/{int(external_id)}", body=body)

    def add(self, external_id: str, addition: Addition) -> None:
        """Add the words as an internal note and open the ticket; a public one would be mailed to her."""
        told: dict[str, Any] = {"comment": {"body": addition.text, "public": False}}
        if not addition.is_end:
            told["status"] = "open"
        body = write_json({"ticket": told})
        self._rest.ask("PUT", f"/api/v2/tickets/{int(external_id)}", body=body)

    def has(self, external_id: str, addition: Addition) -> bool | None:
        """Tell whether one of the newest hundred comments has the reference."""
        path = f"/api/v2/tickets/{int(external_id)}/comments"
        told = self._rest.ask("GET", path, query={"sort_order": "desc"}).object()
        return has_text(told.get("comments"), addition.ref, "body", vendor=NAME)

    def check(self) -> tuple[Finding, ...]:
        """Look whether we may sign in, read tickets, and whether the custom fields exist."""
        fields = self._options.fields.model_dump()
        legacy = "API tokens end on 30 April 2027: make an OAuth client." if self._options.api_token else ""
        return (
            Finding("sign-in", is_well=True, advice=legacy) if legacy else Finding("options", is_well=True),
            probe(
                self._rest, "sign-in and rights", "/api/v2/tickets?per_page=1", advice=f"Scopes: {SCOPES}."
            ),
            *(
                probe(
                    self._rest,
                    f"custom field {number} for {name}",
                    f"/api/v2/ticket_fields/{number}",
                    advice=f"Make a text field for tickets and write its number as `fields: {{{name}: …}}`.",
                )
                for name, number in fields.items()
                if number is not None
            ),
        )

    def state(self, external_id: str) -> State | None:
        """Return how the ticket stands; the time of the first answer comes from its metrics."""
        path = f"/api/v2/tickets/{int(external_id)}"
        ticket = as_object(self._rest.ask("GET", path).object().get("ticket"))
        told = self._rest.ask("GET", f"{path}/metrics", also=(404,))
        metric = as_object(told.object().get("ticket_metric"))
        created = read_time(ticket.get("created_at"))
        minutes = as_object(metric.get("reply_time_in_minutes")).get("calendar")
        answered = None
        if created is not None and isinstance(minutes, int | float):
            answered = created + timedelta(minutes=minutes)
        status = _STATUSES.get(text_of(ticket.get("status")), "in_progress")
        rating = text_of(as_object(ticket.get("satisfaction_rating")).get("score"))
        return State(
            external_id,
            status,
            changed_at=read_time(ticket.get("updated_at")),
            first_answer_at=answered,
            closed_at=read_time(metric.get("solved_at")) if status == "solved" else None,
            satisfaction=is_rated_good(rating),
            mark="duplicate" if MERGED in as_list(ticket.get("tags")) else None,
        )

    def _made(self, ticket: dict[str, Any]) -> Made | None:
        number = ticket.get("id")
        if not isinstance(number, int):
            return None
        return Made(str(number), str(number), f"{self._options.address}/agent/tickets/{number}")


def _sign_in(options: Options, parts: Parts) -> SignIn:
    if options.client_id and options.client_secret:
        form = {
            "grant_type": "client_credentials",
            "client_id": options.client_id,
            "client_secret": options.client_secret.read(),
            "scope": SCOPES,
        }
        return Tokens(parts.http, parts.clock, url=f"{options.address}/oauth/tokens", form=form)
    if options.email and options.api_token:
        return basic(f"{options.email}/token", options.api_token.read())
    raise SettingsError("needs client_id and client_secret.")
