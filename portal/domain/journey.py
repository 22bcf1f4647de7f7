"""The story of a visit in a few steps, for the person who answers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import takewhile
from typing import Final


class StepKind(StrEnum):
    """What a customer did."""

    SEARCHED = "searched"
    LOOKED_UP = "looked_up"
    READ = "read"
    VOTED = "voted"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    GUIDED = "guided"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `at` in seconds since 1970 (UTC); the other fields as the kind needs them.

    The text of a guided one are the choices in a guide (see `write_choices`).
    """

    at: float
    kind: StepKind
    text: str | None = None
    n_results: int | None = None
    article_id: str | None = None
    lang: str | None = None
    visible_s: float | None = None
    vote: str | None = None
    reason: str | None = None


def merge_steps(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Join what belongs together.

    Opening an article and leaving it are one step with the seconds it was in view; the choices in a guide are
    one step with the way that was taken in the end.
    """
    told: list[Step] = []
    for step in steps:
        last = _find_last(told, step)
        if last is None or step.kind is not told[last].kind or step.kind not in _JOINED:
            told.append(step)
        else:
            told[last] = _JOINED[step.kind](told[last], step)
    return tuple(told)


def write_choices(choices: Mapping[str, str]) -> str:
    """Return choices in a guide, by question, as they are stored: names only.

    >>> write_choices({"why": "faulty", "since": "new"})
    'why=faulty;since=new'
    """
    return ";".join(f"{question}={choice}" for question, choice in choices.items())


def read_choices(text: str) -> dict[str, str]:
    """Return stored choices by question, in their order."""
    pairs = (part.partition("=") for part in text.split(";") if part)
    return {question: choice for question, _, choice in pairs}


def _find_last(told: Sequence[Step], step: Step) -> int | None:
    """Return the place of the last step with this article; reading goes on while somebody chooses."""
    is_guided = step.kind is StepKind.GUIDED
    for place in range(len(told) - 1, -1, -1):
        one = told[place]
        if one.article_id == step.article_id and (one.kind is StepKind.GUIDED) == is_guided:
            return place
    return None


def _join_reading(before: Step, step: Step) -> Step:
    return replace(before, visible_s=((before.visible_s or 0) + (step.visible_s or 0)) or None)


def _join_choices(before: Step, step: Step) -> Step:
    """Add a choice; one at a question that was answered before changes the way from there on."""
    choices, added = read_choices(before.text or ""), read_choices(step.text or "")
    kept = dict(takewhile(lambda pair: pair[0] not in added, choices.items()))
    return replace(before, text=write_choices(kept | added))


_JOINED: Final[Mapping[StepKind, Callable[[Step, Step], Step]]] = {
    StepKind.READ: _join_reading,
    StepKind.GUIDED: _join_choices,
}
