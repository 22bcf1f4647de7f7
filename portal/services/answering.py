"""Answer a query: search, and record once what was asked."""

from dataclasses import dataclass
from typing import Self

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
class Query:
    """What is asked, in which language, and where."""

    text: str
    lang: str
    limit: int = 10
    is_typing: bool = False
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer and the id by which clicks, views and contacts refer to its query."""

    query_id: str
    answer: Answer
    is_person_first: bool = False
    """Whether the way to a person belongs before the results: they are doubtful, or not the first failure."""


@dataclass(frozen=True, slots=True)
class Gist:
    """What is recorded of an answer, and what tells whether a person comes first."""

    total: int
    is_quoted: bool
    is_finished: bool
    is_person_first: bool

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Take it from an answer."""
        return cls(answer.total, answer.excerpt is not None, answer.is_finished, answer.is_person_first)


@dataclass(frozen=True, slots=True)
class Noted:
    """The id of a query, and whether the way to a person belongs before its results."""

    query_id: str
    is_person_first: bool


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
    return answer(doors, visitor, Query(text, lang, limit, is_typing, entry))


def answer(doors: Doors, visitor: Visitor, asked: Query) -> Answered:
    """Answer what `answer_query` is given one by one."""
    at = admit_query(doors, visitor, asked)
    found = find_answer(doors, asked)
    noted = note_query(doors, visitor, asked, found.query, Gist.of(found), at=at)
    return Answered(noted.query_id, found, noted.is_person_first)


def admit_query(doors: Doors, visitor: Visitor, asked: Query) -> float:
    """Return when a query was asked; raise TooMany, or InvalidRequest for one that is too long."""
    now = doors.clock().timestamp()
    doors.budgets.reads.spend(visitor.network, now=now)
    if len(asked.text.strip()) > MOST_QUERY:
        raise InvalidRequest(doors.words.get(asked.lang, "search.long", most=MOST_QUERY))
    return now


def find_answer(doors: Doors, asked: Query) -> Answer:
    """Search without recording; raise InvalidRequest for a query of nothing, Unavailable without an index."""
    lang, limit = asked.lang, min(asked.limit, MOST_HITS)
    try:
        found = doors.index.search(asked.text, lang=lang, limit=limit, prefix=asked.is_typing)
    except QueryError:
        raise InvalidRequest(doors.words.get(lang, "search.empty")) from None
    except SearchError as error:
        raise Unavailable(doors.words.get(lang, "search.down")) from error
    return without(found, doors.taken_off.get())


def note_query(doors: Doors, visitor: Visitor, asked: Query, query: str, gist: Gist, *, at: float) -> Noted:
    """Record a query, as the index reads it, with what its answer says; never raises."""
    query_id = new_id()
    if any(sign.isalnum() for sign in query) and not is_only_a_number(asked.text):
        event = make_event(
            visitor,
            EventName.SEARCH,
            at=at,
            locale=asked.lang,
            query_id=query_id,
            q_redacted=redact(query),
            n_results=gist.total,
            answer_shown=int(gist.is_quoted),
            surface=asked.entry or ("box" if asked.is_typing else "search"),
        )
        doors.recorder.record(visitor, event, is_typing=asked.is_typing)
    if asked.is_typing:
        # Nobody gave up who is still typing: what she typed so far is no failure.
        is_first = (gist.is_finished and gist.is_person_first) or doors.setbacks.is_enough(visitor.sid, at=at)
        return Noted(query_id, is_first)
    is_enough = doors.setbacks.note_search(visitor.sid, query, found=gist.total > 0, at=at)
    return Noted(query_id, gist.is_person_first or is_enough)


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
