"""Freshdesk: tickets by API key; nothing makes repeats harmless, and its search needs minutes to settle."""

from html import escape
from typing import Any, Literal

from pydantic import Field

from portal.connectors.desks.desk import Addition, Finding, Made, PassedFile, State
from portal.connectors.desks.multipart import multipart
from portal.connectors.desks.options import Address, Checked, DeskOptions, Line, Secret, Tag
from portal.connectors.desks.outcomes import Unsure
from portal.connectors.desks.parts import Parts, require_own_host
from portal.connectors.desks.probing import lists, probe
from portal.connectors.desks.reading import as_list, as_object, has_text, read_time
from portal.connectors.desks.rest import Rest, is_at, write_json
from portal.connectors.signing_in import basic
from portal.domain.tickets import Ticket, in_html, write_html

NAME = "Freshdesk"
MOST_BODY = 60_000
OPEN, PORTAL = 2, 2
PRIORITIES = {"low": 1, "normal": 2, "high": 3, "urgent": 4}
_STATUSES = {2: "in_progress", 3: "waiting_for_customer", 4: "solved", 5: "solved", 6: "waiting_for_customer"}


class Fields(Checked):
    """Names of custom ticket fields, as `cf_…`; what is not named is not filled."""

    case: Line | None = None
    language: Line | None = None
    topic: Line | None = None


class Options(DeskOptions):
    """How a Freshdesk account is reached."""

    vendor: Literal["freshdesk"]
    address: Address
    api_key: Secret
    fields: Fields = Fields()
    groups: dict[str, int] = Field(default_factory=dict)
    """Which group answers, by `route` of topics.yml."""
    tags: tuple[Tag, ...] = ("self-service",)


class Freshdesk:
    """A Freshdesk account."""

    repeats_s = 0.0
    settles_s: float | None = 600.0

    def __init__(self, options: Options, parts: Parts) -> None:
        is_own = is_at(options.address, (".freshdesk.com",))
        require_own_host(options.address, is_own=is_own, allowed=options.allow_networks, vendor=NAME)
        self._options = options
        sign_in = basic(options.api_key.read(), "X")
        self._rest = Rest(parts.http, parts.clock, sign_in, name=NAME, address=options.address)

    def render(self, ticket: Ticket) -> str:
        """Return the ticket as HTML; the reference is a tag, for fields must be made first and tags not."""
        options = self._options
        values = {"case": ticket.code, "language": ticket.lang, "topic": ticket.topic}
        told: dict[str, Any] = {
            "subject": ticket.subject[:255],
            "description": in_html(ticket, most=MOST_BODY),
            "email": ticket.email,
            "status": OPEN,
            "source": PORTAL,
            "priority": PRIORITIES.get(ticket.priority, PRIORITIES["normal"]),
            "tags": [
                *options.tags,
                ticket.ref,
                f"lang-{ticket.lang}",
                *([f"topic-{ticket.topic}"[:32]] if ticket.topic else []),
            ],
        }
        fields = {
            name: values[key] for key, name in options.fields.model_dump().items() if name and values[key]
        }
        if ticket.name:
            told["name"] = ticket.name
        if fields:
            told["custom_fields"] = fields
        if ticket.route in options.groups:
            told["group_id"] = options.groups[ticket.route]
        return write_json(told)

    def create(self, ref: str, body: str) -> Made:
        """Ask for the ticket."""
        answer = self._rest.ask("POST", "/api/v2/tickets", body=body)
        made = self._made(answer.object())
        if made is None:
            raise Unsure(f"{NAME} answered {answer.status} without a ticket for {ref}.")
        return made

    def find(self, ref: str, _body: str) -> Made | None:
        """Return the ticket with this tag, once the search knows it."""
        answer = self._rest.ask("GET", "/api/v2/search/tickets", query={"query": f"\"tag:'{ref}'\""})
        told = answer.object()
        if "results" not in told:
            raise Unsure(f"{NAME} answered a search with something else.")
        tickets = [one for one in map(as_object, as_list(told["results"])) if ref in as_list(one.get("tags"))]
        return next((made for one in tickets if (made := self._made(one)) is not None), None)

    def attach(self, external_id: str, file: PassedFile) -> None:
        """Add the file to the ticket as a private note."""
        body, headers = multipart(
            file, field="attachments[]", fields={"body": escape(file.name), "private": "true"}
        )
        path = f"/api/v2/tickets/{int(external_id)}/notes"
        self._rest.ask("POST", path, body=body, headers=headers)

    def add(self, external_id: str, addition: Addition) -> None:
        """Add the words as a private note that counts as coming in, so that the ticket is open again."""
        told = {"body": write_html(addition.text), "private": True, "incoming": not addition.is_end}
        path = f"/api/v2/tickets/{int(external_id)}/notes"
        self._rest.ask("POST", path, body=write_json(told))

    def has(self, external_id: str, addition: Addition) -> bool | None:
        """Tell whether one of the first hundred notes and letters has the reference."""
        path = f"/api/v2/tickets/{int(external_id)}/conversations"
        told = self._rest.ask("GET", path, query={"per_page": "100"}).json()
        return has_text(told, addition.ref, "body", vendor=NAME)

    def check(self) -> tuple[Finding, ...]:
        """Look whether we may read tickets, and whether the custom fields exist."""
        fields = [name for name in self._options.fields.model_dump().values() if name]
        return (
            probe(
                self._rest,
                "sign-in and rights",
                "/api/v2/tickets?per_page=1",
                advice="Take the API key of an agent who may create tickets (Profile settings).",
            ),
            *(
                probe(
                    self._rest,
                    f"custom field {name}",
                    "/api/v2/ticket_fields",
                    advice=f"Make a text field {name} for tickets (Admin, Ticket fields), not required.",
                    is_right=lists("name", name),
                )
                for name in fields
            ),
        )

    def state(self, external_id: str) -> State | None:
        """Return how the ticket stands; the desk's statistics know the first answer of an agent."""
        path = f"/api/v2/tickets/{int(external_id)}"
        told = self._rest.ask("GET", path, query={"include": "stats"}).object()
        stats = as_object(told.get("stats"))
        number = told.get("status")
        status = _STATUSES.get(number if isinstance(number, int) else 0, "in_progress")
        answered = read_time(stats.get("first_responded_at"))
        closed = read_time(stats.get("closed_at")) or read_time(stats.get("resolved_at"))
        return State(
            external_id,
            "received" if status == "in_progress" and answered is None else status,
            changed_at=read_time(told.get("updated_at")),
            first_answer_at=answered,
            closed_at=closed if status == "solved" else None,
            satisfaction=self._satisfaction(path),
            mark="spam" if told.get("spam") is True else None,
        )

    def _satisfaction(self, path: str) -> str | None:
        """Return the newest rating: 103 is the best, -103 the worst, 100 is neutral."""
        told = self._rest.ask("GET", f"{path}/satisfaction_ratings", also=(400, 403, 404))
        ratings = [as_object(as_object(one).get("ratings")) for one in as_list(told.json())]
        value = ratings[-1].get("default_question") if ratings else None
        if not isinstance(value, int) or value == 100:
            return None
        return "good" if value > 100 else "bad"

    def _made(self, ticket: dict[str, Any]) -> Made | None:
        number = ticket.get("id")
        if not isinstance(number, int):
            return None
        return Made(str(number), str(number), f"{self._options.address}/a/tickets/{number}")
