"""A Zoho Desk portal: few tokens in ten minutes, OAuth errors with status 200, 204 for nothing."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.connectors.fakes.additions import hear
from tests.connectors.fakes.files import take
from tests.connectors.fakes.server import Ask, Fake, Reply

MOST_TOKENS, WITHIN = 10, timedelta(minutes=10)
FIELDS = ("cf_portal_ref", "cf_language")


@dataclass
class FakeZohoDesk(Fake):
    refresh: str = "zoho-refresh"
    made_at: list[datetime] = field(default_factory=list)
    too_many: int = 0

    def handle(self, ask: Ask) -> Reply:
        if ask.path == "/oauth/v2/token":
            return self._token(ask)
        if not self.is_signed_in(ask, "Zoho-oauthtoken"):
            return Reply(401, {"errorCode": "INVALID_OAUTH", "message": "The OAuth token has ended."})
        if ask.headers.get("orgid") != "600":
            return Reply(403, {"errorCode": "OAUTH_ORG_MISMATCH", "message": "Another organization."})
        taken = hear(self, ask) or take(self, ask)
        if taken is not None:
            return taken
        if ask.path == "/api/v1/tickets" and ask.method == "POST":
            return self._create(ask)
        if ask.path == "/api/v1/tickets/search":
            ref = ask.query["customField1"].removeprefix("cf_portal_ref:")
            found = [self._told(one) for one in self.seen(ref)]
            return Reply(200, {"data": found, "count": len(found)}) if found else Reply(204)
        if ask.path == "/api/v1/organizationFields":
            return Reply(200, {"data": [{"apiName": name} for name in FIELDS]})
        if ask.path == "/api/v1/tickets":
            return Reply(200, {"data": []})
        return self._ticket(ask)

    def _token(self, ask: Ask) -> Reply:
        if ask.form().get("refresh_token") != self.refresh:
            return Reply(200, {"error": "invalid_code"})
        self.made_at = [at for at in self.made_at if at + WITHIN > self.clock()]
        if len(self.made_at) >= MOST_TOKENS:
            self.too_many += 1
            return Reply(400, {"error": "Access Denied", "error_description": "too many requests"})
        self.made_at.append(self.clock())
        return Reply(200, {"access_token": self.new_token(), "expires_in": self.token_lives_s})

    def _create(self, ask: Ask) -> Reply:
        told = ask.json()
        if self.is_refusing or not told["contact"].get("lastName") or len(told["description"]) > 65_535:
            errors = [
                {"fieldName": "/contact/email", "errorType": "invalid", "errorMessage": "anna@example.com"}
            ]
            return Reply(422, {"errorCode": "INVALID_DATA", "message": "Not valid", "errors": errors})
        return Reply(200, self._told(self.keep(told["cf"]["cf_portal_ref"], body=told)))

    def _ticket(self, ask: Ask) -> Reply:
        parts = ask.path.split("/")
        ticket = next((one for one in self.tickets if str(1892000 + one["number"]) == parts[4]), None)
        if ticket is None:
            return Reply(404, {"errorCode": "RESOURCE_NOT_FOUND", "message": "No such ticket"})
        if parts[-1] == "threads":
            return Reply(200, {"data": ticket.get("threads", [])})
        return Reply(200, self._told(ticket) | ticket.get("told", {}))

    def error_in_200(self, ask: Ask) -> Reply | None:
        if ask.path == "/oauth/v2/token":
            return Reply(200, {"error": "internal_error"})
        return Reply(200, {"errorCode": "INTERNAL_SERVER_ERROR", "message": "Try again"})

    def _told(self, ticket: dict[str, Any]) -> dict[str, Any]:
        number = str(1892000 + ticket["number"])
        return {
            "id": number,
            "ticketNumber": str(ticket["number"]),
            "webUrl": f"https://desk.zoho.eu/support/x/ShowHomePage.do#Cases/dv/{number}",
            "status": "Open",
            "statusType": "Open",
            "modifiedTime": ticket["made_at"].isoformat(),
        }
