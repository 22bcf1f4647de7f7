"""Tell the story of a visit: from recorded events to the steps a person who answers can read."""

import json
from dataclasses import asdict

from sqlalchemy import Connection, Row

from portal.domain.journey import Step, StepKind, merge_steps, write_choices
from portal.store.journeys import events_of_visit

_KINDS = {
    "search": StepKind.SEARCHED,
    "lookup": StepKind.LOOKED_UP,
    "article_view": StepKind.READ,
    "article_left": StepKind.READ,
    "suggest_click": StepKind.READ,
    "helpful_vote": StepKind.VOTED,
    "solved_yes": StepKind.SOLVED,
    "solved_no": StepKind.NOT_SOLVED,
    "guide_step": StepKind.GUIDED,
}


def tell_journey(connection: Connection, sid: str | None) -> tuple[Step, ...]:
    """Return the steps of a visit, first to last; none for a visitor who asked not to be linked."""
    if sid is None:
        return ()
    return merge_steps(_step(row) for row in events_of_visit(connection, sid))


def to_json(steps: tuple[Step, ...]) -> str:
    """Return the steps as they are stored with a contact."""
    told = [{name: value for name, value in asdict(step).items() if value is not None} for step in steps]
    return json.dumps(told, ensure_ascii=False)


def from_json(text: str) -> tuple[Step, ...]:
    """Return the steps that were stored with a contact."""
    return tuple(Step(**(row | {"kind": StepKind(row["kind"])})) for row in json.loads(text))


def _step(row: Row[tuple[object, ...]]) -> Step:
    found = row._mapping
    kind = _KINDS[found["ev"]]
    chosen = write_choices({found["step"]: found["choice"]}) if kind is StepKind.GUIDED else None
    return Step(
        at=found["ts"],
        kind=kind,
        text=chosen or found["q_redacted"],
        n_results=found["n_results"],
        article_id=found["article_id"],
        lang=found["locale"],
        visible_s=found["visible_s"],
        vote=found["vote"],
        reason=found["reason"],
    )
