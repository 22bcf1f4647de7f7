"""Slack: an incoming webhook, or a bot that posts into a channel."""

from typing import Any, Literal

from portal.connectors.desks.desk import Finding
from portal.connectors.desks.options import Line, Secret
from portal.connectors.desks.outcomes import Refused, Throttled, Unsure
from portal.connectors.desks.parts import Parts, require_own_host
from portal.connectors.desks.reading import text_of
from portal.connectors.desks.rest import Rest, is_at, write_json
from portal.connectors.notifiers.notifier import Digest, cut, left_out
from portal.connectors.notifiers.notifier import Line as Told
from portal.connectors.notifiers.options import HookOptions, NotifierOptions
from portal.connectors.signing_in import Fixed

NAME = "Slack"
HOOKS, API = "hooks.slack.com", "slack.com"
MOST_TEXT, MOST_TITLE, MOST_LINES = 2_900, 150, 40
MOST_LINE = 400
_WAIT_ERRORS = frozenset({"ratelimited", "rate_limited"})
_LATER_ERRORS = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})


class HookSettings(HookOptions):
    """An incoming webhook; its address is its secret."""

    service: Literal["slack-webhook"]


class BotSettings(NotifierOptions):
    """A bot with the right chat:write, invited into the channel."""

    service: Literal["slack"]
    token: Secret
    channel: Line
    address: str = "https://slack.com"


def mrkdwn(text: str) -> str:
    """Return a text in which Slack reads no mention, link or command: three signs are enough."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def write(digest: Digest) -> dict[str, Any]:
    """Return a digest as Slack's blocks, with the plain text that notifications show."""
    title = cut(digest.title, MOST_TITLE)
    lines = [_line(one) for one in digest.lines[:MOST_LINES]] or [mrkdwn(title)]
    if len(digest.lines) > MOST_LINES:
        lines.append(left_out(len(digest.lines) - MOST_LINES))
    return {
        "text": mrkdwn(f"{title}: {cut(digest.lines[0].text, MOST_LINE)}" if digest.lines else title),
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}},
            *({"type": "section", "text": {"type": "mrkdwn", "text": one}} for one in _sections(lines)),
        ],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _sections(lines: list[str]) -> list[str]:
    """Return the lines in as many texts as a block's limit makes necessary."""
    texts = [lines[0]]
    for line in lines[1:]:
        if len(texts[-1]) + 1 + len(line) <= MOST_TEXT:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return texts


def _line(one: Told) -> str:
    text = mrkdwn(cut(one.text, MOST_LINE)).replace("|", "¦")
    if one.url.startswith(("https://", "http://")) and not set("<>| ") & set(one.url):
        return f"• <{one.url}|{text}>"
    return f"• {text}"


class SlackHook:
    """An incoming webhook."""

    def __init__(self, options: HookSettings, parts: Parts) -> None:
        address = options.address.read()
        is_own = is_at(address, (HOOKS, *options.hosts))
        require_own_host("the address", is_own=is_own, allowed=options.allow_networks, vendor=NAME)
        self._rest = Rest(parts.http, parts.clock, Fixed({}), name=NAME, address=address)

    def send(self, digest: Digest) -> None:
        """Post the digest; Slack says `ok` in plain text."""
        told = {name: value for name, value in write(digest).items() if not name.startswith("unfurl")}
        answer = self._rest.ask("POST", "", body=write_json(told))
        if answer.body.strip() != b"ok":
            raise Unsure(f"{NAME} answered with something else than ok.")

    def check(self) -> tuple[Finding, ...]:
        """Look whether the hook is there: what cannot be read as a message is refused, and says nothing."""
        answer = self._rest.ask("POST", "", body="{}", also=range(400, 500))
        if answer.status == 400:
            return (Finding("webhook", is_well=True),)
        return (Finding("webhook", is_well=False, advice="Make a new incoming webhook for the channel."),)


class SlackBot:
    """A bot; status 200 says nothing, only `ok` does."""

    def __init__(self, options: BotSettings, parts: Parts) -> None:
        is_own = is_at(options.address, (API,))
        require_own_host(options.address, is_own=is_own, allowed=options.allow_networks, vendor=NAME)
        self._channel = options.channel
        sign_in = Fixed({"Authorization": f"Bearer {options.token.read()}"})
        self._rest = Rest(parts.http, parts.clock, sign_in, name=NAME, address=options.address)

    def send(self, digest: Digest) -> None:
        """Post the digest into the channel."""
        self._call("chat.postMessage", {"channel": self._channel, **write(digest)})

    def check(self) -> tuple[Finding, ...]:
        """Look whether the token is known; whether the channel takes messages only a test shows."""
        self._call("auth.test", {})
        return (Finding("token", is_well=True, advice="`portal integrations test` shows the channel."),)

    def _call(self, method: str, told: dict[str, Any]) -> None:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        answer = self._rest.ask("POST", f"/api/{method}", body=write_json(told), headers=headers).object()
        if answer.get("ok") is True:
            return
        error = text_of(answer.get("error"))
        if error in _WAIT_ERRORS:
            raise Throttled(f"{NAME} asks us to wait.")
        if not error or error in _LATER_ERRORS:
            raise Unsure(f"{NAME} did not say ok.")
        raise Refused(f"{NAME} refused it: {error[:60]}. Is the bot in the channel, with chat:write?")
