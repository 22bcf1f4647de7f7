"""A Freshdesk account: no protection from repeats, and a search that knows tickets only after a while."""

import base64
from dataclasses import dataclass
from typing import Any

from tests.connectors.fakes.additions import hear
from tests.connectors.fakes.files import take
from tests.connectors.fakes.server import Ask, Fake, Reply

KNOWN = {"subject", "description", "email", "name", "status", "source", "priority", "tags", "custom_fields"}
FIELDS = ("cf_case", "cf_language")


@dataclass
class FakeFreshdesk(Fake):
    key: str = "freshdesk-key"

    def handle(self, ask: Ask) -> Reply:
        coded = base64.b64encode(f"{self.key}:X".encode()).decode()
        if ask.headers.get("authorization") != f"Basic {coded}":
            return Reply(401, {"code": "invalid_credentials", "message": "You have to be logged in."})
        taken = hear(self, ask) or take(self, ask)
        if taken is not None:
            return taken
        if ask.path == "/api/v2/tickets" and ask.method == "POST":
            return self._create(ask)
        if ask.path == "/api/v2/search/tickets":
            ref = ask.query["query"].removeprefix("\"tag:'").removesuffix("'\"")
            found = [self._told(one) for one in self.seen(ref)]
            return Reply(200, {"total": len(found), "results": found})
        if ask.path == "/api/v2/ticket_fields":
            return Reply(200, [{"name": name, "type": "custom_text"} for name in FIELDS])
        if ask.path == "/api/v2/tickets":
            return Reply(200, [])
        return self._ticket(ask)

    def _create(self, ask: Ask) -> Reply:
        told = ask.json()
        tags = told.get("tags", [])
        refs = [tag for tag in tags if tag.startswith("pr_")]
        if self.is_refusing or set(told) - KNOWN - {"group_id"} or any(len(tag) > 32 for tag in tags):
            errors = [{"field": "email", "message": "anna@example.com is not valid", "code": "invalid_value"}]
            return Reply(400, {"description": "Validation failed", "errors": errors})
        ticket = self.keep(refs[0], body=told)
        return Reply(201, self._told(ticket), {"Location": f"/api/v2/tickets/{ticket['number']}"})

    def _ticket(self, ask: Ask) -> Reply:
        parts = ask.path.split("/")
        ticket = next((one for one in self.tickets if str(one["number"]) == parts[4]), None)
        if ticket is None:
            return Reply(404)
        if parts[-1] == "satisfaction_ratings":
            return Reply(
                200, [{"ratings": {"default_question": ticket["score"]}}] if "score" in ticket else []
            )
        more = {"stats": ticket.get("stats", {}), "spam": ticket.get("spam", False)}
        return Reply(200, self._told(ticket) | more)

    def _told(self, ticket: dict[str, Any]) -> dict[str, Any]:
        body = ticket["body"]
        return {
            "id": ticket["number"],
            "subject": body["subject"],
            "status": ticket.get("status", 2),
            "tags": body["tags"],
            "updated_at": ticket["made_at"].isoformat(),
        }
