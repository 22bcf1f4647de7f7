"""Slack and Teams as they take messages: a hook, an API whose status says nothing, a workflow."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.connectors.fakes.server import Ask, Fake, Reply


@dataclass
class FakeSlack(Fake):
    """A workspace: one message a second, a bot that must be in the channel."""

    token: str = "xoxb-team"
    members: set[str] = field(default_factory=lambda: {"C01"})
    said: list[dict[str, Any]] = field(default_factory=list)
    last_at: datetime | None = None

    def handle(self, ask: Ask) -> Reply:
        told = ask.json()
        if ask.path.startswith("/services/"):
            if "text" not in told:
                return Reply(400, b"no_text")
            return self._say(told, Reply(200, b"ok"))
        if ask.headers.get("authorization") != f"Bearer {self.token}":
            return Reply(200, {"ok": False, "error": "invalid_auth"})
        if ask.path == "/api/auth.test":
            return Reply(200, {"ok": True})
        if told["channel"] not in self.members:
            return Reply(200, {"ok": False, "error": "not_in_channel"})
        return self._say(told, Reply(200, {"ok": True, "ts": "1.2"}))

    def _say(self, told: dict[str, Any], reply: Reply) -> Reply:
        now = self.clock()
        if self.last_at is not None and now - self.last_at < timedelta(seconds=1):
            return Reply(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "30"})
        if any(len(one["text"]["text"]) > 3000 for one in told["blocks"]):
            return Reply(400, b"invalid_blocks")
        self.last_at = now
        self.said.append(told)
        return reply


@dataclass
class FakeTeams(Fake):
    """A workflow that takes cards of at most 28 KB."""

    said: list[dict[str, Any]] = field(default_factory=list)

    def handle(self, ask: Ask) -> Reply:
        if ask.query.get("sig") != "s3cret":
            return Reply(401, {"error": {"code": "DirectApiAuthorizationRequired"}})
        if len(ask.body) > 28_000:
            return Reply(413)
        told = json.loads(ask.body)
        self.said.append(told["attachments"][0]["content"])
        return Reply(202)
