"""What is recorded of a visit: the event model, its names and its bounds.

An event is one fact. Facts are only ever added; outcomes are concluded from them later (outcomes.py).
"""

from dataclasses import dataclass
from enum import StrEnum

SCHEMA_VERSION = 1
"""Version of the event model; every stored event names the one it was written under."""


class EventName(StrEnum):
    """All events there are."""

    SEARCH = "search"
    LOOKUP = "lookup"
    RESULT_CLICK = "result_click"
    ARTICLE_VIEW = "article_view"
    ARTICLE_LEFT = "article_left"
    HELPFUL_VOTE = "helpful_vote"
    CONTACT_INTENT = "contact_intent"
    SUGGEST_ELIGIBLE = "suggest_eligible"
    IMPRESSION = "impression"
    SUGGEST_SHOWN = "suggest_shown"
    SUGGEST_CLICK = "suggest_click"
    SOLVED_YES = "solved_yes"
    SOLVED_NO = "solved_no"
    CONTACT_CREATED = "contact_created"
    CONTACT_CLOSED = "contact_closed"
    CONTACT_MARKED = "contact_marked"
    OUTCOME_REVISION = "outcome_revision"
    VISIT_MARKED = "visit_marked"
    GUIDE_STEP = "guide_step"


FROM_PAGES = frozenset(
    {
        EventName.RESULT_CLICK,
        EventName.ARTICLE_VIEW,
        EventName.ARTICLE_LEFT,
        EventName.CONTACT_INTENT,
        EventName.IMPRESSION,
        EventName.SUGGEST_SHOWN,
        EventName.SUGGEST_CLICK,
        EventName.SOLVED_YES,
        EventName.SOLVED_NO,
        EventName.GUIDE_STEP,
    }
)
"""Events a page may send; the service itself writes the others."""


class Traffic(StrEnum):
    """Who made an event; only `human` is counted, nothing is deleted."""

    HUMAN = "human"
    BOT = "bot"
    STAFF = "staff"
    TEST = "test"
    PREFETCH = "prefetch"


class Signal(StrEnum):
    """A wish not to be followed that the browser sent."""

    GPC = "gpc"
    DNT = "dnt"


@dataclass(frozen=True, slots=True)
class Event:
    """One fact of a visit; None means that the fact does not have it.

    `ts` is seconds since 1970 in UTC. `sid` and `vid` are None for those who asked not to be linked.
    """

    event_id: str
    ts: float
    ev: EventName
    locale: str
    traffic: Traffic
    app_v: str
    schema_v: int = SCHEMA_VERSION
    sid: str | None = None
    vid: str | None = None
    ckey: str | None = None
    ref_code: str | None = None
    surface: str | None = None
    topic: str | None = None
    signal: Signal | None = None
    query_id: str | None = None
    q_redacted: str | None = None
    n_results: int | None = None
    answer_shown: int | None = None
    article_id: str | None = None
    article_v: str | None = None
    position: int | None = None
    source: str | None = None
    visible_s: float | None = None
    vote: str | None = None
    reason: str | None = None
    channel: str | None = None
    candidates: str | None = None
    arm: str | None = None
    prob: float | None = None
    unit_type: str | None = None
    unit_id: str | None = None
    auth: int | None = None
    prompt_id: str | None = None
    ticket_id: str | None = None
    created_by: str | None = None
    valid: int | None = None
    kind: str | None = None
    wait_s: float | None = None
    handle_s: float | None = None
    cost_centre: str | None = None
    issue: str | None = None
    old_outcome: str | None = None
    new_outcome: str | None = None
    cause: str | None = None
    step: str | None = None
    choice: str | None = None
