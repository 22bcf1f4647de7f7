"""A Jira site with a service desk: customers made once, only fields of the form, a search that lags."""

import base64
from dataclasses import dataclass, field
from typing import Any

from tests.connectors.fakes.additions import hear
from tests.connectors.fakes.files import take
from tests.connectors.fakes.server import Ask, Fake, Reply

BASE = "/rest/servicedeskapi"
FORM = ("summary", "description", "labels", "customfield_10050")


@dataclass
class FakeJsm(Fake):
    token: str = "jsm-token"
    people: dict[str, str] = field(default_factory=dict)

    def handle(self, ask: Ask) -> Reply:
        coded = base64.b64encode(f"robot@example.com:{self.token}".encode()).decode()
        if ask.headers.get("authorization") != f"Basic {coded}":
            return Reply(401, {"errorMessage": "Unauthorized"})
        taken = hear(self, ask) or take(self, ask)
        if taken is not None:
            return taken
        if ask.path == f"{BASE}/customer":
            return self._customer(ask)
        if ask.path == f"{BASE}/request" and ask.method == "POST":
            return self._create(ask)
        if ask.path == "/rest/api/3/search/jql":
            ref = ask.query["jql"].removeprefix('labels = "').removesuffix('"')
            found = [
                {"id": str(10000 + one["number"]), "key": f"SUP-{one['number']}", "fields": {"labels": [ref]}}
                for one in self.seen(ref)
            ]
            return Reply(200, {"issues": found, "isLast": True})
        if ask.path.endswith("/field"):
            return Reply(200, {"requestTypeFields": [{"fieldId": name} for name in FORM]})
        if ask.path == f"{BASE}/servicedesk/10/customer":
            told = [{"accountId": number, "emailAddress": email} for email, number in self.people.items()]
            return Reply(200, {"values": [one for one in told if one["emailAddress"] == ask.query["query"]]})
        if ask.path.startswith(f"{BASE}/request/"):
            return self._request(ask)
        return Reply(200, {"id": "10"})

    def _customer(self, ask: Ask) -> Reply:
        email = ask.json()["email"]
        if email in self.people:
            return Reply(409, {"errorMessage": "An account already exists for this email"})
        self.people[email] = f"qm:{len(self.people)}"
        return Reply(201, {"accountId": self.people[email], "emailAddress": email})

    def _create(self, ask: Ask) -> Reply:
        told = ask.json()
        values = told["requestFieldValues"]
        is_known = told.get("raiseOnBehalfOf") in self.people.values()
        if self.is_refusing or not is_known or set(values) - set(FORM):
            return Reply(400, {"errorMessage": "Your request could not be created: anna@example.com"})
        refs = [label for label in values["labels"] if label.startswith("pr_")]
        ticket = self.keep(refs[0], body=told)
        number = ticket["number"]
        links = {"agent": f"https://shop.atlassian.net/browse/SUP-{number}"}
        return Reply(201, {"issueId": str(10000 + number), "issueKey": f"SUP-{number}", "_links": links})

    def _request(self, ask: Ask) -> Reply:
        parts = ask.path.split("/")
        ticket: dict[str, Any] | None = next(
            (one for one in self.tickets if str(10000 + one["number"]) == parts[4]), None
        )
        if ticket is None:
            return Reply(404, {"errorMessage": "No such request"})
        if parts[-1] == "comment":
            return Reply(200, {"values": ticket.get("comments", [])})
        status = ticket.get("status", {"status": "Open", "statusCategory": "NEW"})
        return Reply(200, {"reporter": {"accountId": "qm:0"}, "currentStatus": status})
