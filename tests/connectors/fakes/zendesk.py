"""A Zendesk account: tokens that end, Idempotency-Keys that live two hours, an own copy of each ticket."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.connectors.fakes.additions import hear
from tests.connectors.fakes.files import take
from tests.connectors.fakes.server import Ask, Fake, Reply

KEYS_LIVE = timedelta(hours=2)
FIELDS = {360000000001: "text", 360000000002: "text"}


@dataclass
class FakeZendesk(Fake):
    keys: dict[str, tuple[bytes, Reply, datetime]] = field(default_factory=dict)
    secret: str = "zendesk-secret"

    def handle(self, ask: Ask) -> Reply:
        if ask.path == "/oauth/tokens":
            return self._token(ask)
        if not self.is_signed_in(ask):
            return Reply(401, {"error": "invalid_token", "error_description": "The token has ended."})
        taken = hear(self, ask) or take(self, ask)
        if taken is not None:
            return taken
        if ask.path == "/api/v2/tickets" and ask.method == "POST":
            return self._create(ask)
        if ask.path == "/api/v2/tickets":
            found = self.seen(ask.query["external_id"]) if "external_id" in ask.query else self.tickets
            return Reply(200, {"tickets": [self._told(one) for one in found]})
        if ask.path.startswith("/api/v2/ticket_fields/"):
            is_known = int(ask.path.rpartition("/")[2]) in FIELDS
            return Reply(200, {"ticket_field": {}}) if is_known else Reply(404, {"error": "RecordNotFound"})
        return self._ticket(ask)

    def _token(self, ask: Ask) -> Reply:
        form = ask.form()
        if form.get("grant_type") != "client_credentials" or form.get("client_secret") != self.secret:
            return Reply(
                401, {"error": "invalid_client", "error_description": "Client authentication failed."}
            )
        return Reply(
            200, {"access_token": self.new_token(), "token_type": "bearer", "expires_in": self.token_lives_s}
        )

    def _create(self, ask: Ask) -> Reply:
        key = ask.headers.get("idempotency-key", "")
        known = self.keys.get(key)
        if known is not None and known[2] + KEYS_LIVE > self.clock():
            if known[0] != ask.body:
                return Reply(400, {"error": "IdempotentRequestError", "description": "Another body."})
            return Reply(known[1].status, known[1].body, {"x-idempotency-lookup": "hit"})
        told = ask.json()["ticket"]
        problem = self._problem(told)
        if problem:
            return Reply(422, problem)
        ticket = self.keep(told["external_id"], body=told)
        reply = Reply(201, {"ticket": self._told(ticket)}, {"x-idempotency-lookup": "miss"})
        self.keys[key] = (ask.body, reply, self.clock())
        return reply

    def _problem(self, told: dict[str, object]) -> dict[str, object] | None:
        known = {"subject", "comment", "requester", "external_id", "priority", "tags", "custom_fields"}
        if self.is_refusing or not told.get("comment") or set(told) - known - {"group_id"}:
            details = {"requester": [{"description": "Email: anna@example.com is not properly formatted"}]}
            return {"error": "RecordInvalid", "description": "Record validation errors", "details": details}
        return None

    def _ticket(self, ask: Ask) -> Reply:
        parts = ask.path.split("/")
        ticket = next((one for one in self.tickets if str(one["number"]) == parts[4]), None)
        if ticket is None:
            return Reply(404, {"error": "RecordNotFound"})
        if parts[-1] == "metrics":
            return Reply(200, {"ticket_metric": ticket.get("metric", {})})
        return Reply(200, {"ticket": self._told(ticket)})

    def _told(self, ticket: dict[str, object]) -> dict[str, object]:
        made_at = ticket["made_at"]
        assert isinstance(made_at, datetime)
        return {
            "id": ticket["number"],
            "external_id": ticket["ref"],
            "status": ticket.get("status", "new"),
            "created_at": made_at.isoformat(),
            "updated_at": made_at.isoformat(),
            "satisfaction_rating": {"score": ticket.get("score", "unoffered")},
            "tags": ticket.get("tags", []),
        }
