"""A HubSpot account: upserts on unique properties, 207 with errors inside, limits told by its own header."""

from dataclasses import dataclass, field
from typing import Any

from tests.connectors.fakes.additions import hear
from tests.connectors.fakes.files import take
from tests.connectors.fakes.server import Ask, Fake, Reply

BASE = "/crm/objects/2026-09"
PROPERTIES = {"portal_ref": True, "portal_language": False}


@dataclass
class FakeHubSpot(Fake):
    key: str = "hubspot-key"
    people: dict[str, str] = field(default_factory=dict)
    links: set[tuple[str, str]] = field(default_factory=set)

    def handle(self, ask: Ask) -> Reply:
        if ask.headers.get("authorization") != f"Bearer {self.key}":
            return Reply(401, {"status": "error", "message": "Authentication credentials not found."})
        taken = hear(self, ask) or take(self, ask)
        if taken is not None:
            return taken
        if ask.path == f"{BASE}/contacts/batch/upsert":
            return self._person(ask)
        if ask.path == f"{BASE}/tickets/batch/upsert":
            return self._ticket(ask)
        if "/associations/default/contacts/" in ask.path:
            parts = ask.path.split("/")
            self.links.add((parts[5], parts[-1]))
            return Reply(200, {"status": "COMPLETE", "results": []})
        if ask.path.startswith("/crm/properties/"):
            name = ask.path.rpartition("/")[2]
            if name not in PROPERTIES:
                return Reply(404, {"status": "error", "message": "No such property"})
            return Reply(200, {"name": name, "hasUniqueValue": PROPERTIES[name]})
        if ask.path.startswith(f"{BASE}/tickets/"):
            return self._look_up(ask)
        return Reply(200, {"results": []})

    def _person(self, ask: Ask) -> Reply:
        (told,) = ask.json()["inputs"]
        number = self.people.setdefault(told["properties"]["email"], str(500 + len(self.people)))
        return Reply(200, {"status": "COMPLETE", "results": [{"id": number, "properties": {}}]})

    def _ticket(self, ask: Ask) -> Reply:
        (told,) = ask.json()["inputs"]
        if self.is_refusing or not all(isinstance(one, str) for one in told["properties"].values()):
            message = "Property values were not valid: anna@example.com"
            return Reply(400, {"status": "error", "message": message, "category": "VALIDATION_ERROR"})
        ref = told["id"]
        known = next((one for one in self.tickets if one["ref"] == ref), None)
        ticket = known or self.keep(ref, body=told["properties"])
        result = {"id": str(9000 + ticket["number"]), "new": known is None, "properties": {}}
        return Reply(200, {"status": "COMPLETE", "results": [result]})

    def _look_up(self, ask: Ask) -> Reply:
        key = ask.path.rpartition("/")[2]
        by_ref = ask.query.get("idProperty") == "portal_ref"
        ticket = next(
            (one for one in self.tickets if key == (one["ref"] if by_ref else str(9000 + one["number"]))),
            None,
        )
        if ticket is None:
            return Reply(404, {"status": "error", "message": "Object not found"})
        number = str(9000 + ticket["number"])
        linked = [{"id": person} for one, person in self.links if one == number]
        told: dict[str, Any] = {"id": number, "properties": ticket.get("told", {"hs_pipeline_stage": "1"})}
        if linked:
            told["associations"] = {"contacts": {"results": linked}}
        return Reply(200, told)

    def error_in_200(self, ask: Ask) -> Reply | None:
        if not ask.path.endswith("/batch/upsert"):
            return None
        errors = [{"status": "error", "category": "VALIDATION_ERROR", "message": "Something is not valid"}]
        return Reply(207, {"status": "COMPLETE", "results": [], "numErrors": 1, "errors": errors})
