"""What every channel of the team can do, and what passes between it and the engine."""

from dataclasses import dataclass
from typing import Protocol

from portal.connectors.desks.desk import Finding


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, as a sentence; `url` is where to look, empty if nowhere."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """What happened since the last one, under one title."""

    title: str
    lines: tuple[Line, ...]


class Notifier(Protocol):
    """One configured channel. Every method raises DeskError's kinds, and nothing else."""

    def send(self, digest: Digest) -> None:
        """Say it; what was said once may be said twice when no answer came."""

    def check(self) -> tuple[Finding, ...]:
        """Look, without saying anything, whether the channel can be reached."""


def left_out(count: int) -> str:
    """Return the sign, in any language, that so many more lines stand elsewhere."""
    return f"… +{count}"


def cut(text: str, most: int) -> str:
    """Return a text of at most so many signs, on one line, with a sign that something is missing."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
