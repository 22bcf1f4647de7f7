"""What all desks that are reached by HTTP have in common: signing in, reading errors, never asking twice."""

import json
from collections.abc import Collection, Mapping
from urllib.parse import quote, urlencode, urlsplit

from portal.clock import Clock
from portal.connectors.desks.outcomes import NotReached, Refused, Throttled, Unsure
from portal.connectors.http import Answer, Call, Http, NoAnswer, NotSent
from portal.connectors.signing_in import SignIn
from portal.connectors.waits import read_wait
from portal.domain.redaction import redact

MOST_REASON = 300


class Rest:
    """A desk's interface: `name` is what people call the vendor, `advice` what a status of its means."""

    def __init__(
        self,
        http: Http,
        clock: Clock,
        sign_in: SignIn,
        *,
        name: str,
        address: str,
        advice: Mapping[int, str] | None = None,
    ) -> None:
        self.http, self.clock, self.sign_in = http, clock, sign_in
        self.name, self.address = name, address.rstrip("/")
        self._advice = dict(advice or {})

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        also: Collection[int] = (),
    ) -> Answer:
        """Return a good answer, or one whose status is in `also`; raises the kinds of DeskError.

        A token that was refused is renewed once: whoever was refused at the door has changed nothing.
        """
        answer = self._send(method, path, query, body, headers)
        if answer.status == 401 and self.sign_in.renew():
            answer = self._send(method, path, query, body, headers)
        if 200 <= answer.status < 300 or answer.status in also:
            return answer
        raise self.refusal(answer)

    def refusal(self, answer: Answer) -> Refused | Throttled | Unsure:
        """Return what an answer that is not good means."""
        status = answer.status
        if status == 429:
            return Throttled(f"{self.name} asks us to wait.", read_wait(answer.headers, now=self.clock()))
        if status >= 500 or status in (408, 425):
            return Unsure(f"{self.name} answered {status}.")
        if 300 <= status < 400:
            return Refused(f"{self.name} sent us elsewhere ({status}). Check the address.")
        advice = self._advice.get(status) or _ADVICE.get(status, "")
        told = " ".join(filter(None, (_clean(one) for one in read_errors(answer.json()))))
        parts = (f"{self.name} refused it ({status}).", told, advice)
        return Refused(" ".join(filter(None, parts))[: 2 * MOST_REASON])

    def _send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None,
        body: str | bytes | None,
        headers: Mapping[str, str] | None,
    ) -> Answer:
        url = f"{self.address}{path}"
        if query:
            url += f"?{urlencode(query, quote_via=quote)}"
        told = {**self.sign_in.headers(), **(headers or {})}
        if body is not None:
            told.setdefault("Content-Type", "application/json")
        call = Call(method, url, told, body.encode() if isinstance(body, str) else body)
        try:
            return self.http.send(call)
        except NotSent as error:
            raise NotReached(f"{self.name}: {error}") from None
        except NoAnswer as error:
            raise Unsure(f"{self.name}: {error}") from None


_ADVICE = {
    401: "The credentials are wrong or have ended: make new ones.",
    403: "The credentials lack a right: `portal integrations check` names what is needed.",
    404: "There is no such place: check the address and the ids in integrations.yml.",
}


def write_json(value: object) -> str:
    """Return JSON that is the same for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_errors(told: object, *, depth: int = 0) -> list[str]:
    """Return what an error says, from any of the shapes vendors use: names of fields, and messages."""
    if isinstance(told, str):
        return [told]
    if depth > 4:
        return []
    if isinstance(told, list):
        return [text for one in told[:5] for text in read_errors(one, depth=depth + 1)]
    if not isinstance(told, dict):
        return []
    found: list[str] = []
    for name, value in list(told.items())[:20]:
        if name in _SAID:
            found += read_errors(value, depth=depth + 1)
        elif name in _WITHIN and isinstance(value, dict):
            for field, inner in list(value.items())[:5]:
                found += [f"{field}: {text}" for text in read_errors(inner, depth=depth + 1)[:2]]
        elif name in _WITHIN:
            found += read_errors(value, depth=depth + 1)
    return found


def is_at(url: str, hosts: Collection[str]) -> bool:
    """Tell whether an address belongs to a vendor: `.zendesk.com` means any host below it."""
    host = (urlsplit(url).hostname or "").lower()
    return any(host.endswith(one) if one.startswith(".") else host == one for one in hosts)


_SAID = (
    "field",
    "fieldName",
    "code",
    "errorCode",
    "error",
    "message",
    "description",
    "errorMessage",
    "errorType",
)
_WITHIN = ("errors", "details", "errorMessages", "fields")


def _clean(text: str) -> str:
    """Return a vendor's words without personal data: it may repeat what the customer wrote."""
    return redact(" ".join(text.split()))[:MOST_REASON]
