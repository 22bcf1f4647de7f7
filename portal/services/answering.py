"""Answer a query: search, and record once what was asked."""

from dataclasses import dataclass

from portal.domain.events import EventName
from portal.domain.redaction import is_only_a_number, redact
from portal.errors import InvalidRequest, Unavailable
from portal.services.doors import Doors
from portal.services.making_events import make_event, new_id
from portal.services.visitors import Visitor
from search import Answer, Hit, QueryError, SearchError

MOST_HITS = 20
MOST_TEXT = 5_000
LEAST_TEXT = 10


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer and the id by which clicks, views and contacts refer to its query."""

    query_id: str
    answer: Answer


def answer_query(
    doors: Doors,
    visitor: Visitor,
    text: str,
    *,
    lang: str,
    limit: int = 10,
    is_typing: bool = False,
    surface: str = "search",
) -> Answered:
    """Search in a language and record the query, redacted; a bare number is not recorded.

    Raises InvalidRequest for a query that cannot be one, Unavailable when there is no index.
    """
    try:
        answer = doors.index.search(text, lang=lang, limit=min(limit, MOST_HITS), prefix=is_typing)
    except QueryError as error:
        raise InvalidRequest(str(error)) from None
    except SearchError as error:
        raise Unavailable(f"Search is not available: {error}") from error
    query_id = new_id()
    if not is_only_a_number(text):
        doors.recorder.record(
            make_event(
                visitor,
                EventName.SEARCH,
                at=doors.clock().timestamp(),
                locale=lang,
                query_id=query_id,
                q_redacted=redact(answer.query),
                n_results=answer.total,
                answer_shown=0,
                surface=surface,
            )
        )
    return Answered(query_id, answer)


def suggest(doors: Doors, visitor: Visitor, text: str, *, topic: str | None, lang: str) -> tuple[Hit, ...]:
    """Return articles that may answer what somebody writes; the text itself is neither stored nor logged.

    None for topics that nobody may be kept from writing about.
    """
    known = doors.shop.topics.get(topic or "")
    if (known is not None and not known.suggest) or len(text.strip()) < LEAST_TEXT:
        return ()
    try:
        hits = doors.index.similar(text[:MOST_TEXT], lang=lang, limit=3)
    except QueryError:
        return ()
    except SearchError as error:
        raise Unavailable(f"Search is not available: {error}") from error
    if hits:
        candidates = ",".join(hit.document_id for hit in hits)
        doors.recorder.record(
            make_event(
                visitor,
                EventName.SUGGEST_ELIGIBLE,
                at=doors.clock().timestamp(),
                locale=lang,
                topic=topic,
                candidates=candidates,
                surface="contact",
            )
        )
    return hits
