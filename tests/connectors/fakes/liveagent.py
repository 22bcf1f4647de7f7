"""A LiveAgent account: a key in its own header, no protection from repeats, a list that can be filtered."""

import json
from dataclasses import dataclass
from typing import Any

from tests.connectors.fakes.server import Ask, Fake, Reply

REQUIRED = {"useridentifier", "recipient", "departmentid", "subject", "message"}


@dataclass
class FakeLiveAgent(Fake):
    key: str = "liveagent-key"
    field: str = "portal_ref"

    def handle(self, ask: Ask) -> Reply:
        if ask.headers.get("apikey") != self.key:
            return Reply(401, {"message": "Wrong key"})
        if ask.path == "/api/v3/tickets" and ask.method == "POST":
            return self._create(ask)
        if ask.path == "/api/v3/tickets":
            return self._list(ask)
        if ask.path.endswith("/messages"):
            number = ask.path.split("/")[-2]
            return Reply(
                200,
                next((one.get("groups", []) for one in self.tickets if f"t{one['number']}" == number), []),
            )
        number = ask.path.rpartition("/")[2]
        found = next((one for one in self.tickets if f"t{one['number']}" == number), None)
        if found is None:
            return Reply(404, {"message": "Not found"})
        return Reply(200, self._told(found) | found.get("told", {}))

    def _create(self, ask: Ask) -> Reply:
        told = ask.json()
        if self.is_refusing or REQUIRED - set(told) or told.get("do_not_send_mail") != "Y":
            return Reply(400, {"message": "Field useridentifier is not valid: anna@example.com"})
        values = {one["code"]: one["value"] for one in told["custom_fields"]}
        return Reply(200, self._told(self.keep(values[self.field], body=told)))

    def _list(self, ask: Ask) -> Reply:
        filters = json.loads(ask.query.get("_filters", "[]"))
        if filters and filters[0][0] != self.field:
            return Reply(400, {"message": "Unknown column"})
        found = self.seen(filters[0][2]) if filters else self.tickets
        return Reply(200, [self._told(one) for one in found])

    def error_in_200(self, ask: Ask) -> Reply | None:
        return Reply(200, {"message": "Internal error"}) if ask.method == "POST" else None

    def _told(self, ticket: dict[str, Any]) -> dict[str, Any]:
        fields = [{"code": self.field, "value": ticket["ref"]}]
        return {
            "id": f"t{ticket['number']}",
            "code": f"ABC-{ticket['number']:05}",
            "status": "N",
            "custom_fields": fields,
        }
