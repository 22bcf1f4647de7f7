"""A Salesforce org: sessions that end without notice, upserts by external id, errors as lists."""

from dataclasses import dataclass
from typing import Any

from tests.connectors.fakes.additions import hear
from tests.connectors.fakes.files import take
from tests.connectors.fakes.server import Ask, Fake, Reply

CASES = "/services/data/v66.0/sobjects/Case"
KNOWN = {
    "Subject",
    "Description",
    "SuppliedName",
    "SuppliedEmail",
    "Origin",
    "Priority",
    "Portal_Language__c",
}


@dataclass
class FakeSalesforce(Fake):
    secret: str = "salesforce-secret"
    token_lives_s: int = 1200
    says_nothing_of_old: bool = False

    def handle(self, ask: Ask) -> Reply:
        if ask.path == "/services/oauth2/token":
            return self._token(ask)
        if not self.is_signed_in(ask):
            return Reply(401, [{"errorCode": "INVALID_SESSION_ID", "message": "Session expired or invalid"}])
        taken = hear(self, ask) or take(self, ask)
        if taken is not None:
            return taken
        if ask.path == f"{CASES}/describe":
            reference = {"name": "Portal_Ref__c", "externalId": True, "unique": True}
            return Reply(200, {"fields": [reference, {"name": "Portal_Language__c"}]})
        if ask.method == "PATCH":
            return self._upsert(ask)
        return self._look_up(ask)

    def _token(self, ask: Ask) -> Reply:
        form = ask.form()
        if form.get("grant_type") != "client_credentials" or form.get("client_secret") != self.secret:
            return Reply(400, {"error": "invalid_client", "error_description": "invalid client credentials"})
        # Nothing says how long it lives.
        return Reply(200, {"access_token": self.new_token(), "instance_url": "https://elsewhere.example"})

    def _upsert(self, ask: Ask) -> Reply:
        told = ask.json()
        if self.is_refusing or set(told) - KNOWN or len(told["Description"]) > 32_000:
            message = "Supplied email: invalid email address: anna@example.com"
            return Reply(
                400, [{"errorCode": "INVALID_EMAIL_ADDRESS", "message": message, "fields": ["SuppliedEmail"]}]
            )
        ref = ask.path.rpartition("/")[2]
        known = next((one for one in self.tickets if one["ref"] == ref), None)
        if known is not None and self.says_nothing_of_old:
            return Reply(204)
        ticket = known or self.keep(ref, body=told)
        result = {"id": _id(ticket), "success": True, "created": known is None, "errors": []}
        return Reply(201 if known is None else 200, result)

    def _look_up(self, ask: Ask) -> Reply:
        key = ask.path.rpartition("/")[2]
        ticket = next((one for one in self.tickets if key in (one["ref"], _id(one))), None)
        if ticket is None:
            return Reply(
                404, [{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}]
            )
        told = {"Id": _id(ticket), "CaseNumber": f"{ticket['number']:08}", "Status": "New", "IsClosed": False}
        return Reply(200, told | ticket.get("told", {}))

    def error_in_200(self, ask: Ask) -> Reply | None:
        if ask.path == "/services/oauth2/token":
            return None
        return Reply(
            403, [{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "TotalRequests Limit exceeded."}]
        )


def _id(ticket: dict[str, Any]) -> str:
    return f"500000000000{ticket['number']:06}"
