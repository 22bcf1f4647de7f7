"""The rule of outcomes once more: slow, obvious, in plain Python, and independent of the statement."""

from dataclasses import dataclass, replace

from portal.domain.events import Event, EventName, Traffic

DAY = 86_400.0
_ASKING = (EventName.SEARCH, EventName.LOOKUP, EventName.CONTACT_INTENT)


@dataclass(frozen=True)
class PlainIssue:
    """One need as the plain rule sees it."""

    sid: str
    number: int
    started_at: float
    ended_at: float
    topic: str | None
    is_strong: bool
    outcome: str
    is_mature: bool
    queries: tuple[str, ...]


def conclude_plainly(
    events: list[Event], *, now: float, window: float = 7 * DAY, dwell: float = 10
) -> list[PlainIssue]:
    people = [_as_marked(event, events) for event in events if event.traffic is Traffic.HUMAN]
    found = []
    marked = {event.sid for event in events if event.ev is EventName.VISIT_MARKED}
    for sid in sorted({event.sid for event in people if event.sid and event.sid not in marked}):
        visit = sorted((e for e in people if e.sid == sid), key=lambda e: (e.ts, e.event_id))
        for number, part in enumerate(_cut(visit)):
            if any(e.ev in _ASKING for e in part):
                found.append(_issue(sid, number, part, visit, people, now=now, window=window, dwell=dwell))
    return found


def _as_marked(event: Event, events: list[Event]) -> Event:
    """Return a contact as it was marked last: spam and duplicates do not count."""
    marks = [e for e in events if e.ev is EventName.CONTACT_MARKED and e.ticket_id == event.ticket_id]
    if event.ev is not EventName.CONTACT_CREATED or event.ticket_id is None or not marks:
        return event
    return replace(event, valid=max(marks, key=lambda e: (e.ts, e.event_id)).valid)


def _cut(visit: list[Event]) -> list[list[Event]]:
    """Cut a visit after every ending; an empty rest is no part."""
    parts: list[list[Event]] = [[]]
    for place, event in enumerate(visit):
        parts[-1].append(event)
        if _ends(event, visit[place + 1 :]):
            parts.append([])
    return [part for part in parts if part]


def _ends(event: Event, later: list[Event]) -> bool:
    if event.ev is EventName.CONTACT_CREATED:
        return True
    if event.ev is not EventName.SOLVED_YES:
        return False
    marks = (EventName.SOLVED_YES, EventName.SOLVED_NO, EventName.CONTACT_CREATED)
    following = next((e for e in later if e.ev in marks), None)
    return not (
        following is not None
        and following.ev is EventName.SOLVED_NO
        and (following.prompt_id or "") == (event.prompt_id or "")
        and (following.article_id or "") == (event.article_id or "")
    )


def _issue(
    sid: str,
    number: int,
    part: list[Event],
    visit: list[Event],
    people: list[Event],
    *,
    now: float,
    window: float,
    dwell: float,
) -> PlainIssue:
    started, ended = part[0].ts, part[-1].ts
    topic = _topic(part)
    outcome = _outcome(part, dwell)
    if outcome != "escalated" and _comes_again(started, ended, topic, visit, people, window):
        outcome = "escalated"
    return PlainIssue(
        sid=sid,
        number=number,
        started_at=started,
        ended_at=ended,
        topic=topic,
        is_strong=any(e.ev is EventName.CONTACT_INTENT for e in part),
        outcome=outcome,
        is_mature=now >= ended + window,
        queries=tuple(e.q_redacted or "" for e in part if e.ev is EventName.SEARCH),
    )


def _topic(part: list[Event]) -> str | None:
    chosen = (EventName.CONTACT_INTENT, EventName.CONTACT_CREATED)
    with_topic = [e for e in part if e.topic is not None]
    for group in ([e for e in with_topic if e.ev in chosen], with_topic):
        if group:
            return max(group, key=lambda e: (e.ts, e.event_id)).topic
    return None


def _outcome(part: list[Event], dwell: float) -> str:
    def last(*names: EventName) -> float | None:
        return max((e.ts for e in part if e.ev in names), default=None)

    if any(e.ev is EventName.CONTACT_CREATED and e.valid == 1 for e in part):
        return "escalated"
    yes, no = last(EventName.SOLVED_YES), last(EventName.SOLVED_NO)
    if yes is not None and (no is None or yes > no):
        return "confirmed"
    began = min((e.ts for e in part if e.ev is EventName.CONTACT_INTENT), default=None)
    asked = min(e.ts for e in part if e.ev in _ASKING)
    reads = [e.ts for e in part if e.ev is EventName.ARTICLE_LEFT and (e.visible_s or 0) >= dwell]
    reads += [e.ts for e in part if e.ev is EventName.LOOKUP and e.n_results]
    empty = [e.ts for e in part if e.ev in (EventName.SEARCH, EventName.LOOKUP) and e.n_results == 0]
    if reads:
        read = max(reads)
        is_after = read >= (asked if began is None else began)
        if is_after and (no is None or read > no) and (not empty or read > max(empty)):
            return "implicit"
    return "unknown"


def _comes_again(
    started: float,
    ended: float,
    topic: str | None,
    visit: list[Event],
    people: list[Event],
    window: float,
) -> bool:
    sids = {visit[0].sid}
    vids = {max(e.vid for e in visit if e.vid)} if any(e.vid for e in visit) else set()
    keys = {max(e.ckey for e in visit if e.ckey)} if any(e.ckey for e in visit) else set()
    codes = {max(e.ref_code for e in visit if e.ref_code)} if any(e.ref_code for e in visit) else set()
    return any(
        contact.ev is EventName.CONTACT_CREATED
        and contact.valid == 1
        and (contact.sid in sids or contact.vid in vids or contact.ckey in keys or contact.ref_code in codes)
        and started <= contact.ts <= ended + window
        and (contact.topic is None or topic is None or contact.topic == topic)
        for contact in people
    )
