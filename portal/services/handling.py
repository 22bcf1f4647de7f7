"""Editors say what they do about comments and gaps: seen, done; taken, set aside, and all of it back."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from sqlalchemy import Connection

from portal.errors import Forbidden, InvalidRequest, NotFound
from portal.services.doors import Doors
from portal.services.staff import Member
from portal.store import comments, gaps
from portal.store.database import writing

Act = TypeVar("Act")
_OnComment = Callable[[Connection, str, str, float], bool]
_OnGap = Callable[[Connection, str, str, float], None]

_COMMENTS: Mapping[str, _OnComment] = {
    "seen": lambda connection, event_id, who, at: comments.see_comment(
        connection, event_id, seen_by=who, at=at
    ),
    "done": lambda connection, event_id, who, at: (
        comments.see_comment(connection, event_id, seen_by=who, at=at)
        and comments.finish_comment(connection, event_id, done_by=who, at=at)
    ),
    "reopen": lambda connection, event_id, _who, _at: comments.finish_comment(
        connection, event_id, done_by=None, at=None
    ),
}
_GAPS: Mapping[str, _OnGap] = {
    "take": lambda connection, gap_id, who, at: gaps.hand_gap(connection, gap_id, taken_by=who, at=at),
    "leave": lambda connection, gap_id, _who, _at: gaps.hand_gap(connection, gap_id, taken_by=None, at=None),
    "dismiss": lambda connection, gap_id, who, at: gaps.set_gap_aside(
        connection, gap_id, dismissed_by=who, at=at
    ),
    "reopen": lambda connection, gap_id, _who, _at: gaps.set_gap_aside(
        connection, gap_id, dismissed_by=None, at=None
    ),
}


def handle_comment(doors: Doors, member: Member, event_id: str, act: str) -> None:
    """Keep that an editor has seen a comment or dealt with it, or take the latter back.

    Raises Forbidden for readers, InvalidRequest, NotFound and NotStored.
    """
    do = _allowed(member, act, _COMMENTS)
    with writing(doors.engine) as connection:
        if not do(connection, event_id, member.login, doors.clock().timestamp()):
            raise NotFound("There is no such comment; it may be deleted already.")


def handle_gap(doors: Doors, member: Member, gap_id: str, act: str) -> None:
    """Keep that an editor works on a gap or has set it aside, or take either back.

    A gap that is set aside is counted on, so that it does not open anew. Raises as `handle_comment`.
    """
    do = _allowed(member, act, _GAPS)
    with writing(doors.engine) as connection:
        if gaps.find_gap(connection, gap_id) is None:
            raise NotFound(f"There is no gap {gap_id}.")
        do(connection, gap_id, member.login, doors.clock().timestamp())


def _allowed(member: Member, act: str, acts: Mapping[str, Act]) -> Act:
    if not member.may_edit:
        raise Forbidden("Only editors and administrators may handle comments and gaps.")
    if act not in acts:
        raise InvalidRequest(f"There is {', '.join(acts)}, not {act}.")
    return acts[act]
