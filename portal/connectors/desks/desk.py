"""What every desk can do, and what passes between it and the engine."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from portal.domain.tickets import Ticket


@dataclass(frozen=True, slots=True)
class Made:
    """A ticket at a desk: its own id, the number people use, and the page for people, where there are any."""

    external_id: str
    number: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class PassedFile:
    """A file of a customer on its way to the desk; no repr of what is in it."""

    ref: str
    number: int
    """Which of the message's files it is, from 1."""
    code: str
    """The case number as customers are shown it."""
    name: str
    media_type: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Addition:
    """What a customer adds to her message, as the team reads it; no repr of her words."""

    ref: str
    """Its own reference, which stands in the text: by it the desk is asked whether it has it."""
    code: str
    """The case number as customers are shown it."""
    text: str = field(repr=False)
    is_end: bool = False
    """Whether she says that it was solved meanwhile, so that nobody has to answer."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked, and what to change when it is not well."""

    what: str
    is_well: bool
    advice: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """How a ticket stands; None for what the desk does not tell."""

    external_id: str
    status: str
    """received, in_progress, waiting_for_customer or solved."""
    changed_at: datetime | None = None
    first_answer_at: datetime | None = None
    """When a person answered; automatic replies do not count."""
    closed_at: datetime | None = None
    satisfaction: str | None = None
    """good or bad."""
    mark: str | None = None
    """spam or duplicate, as agents said; None where they said neither, or the desk does not know that."""


class Desk(Protocol):
    """One configured desk. Every method raises DeskError's kinds, and nothing else, when it has no answer."""

    repeats_s: float
    """How long asking again with the same body and reference makes no second ticket; 0 where it would."""
    settles_s: float | None
    """After how long a look-up that finds nothing means that there is nothing; None if it never does."""

    def render(self, ticket: Ticket) -> str:
        """Return what will be sent for a ticket: the same ticket gives the same text."""

    def create(self, ref: str, body: str) -> Made:
        """Ask for the ticket that `render` wrote."""

    def find(self, ref: str, body: str) -> Made | None:
        """Return the ticket with this reference, finished if it was not, or None if the desk knows none."""

    def attach(self, external_id: str, file: PassedFile) -> None:
        """Add a file to a ticket; said twice it may be there twice. Refused means: let it go by mail."""

    def add(self, external_id: str, addition: Addition) -> None:
        """Add words to a ticket, for the team alone. Refused means: let them go by mail."""

    def has(self, external_id: str, addition: Addition) -> bool | None:
        """Tell whether the ticket has these words; None where saying them twice does no harm."""

    def check(self) -> tuple[Finding, ...]:
        """Look, without changing anything, whether all is there that tickets need."""

    def state(self, external_id: str) -> State | None:
        """Return how a ticket stands, or None where the desk cannot be asked."""
