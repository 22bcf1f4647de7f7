"""The story of a visit in a few steps, for the person who answers."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class StepKind(StrEnum):
    """What a customer did."""

    SEARCHED = "searched"
    READ = "read"
    VOTED = "voted"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `at` in seconds since 1970 (UTC); the other fields as the kind needs them."""

    at: float
    kind: StepKind
    text: str | None = None
    n_results: int | None = None
    article_id: str | None = None
    lang: str | None = None
    visible_s: float | None = None
    vote: str | None = None
    reason: str | None = None


def merge_reading(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Join the opening of an article and the leaving of it to one step with the seconds it was in view."""
    told: list[Step] = []
    for step in steps:
        last = next((i for i in range(len(told) - 1, -1, -1) if told[i].article_id == step.article_id), None)
        if step.kind is StepKind.READ and last is not None and told[last].kind is StepKind.READ:
            before = told[last]
            seconds = (before.visible_s or 0) + (step.visible_s or 0)
            told[last] = Step(**(asdict(before) | {"visible_s": seconds or None}))
        else:
            told.append(step)
    return tuple(told)
