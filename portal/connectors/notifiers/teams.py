"""Microsoft Teams: a workflow that takes an Adaptive Card; its address is its secret."""

from typing import Any, Literal

from portal.connectors.desks.desk import Finding
from portal.connectors.desks.parts import Parts, require_own_host
from portal.connectors.desks.rest import Rest, is_at, write_json
from portal.connectors.notifiers.notifier import Digest, cut, left_out
from portal.connectors.notifiers.options import HookOptions
from portal.connectors.signing_in import Fixed

NAME = "Teams"
HOSTS = (".logic.azure.com", ".api.powerplatform.com", ".api.powerautomate.com", ".powerautomate.com")
MOST_LINE, MOST_LINES, MOST_BYTES = 400, 30, 24_000
"""A card of more than 28 KB is not shown."""
MOST_ACTIONS = 4


class Settings(HookOptions):
    """A workflow of the kind “When a Teams webhook request is received”, for anyone."""

    service: Literal["teams"]


def write(digest: Digest) -> dict[str, Any]:
    """Return a digest as a card. Its texts are runs, in which no sign means anything but itself."""
    lines = [cut(one.text, MOST_LINE) for one in digest.lines[:MOST_LINES]]
    told = _message(digest, lines)
    while len(write_json(told).encode()) > MOST_BYTES and lines:
        lines.pop()
        told = _message(digest, lines)
    return told


def _message(digest: Digest, lines: list[str]) -> dict[str, Any]:
    title = {"type": "TextRun", "text": cut(digest.title, 150), "weight": "bolder", "size": "medium"}
    body: list[dict[str, Any]] = [{"type": "RichTextBlock", "inlines": [title]}]
    left = len(digest.lines) - len(lines)
    texts = [*(f"• {text}" for text in lines), *([left_out(left)] if left else [])]
    runs = ({"type": "TextRun", "text": text} for text in texts)
    body += [{"type": "RichTextBlock", "inlines": [run]} for run in runs]
    links: dict[str, str] = {}
    for one in digest.lines:
        if one.url.startswith(("https://", "http://")):
            links.setdefault(one.url, cut(one.text, 40))
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    if links:
        card["actions"] = [
            {"type": "Action.OpenUrl", "title": text, "url": url}
            for url, text in list(links.items())[:MOST_ACTIONS]
        ]
    attachment = {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "contentUrl": None,
        "content": card,
    }
    return {"type": "message", "attachments": [attachment]}


class Teams:
    """A workflow; 202 means that it was begun, not that the card is shown."""

    def __init__(self, options: Settings, parts: Parts) -> None:
        address = options.address.read()
        is_own = is_at(address, (*HOSTS, *options.hosts))
        require_own_host("the address", is_own=is_own, allowed=options.allow_networks, vendor=NAME)
        advice = {
            401: "Let the workflow be triggered by anyone.",
            404: "Its owner may have left: make it anew.",
        }
        self._rest = Rest(parts.http, parts.clock, Fixed({}), name=NAME, address=address, advice=advice)

    def send(self, digest: Digest) -> None:
        """Give the card to the workflow."""
        self._rest.ask("POST", "", body=write_json(write(digest)))

    def check(self) -> tuple[Finding, ...]:
        """Say that only a test shows it: a workflow cannot be asked without being begun."""
        return (
            Finding("workflow", is_well=True, advice="`portal integrations test` shows whether it works."),
        )
