"""A chat that somebody else runs: which script it is, and what a page that may open it lets in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import JsonValue

LOOPBACK = frozenset({"127.0.0.1", "localhost"})
"""A chat on this machine may be tried without encryption."""
_HOST = re.compile(r"(?:https|wss)://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?")

_ATTRIBUTE = re.compile(r"id|data-[a-z][a-z0-9-]*")
_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat's script as channels.yml names it; nothing of it is loaded before somebody begins to chat."""

    script: str
    hosts: tuple[str, ...] = ()
    """Where else it gets its parts from: origins, `*.` for all below a name."""
    has_inline_styles: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    """What the script's element carries beside its address."""
    settings: Mapping[str, JsonValue] = field(default_factory=dict)
    """Names of the page's window that the script reads, and their values."""

    @property
    def host(self) -> str:
        """The name people are shown before anything is loaded."""
        return urlsplit(self.script).hostname or ""

    @property
    def policy(self) -> str:
        """What the one page lets in on which the chat is opened; every other page lets in nothing of it."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(self.script))
        web = " ".join(dict.fromkeys((origin, *(one for one in self.hosts if one.startswith("https:")))))
        every = " ".join(dict.fromkeys((*web.split(), *self.hosts)))
        styles = "'self' 'unsafe-inline'" if self.has_inline_styles else "'self'"
        return (
            f"default-src 'none'; script-src 'self' {web}; style-src {styles} {web}; "
            f"img-src 'self' data: {web}; font-src {web}; media-src 'self' {web}; "
            f"connect-src 'self' {every}; frame-src {web}; form-action 'self'; base-uri 'none'"
        )


def read_script(address: str) -> str:
    """Return the address of a script as it stands; raise ValueError for one no page should load."""
    parts = urlsplit(address)
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not is_safe or not parts.hostname or any(sign in address for sign in " ;,'\"\\"):
        raise ValueError("a chat's script is loaded by https; write https://chat.example/loader.js")
    return address


def read_host(origin: str) -> str:
    """Return an origin as it stands; raise ValueError for what is none, or would let everybody in."""
    if not _HOST.fullmatch(origin):
        raise ValueError("write an origin such as https://*.chat.example or wss://live.chat.example")
    return origin


def read_attribute(name: str) -> str:
    """Return the name of an attribute; raise ValueError for one that could do something by itself."""
    if not _ATTRIBUTE.fullmatch(name):
        raise ValueError("a script's attribute is `id`, or begins with `data-`")
    return name


def read_name(name: str) -> str:
    """Return a name of the page's window; raise ValueError for what is none."""
    if not _NAME.fullmatch(name):
        raise ValueError("write a name such as $chat or CHAT_ID")
    return name
