"""A receiver of signed webhooks as the standard wants it: five minutes of tolerance, every id taken once."""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from tests.connectors.fakes.server import Ask, Fake, Reply

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()
TOLERANCE_S = 300


@dataclass
class FakeReceiver(Fake):
    secret: str = SECRET

    def handle(self, ask: Ask) -> Reply:
        if ask.method != "POST":
            return Reply(405)
        name, at = ask.headers.get("webhook-id", ""), ask.headers.get("webhook-timestamp", "")
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        signed = hmac.new(key, f"{name}.{at}.".encode() + ask.body, hashlib.sha256).digest()
        expected = f"v1,{base64.b64encode(signed).decode()}"
        if expected not in ask.headers.get("webhook-signature", "").split(" "):
            return Reply(401, {"message": "not signed by the portal"})
        if abs(self.clock().timestamp() - int(at)) > TOLERANCE_S:
            return Reply(401, {"message": "too old"})
        if self.is_refusing:
            return Reply(422, {"message": "no such customer: anna@example.com"})
        told = ask.json()
        if told["type"] == "contact.file":
            self.files.append((told["data"]["name"], base64.b64decode(told["data"]["content"])))
            return Reply(202)
        if name not in self.refs():
            self.keep(name, body=ask.json())
        return Reply(202)
