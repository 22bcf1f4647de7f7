"""What every knowledge tool can do, and what integrations.yml may say of one."""

from dataclasses import dataclass, field
from typing import Protocol

from pydantic import Field

from portal.connectors.desks.desk import Finding
from portal.connectors.desks.options import Outbound
from portal.connectors.desks.reading import JsonObject


@dataclass(frozen=True, slots=True)
class Proposal:
    """A card that the team may make of a gap; `key` stands in its title, so that it can be found again."""

    key: str
    title: str
    html: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A card at the tool: its own id, and the page for people, empty where it is not told."""

    card_id: str
    url: str = ""


class KnowledgeTool(Protocol):
    """One configured tool. Every method raises DeskError's kinds, and nothing else, when it has no answer."""

    settles_s: float
    """After how long a look-up that finds nothing means that there is nothing."""

    def pull(self) -> tuple[JsonObject, ...]:
        """Return the verified cards, as the tool tells them."""

    def find(self, key: str) -> Proposed | None:
        """Return the card that was proposed under this key, or None if the tool knows none."""

    def propose(self, proposal: Proposal) -> Proposed:
        """Make a card that is not verified; said twice there are two."""

    def check(self) -> tuple[Finding, ...]:
        """Look, without changing anything, whether cards can be read."""


class KnowledgeOptions(Outbound):
    """What can be said of every tool."""

    vendor: str
    push_gaps: bool = False
    """Whether the worker proposes a card for every content gap by itself."""
    least_failed: int = Field(default=5, ge=1)
    """From how many needs that failed a gap is proposed."""
