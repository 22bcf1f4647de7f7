"""Answer a query: search, and record once what was asked."""

from dataclasses import dataclass

from portal.domain.assignment import Arm
from portal.domain.events import EventName
from portal.domain.redaction import is_only_a_number, redact
from portal.errors import InvalidRequest, Unavailable
from portal.services.doors import Doors
from portal.services.experimenting import assign_visitor
from portal.services.making_events import make_event, new_id
from portal.services.taking_off import without
from portal.services.visitors import Visitor
from search import Answer, Hit, QueryError, SearchError

MOST_HITS = 20
MOST_QUERY = 256
MOST_TEXT = 5_000
LEAST_TEXT = 10


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer and the id by which clicks, views and contacts refer to its query."""

    query_id: str
    answer: Answer
    is_person_first: bool = False
    """Whether the way to a person belongs before the results: they are doubtful, or not the first failure."""


def answer_query(
    doors: Doors,
    visitor: Visitor,
    text: str,
    *,
    lang: str,
    limit: int = 10,
    is_typing: bool = False,
    entry: str | None = None,
) -> Answered:
    """Search in a language and record the query, redacted; what has no word is not recorded.

    Raises InvalidRequest, in the customer's words, for a query that cannot be one, TooMany, and Unavailable
    when there is no index.
    """
    now = doors.clock().timestamp()
    doors.budgets.reads.spend(visitor.network, now=now)
    if len(text.strip()) > MOST_QUERY:
        raise InvalidRequest(doors.words.get(lang, "search.long", most=MOST_QUERY))
    try:
        found = doors.index.search(text, lang=lang, limit=min(limit, MOST_HITS), prefix=is_typing)
    except QueryError:
        raise InvalidRequest(doors.words.get(lang, "search.empty")) from None
    except SearchError as error:
        raise Unavailable(doors.words.get(lang, "search.down")) from error
    answer = without(found, doors.taken_off.get())
    query_id = new_id()
    if any(sign.isalnum() for sign in answer.query) and not is_only_a_number(text):
        event = make_event(
            visitor,
            EventName.SEARCH,
            at=now,
            locale=lang,
            query_id=query_id,
            q_redacted=redact(answer.query),
            n_results=answer.total,
            answer_shown=int(answer.excerpt is not None),
            surface=entry or ("box" if is_typing else "search"),
        )
        doors.recorder.record(visitor, event, is_typing=is_typing)
    if is_typing:
        # Nobody gave up who is still typing: what she typed so far is no failure.
        is_first = (answer.is_finished and answer.is_person_first) or doors.setbacks.is_enough(
            visitor.sid, at=now
        )
        return Answered(query_id, answer, is_person_first=is_first)
    is_enough = doors.setbacks.note_search(visitor.sid, answer.query, found=answer.total > 0, at=now)
    return Answered(query_id, answer, is_person_first=answer.is_person_first or is_enough)


def suggest(doors: Doors, visitor: Visitor, text: str, *, topic: str | None, lang: str) -> tuple[Hit, ...]:
    """Return articles that may answer what somebody writes; the text itself is neither stored nor logged.

    None for topics that nobody may be kept from writing about. Raises TooMany, and Unavailable if there is
    no index.
    """
    now = doors.clock().timestamp()
    doors.budgets.reads.spend(visitor.network, now=now)
    known = doors.shop.topics.get(topic or "")
    if (known is not None and not known.suggest) or len(text.strip()) < LEAST_TEXT:
        return ()
    try:
        found = doors.index.similar(text[:MOST_TEXT], lang=lang, limit=3)
        hits = without(found, doors.taken_off.get()).hits
    except QueryError:
        return ()
    except SearchError as error:
        raise Unavailable(doors.words.get(lang, "search.down")) from error
    exposure = assign_visitor(doors, visitor) if hits else None
    if hits:
        event = make_event(
            visitor,
            EventName.SUGGEST_ELIGIBLE,
            at=now,
            locale=lang,
            topic=known.id if known else None,
            candidates=",".join(hit.document_id for hit in hits),
            surface="contact",
            arm=exposure.assignment.arm.value if exposure else None,
            prob=exposure.assignment.probability if exposure else None,
            unit_type=exposure.unit_type if exposure else None,
            unit_id=exposure.unit_id if exposure else None,
        )
        doors.recorder.record(visitor, event)
    # Withheld looks like nothing found, after the same work: no page and no timing tells who is compared.
    return () if exposure is not None and exposure.assignment.arm is Arm.WITHHELD else hits
