"""Take votes on articles, with a reason and a comment when the answer was no."""

from dataclasses import dataclass

from portal.domain.events import EventName
from portal.domain.redaction import redact
from portal.errors import FieldError, InvalidForm
from portal.services.doors import Doors
from portal.services.making_events import make_event
from portal.services.visitors import Visitor
from portal.store import comments
from portal.store.database import writing
from portal.store.events import add_events

REASONS = ("notmine", "hard", "wrong", "failed", "rule", "broken", "other")
MOST_COMMENT = 2_000


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote as it came in."""

    article_id: str
    article_v: str | None
    lang: str
    helpful: bool
    reason: str | None = None
    comment: str = ""
    query_id: str | None = None


def cast_vote(doors: Doors, visitor: Visitor, vote: Vote) -> None:
    """Store a vote and its comment together; raises InvalidForm, TooMany or NotStored."""
    _check(doors, vote)
    now = doors.clock().timestamp()
    article = doors.find_article(vote.article_id, vote.lang)
    event = make_event(
        visitor,
        EventName.HELPFUL_VOTE,
        at=now,
        locale=vote.lang,
        article_id=vote.article_id,
        article_v=vote.article_v,
        query_id=vote.query_id,
        topic=article.topic if article else None,
        vote="yes" if vote.helpful else "no",
        reason=vote.reason,
        surface="article",
    )
    doors.budgets.writes.spend(visitor.network, now=now)
    if not vote.helpful:
        doors.setbacks.note(visitor.sid, at=now)
    doors.recorder.flush(visitor)
    with writing(doors.engine) as connection:
        add_events(connection, [event])
        if vote.comment.strip():
            comments.add_comment(
                connection,
                comments.Comment(
                    event_id=event.event_id,
                    created_at=now,
                    locale=vote.lang,
                    article_id=vote.article_id,
                    article_v=vote.article_v,
                    vote="yes" if vote.helpful else "no",
                    reason=vote.reason,
                    body=redact(vote.comment.strip()),
                ),
            )


def _check(doors: Doors, vote: Vote) -> None:
    errors = []
    if doors.find_article(vote.article_id, vote.lang) is None:
        errors.append(FieldError("article_id", doors.words.get(vote.lang, "feedback.article.unknown")))
    if vote.reason is not None and vote.reason not in REASONS:
        errors.append(FieldError("reason", doors.words.get(vote.lang, "feedback.reason.unknown")))
    if len(vote.comment) > MOST_COMMENT:
        text = doors.words.get(vote.lang, "feedback.comment.long", most=MOST_COMMENT)
        errors.append(FieldError("comment", text))
    if errors:
        raise InvalidForm(tuple(errors))
