"""What the JSON API takes and gives; docs/openapi.json is made of these."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    Field,
    JsonValue,
    StringConstraints,
    WithJsonSchema,
)

from portal.domain.events import FROM_PAGES, EventName
from portal.services.answering import MOST_HITS
from portal.services.page_events import MOST_IN_BATCH
from portal.web.parsing import Asked, Sent, Text

SCHEMA = "#/components/schemas/"
_UUID7 = 7


def _is_version_7(value: UUID) -> UUID:
    if value.version != _UUID7:
        raise ValueError("must be a UUID of version 7")
    return value


def _is_from_page(value: EventName) -> EventName:
    if value not in FROM_PAGES:
        raise ValueError("is not an event that pages send")
    return value


Uuid7 = Annotated[UUID, AfterValidator(_is_version_7)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$", max_length=80)]
Version = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+$", max_length=64)]
Token = Annotated[str, StringConstraints(max_length=200)]
Website = Annotated[Text, Field(max_length=500, description="Hidden from people: must be empty.")]
Long = Annotated[Text, StringConstraints(max_length=20_000)]
Short = Annotated[Text, StringConstraints(max_length=1_000)]


class SearchQuestion(Asked):
    """A query."""

    q: Annotated[Text, Field(description="What the customer typed.")]
    lang: Annotated[Language | None, Field(description="Language of the page; the default one without.")] = (
        None
    )
    limit: Annotated[int, Field(ge=1, le=MOST_HITS, description="The most hits.")] = 10
    typing: Annotated[bool, Field(description="Whether she is still typing: the last word may go on.")] = (
        False
    )
    entry: Annotated[
        Literal["widget"] | None, Field(description="Where it was asked, if not on a page of ours.")
    ] = None


class HitReply(BaseModel):
    """One article that may answer; `marks` are the [start, end) spans of matching words in `snippet`."""

    article_id: str
    title: str
    url: str
    lang: str
    snippet: str
    marks: list[tuple[int, int]]
    category: str
    position: int


class AnswerReply(BaseModel):
    """What an article says to the question, word for word."""

    article_id: str
    title: str
    url: str
    text: str


class SearchReply(BaseModel):
    """The answer to a query; `others` are hits in other languages.

    `confidence` is the probability that the first hits answer it; with `person_first` the way to a person
    belongs before them. `answer` is what the best article says, if that is sure enough to stand alone.
    `order_url` is where orders are looked up, for a query with the number of one or of a parcel.
    """

    query_id: str
    query: str
    lang: str
    corrected: str | None
    did_you_mean: str | None
    total: int
    confidence: float
    person_first: bool
    order_url: str | None
    answer: AnswerReply | None
    hits: list[HitReply]
    others: list[HitReply]


class SessionQuestion(Asked):
    """For which language the texts are."""

    lang: Annotated[Language | None, Field(description="Language of the page.")] = None


class ChannelReply(BaseModel):
    """A way to reach a person and what is true of it now."""

    id: str
    kind: str
    is_open: bool
    lasts_s: Annotated[int, Field(description="After so many seconds it is otherwise: it closes or opens.")]
    text: str


class SessionReply(BaseModel):
    """A token for votes and messages, the visit's code (null where none can be kept), and what is open."""

    token: str
    code: str | None
    code_text: str | None
    channels: list[ChannelReply]


class SuggestionQuestion(Sent):
    """What somebody is writing; neither stored nor logged."""

    text: Long
    topic: Name | None = None
    lang: Language | None = None


class SuggestionReply(BaseModel):
    """Articles that may make writing needless."""

    hits: list[HitReply]


class PageEventIn(Sent):
    """One event of a page."""

    event_id: Uuid7
    ev: Annotated[EventName, AfterValidator(_is_from_page)]
    ts: AwareDatetime
    lang: Language
    article_id: Name | None = None
    article_v: Version | None = None
    query_id: Uuid7 | None = None
    position: Annotated[int, Field(ge=1, le=100)] | None = None
    visible_s: Annotated[float, Field(ge=0, le=86_400, allow_inf_nan=False)] | None = None
    source: Name | None = None
    channel: Literal["phone", "form", "email", "visit", "chat", "callback", "social"] | None = None
    prompt_id: Name | None = None
    topic: Name | None = None
    step: Annotated[Name | None, Field(description="Of a `guide_step`: the step of the guide.")] = None
    choice: Annotated[Name | None, Field(description="The answer; null: it was only shown.")] = None


