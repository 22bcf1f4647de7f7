"""What integrations.yml may say of a channel of the team."""

from datetime import time
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from portal.connectors.desks.options import Checked, Line, Outbound, Secret

Event = Literal["failing", "spike", "deadline", "weekly", "vote", "escalation"]
USUAL: tuple[Event, ...] = ("failing", "spike", "deadline", "weekly", "vote")
"""New messages are told only where somebody asks for them: the help desk tells them already."""


def _clock(value: str) -> str:
    time.fromisoformat(value.rjust(5, "0"))
    return value.rjust(5, "0")


Clock = Annotated[str, AfterValidator(_clock)]


class Quiet(Checked):
    """Hours, in the time of the shop, in which only failing deliveries are told."""

    begin: Clock
    end: Clock


class NotifierOptions(Outbound):
    """What can be said of every channel."""

    service: str
    events: tuple[Event, ...] = USUAL
    every_minutes: int = Field(default=15, ge=1, le=24 * 60)
    """At most one digest in so many minutes."""
    quiet: Quiet | None = None


class HookOptions(NotifierOptions):
    """A channel reached by an address that is a secret itself."""

    address: Secret
    hosts: tuple[Line, ...] = ()
    """Hosts that may be called besides the vendor's own."""