class DeskContactIn(Sent):
    """One contact that came by another way than the contact form."""

    external_id: Annotated[str, Field(min_length=1, max_length=100, description="The desk's number of it.")]
    at: AwareDatetime
    channel: Literal["phone", "email", "chat", "social", "other"]
    tags: Annotated[
        tuple[Annotated[str, Field(max_length=100)], ...],
        Field(max_length=20, description="Ids of topics, or their `desk_tags`."),
    ] = ()
    email: Annotated[str, Field(max_length=254, description="Kept as a keyed hash only.")] = ""
    account: Annotated[str, Field(max_length=200, description="Kept as a keyed hash only.")] = ""
    case_number: Annotated[str, Field(max_length=20, description="The seven digits shown at the form.")] = ""
    lang: Annotated[str, Field(max_length=8)] = ""
    wait_s: Annotated[
        float | None, Field(ge=0, le=10_000_000, description="Seconds until the first answer.")
    ] = None
    handle_s: Annotated[float | None, Field(ge=0, le=1_000_000, description="Seconds of work it took.")] = (
        None
    )
    cost_centre: Annotated[str, Field(max_length=100, description="Whose work it was.")] = ""
    mark: Annotated[
        Literal["", "spam", "duplicate", "counts"],
        Field(description="What agents say of it; `counts` takes an earlier mark back."),
    ] = ""


class DeskContactsQuestion(Sent):
    """Contacts a help desk tells, at most 100."""

    contacts: Annotated[list[DeskContactIn], Field(min_length=1, max_length=100)]


class DeskRefusalReply(BaseModel):
    """A contact that was not taken, and why."""

    external_id: str
    reason: str


class DeskContactsReply(BaseModel):
    """What became of the contacts."""

    new: int
    known: int
    restated: int
    refused: list[DeskRefusalReply]


class EventsQuestion(Sent):
    """A batch of events; each is checked on its own (see PageEventIn)."""

    events: Annotated[
        list[JsonValue],
        Field(min_length=1, max_length=MOST_IN_BATCH),
        WithJsonSchema(
            {
                "type": "array",
                "items": {"$ref": f"{SCHEMA}PageEventIn"},
                "minItems": 1,
                "maxItems": MOST_IN_BATCH,
            }
        ),
    ]


class RefusalReply(BaseModel):
    """An event that was not taken and the field that was wrong; null where its id cannot be read."""

    event_id: str | None
    reason: str


class EventsReply(BaseModel):
    """How many events were taken, and which were not."""

    accepted: int
    refused: list[RefusalReply]


class VoteQuestion(Sent):
    """Whether an article helped."""

    article_id: Name
    article_v: Version | None = None
    lang: Language | None = None
    vote: Literal["yes", "no"]
    reason: Name | None = None
    comment: Long = ""
    query_id: Uuid7 | None = None
    token: Token
    website: Website = ""


class ContactQuestion(Sent):
    """A message to a person."""

    message: Long
    email: Short
    name: Short = ""
    topic: Short = ""
    order_number: Short = ""
    lang: Language | None = None
    article_id: Annotated[Short | None, Field(description="Passed over if there is no such article.")] = None
    query_id: Annotated[Short | None, Field(description="Passed over if it is no query's id.")] = None
    token: Token
    website: Website = ""
    proof: Annotated[Short, Field(description="What an answer 428 asked for.")] = ""


class ContactReply(BaseModel):
    """The message is kept: its case number, and by when it is answered."""

    code: str
    code_text: str
    email: str
    reply_by: datetime
    reply_by_text: str


class AliveReply(BaseModel):
    """The process answers."""

    status: Literal["alive"]


class PartReply(BaseModel):
    """One part of the service; `detail` says what is wrong and what to do."""

    is_ok: bool
    detail: str


class RecorderReply(BaseModel):
    """Events that wait to be written, and events lost, not believed or told twice since the start."""

    waiting: int
    lost: int
    refused: int
    duplicate: int


class ReadyReply(BaseModel):
    """How the parts are; `outbox` is null while the database does not answer."""

    is_ready: bool
    database: PartReply
    index: PartReply
    site: PartReply
    worker: PartReply
    recorder: RecorderReply
    outbox: dict[str, int] | None
