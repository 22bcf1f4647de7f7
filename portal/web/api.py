"""The JSON API of the help centre's own pages."""

from uuid import UUID

from flask import Blueprint, Response, current_app, request
from pydantic import ValidationError

from portal.domain.case_numbers import format_case_number
from portal.errors import FieldError, InvalidForm
from portal.services.answering import suggest
from portal.services.attaching import FIELD
from portal.services.contacting import ContactForm, send_message
from portal.services.desk_webhook import take_delivered
from portal.services.feedback import Vote, cast_vote
from portal.services.health import look
from portal.services.importing import DeskContact
from portal.services.letters import reply_by_text
from portal.services.meeting import meet, require_token
from portal.services.page_events import PageEvent, Refusal, count_refused, take_events
from portal.web import models
from portal.web.attached import take_attachments
from portal.web.openapi import Api, JsonObject, Nothing, make_document
from portal.web.parsing import explain
from portal.web.presenting import present_hits
from portal.web.quick_search import known_language, write_answer
from portal.web.visiting import get_doors, get_visitor

api = Api("api", prefix="/api")
health = Api("health")
document = Blueprint("document", __name__)

_REFUSED_BATCHES = {
    400: "batch_unreadable",
    403: "batch_from_another_site",
    413: "batch_too_large",
    415: "batch_unreadable",
    422: "batch_too_long_or_none",
    429: "batch_too_often",
    503: "batch_not_stored",
}
"""Why batches of events are refused as a whole, as the operator is told."""


@api.operation("GET", "/search", asks=models.SearchQuestion, answers=models.SearchReply, problems=(429, 503))
def search(asked: models.SearchQuestion) -> bytes:
    """Answer a query."""
    return write_answer(get_doors(), get_visitor(), asked)


@api.operation("GET", "/session", asks=models.SessionQuestion, answers=models.SessionReply, problems=(429,))
def session(asked: models.SessionQuestion) -> models.SessionReply:
    """Give a token, the visit's code and what is open now."""
    meeting = meet(get_doors(), get_visitor(), lang=get_language(asked.lang))
    return models.SessionReply(
        token=meeting.token,
        code=meeting.code,
        code_text=format_case_number(meeting.code) if meeting.code else None,
        channels=[
            models.ChannelReply(
                id=one.id, kind=one.kind, is_open=one.is_open, lasts_s=one.lasts_s, text=one.text
            )
            for one in meeting.channels
        ],
    )


@api.operation(
    "POST",
    "/suggestions",
    asks=models.SuggestionQuestion,
    answers=models.SuggestionReply,
    problems=(429, 503),
)
def suggestions(asked: models.SuggestionQuestion) -> models.SuggestionReply:
    """Suggest articles for a message that is being written."""
    lang = get_language(asked.lang)
    hits = suggest(get_doors(), get_visitor(), asked.text, topic=asked.topic, lang=lang)
    return models.SuggestionReply(hits=present_hits(hits))


@api.operation(
    "POST",
    "/events",
    asks=models.EventsQuestion,
    answers=models.EventsReply,
    statuses=(202,),
    problems=(429, 503),
    parts=(models.PageEventIn,),
)
def events(asked: models.EventsQuestion) -> models.EventsReply:
    """Take what happened on a page; what is accepted is kept."""
    read = [_read_event(value) for value in asked.events]
    good = [event for event in read if isinstance(event, PageEvent)]
    refused = [event for event in read if isinstance(event, Refusal)]
    count_refused(get_doors(), refused)
    refused += take_events(get_doors(), get_visitor(), good)
    return models.EventsReply(
        accepted=len(read) - len(refused),
        refused=[models.RefusalReply(event_id=one.event_id, reason=one.reason) for one in refused],
    )


@api.operation(
    "POST", "/votes", asks=models.VoteQuestion, answers=Nothing, statuses=(201,), problems=(429, 503)
)
def votes(asked: models.VoteQuestion) -> Nothing:
    """Take a vote on an article."""
    lang = get_language(asked.lang)
    check_sender(asked.token, asked.website, lang=lang)
    vote = Vote(
        article_id=asked.article_id,
        article_v=asked.article_v,
        lang=lang,
        helpful=asked.vote == "yes",
        reason=asked.reason,
        comment=asked.comment,
        query_id=_text(asked.query_id),
    )
    cast_vote(get_doors(), get_visitor(), vote)
    return Nothing()


@api.operation(
    "POST",
    "/contacts",
    asks=models.ContactQuestion,
    answers=models.ContactReply,
    statuses=(201,),
    problems=(428, 429, 503),
    files=FIELD,
)
def contacts(asked: models.ContactQuestion) -> models.ContactReply:
    """Take a message to a person, with files where it comes as a form."""
    lang = get_language(asked.lang)
    check_sender(asked.token, asked.website, lang=lang)
    form = ContactForm(
        message=asked.message,
        email=asked.email,
        lang=lang,
        token=asked.token,
        name=asked.name,
        topic=asked.topic,
        order_number=asked.order_number,
        article_id=asked.article_id,
        query_id=asked.query_id,
        proof=asked.proof,
        files=take_attachments(lang),
    )
    sent = send_message(get_doors(), get_visitor(), form)
    return models.ContactReply(
        code=sent.code,
        code_text=format_case_number(sent.code),
        email=sent.email,
        reply_by=sent.reply_by,
        reply_by_text=reply_by_text(get_doors(), sent.reply_by.timestamp(), lang),
    )


@api.operation(
    "POST",
    "/desk-contacts",
    asks=models.DeskContactsQuestion,
    answers=models.DeskContactsReply,
    statuses=(202,),
    problems=(503,),
)
def desk_contacts(asked: models.DeskContactsQuestion) -> models.DeskContactsReply:
    """Take contacts that came by other ways, as the help desk signs them."""
    taken = take_delivered(
        get_doors(),
        (DeskContact(**one.model_dump()) for one in asked.contacts),
        body=request.get_data(),
        timestamp=request.headers.get("X-Portal-Timestamp", ""),
        signature=request.headers.get("X-Portal-Signature", ""),
    )
    return models.DeskContactsReply(
        new=taken.new,
        known=taken.known,
        restated=taken.restated,
        refused=[
            models.DeskRefusalReply(external_id=one.external_id, reason=one.reason) for one in taken.refused
        ],
    )


@health.operation("GET", "/healthz", asks=Nothing, answers=models.AliveReply)
def healthz(_asked: Nothing) -> models.AliveReply:
    """Say that the process answers."""
    return models.AliveReply(status="alive")


@health.operation("GET", "/readyz", asks=Nothing, answers=models.ReadyReply, statuses=(200, 503))
def readyz(_asked: Nothing) -> tuple[models.ReadyReply, int]:
    """Say how the parts are; 503 if customers miss one, though built pages can still be read."""
    found = look(get_doors())
    reply = models.ReadyReply(
        is_ready=found.is_ready,
        database=models.PartReply(is_ok=found.database.is_ok, detail=found.database.detail),
        index=models.PartReply(is_ok=found.index.is_ok, detail=found.index.detail),
        site=models.PartReply(is_ok=found.site.is_ok, detail=found.site.detail),
        worker=models.PartReply(is_ok=found.worker.is_ok, detail=found.worker.detail),
        recorder=models.RecorderReply(
            waiting=found.events_waiting,
            lost=found.events_lost,
            refused=found.events_refused,
            duplicate=found.events_duplicate,
        ),
        outbox=dict(found.outbox) if found.outbox is not None else None,
    )
    return reply, 200 if found.is_ready else 503


@document.get("/api/openapi.json")
def openapi() -> Response:
    """Return the description of all this."""
    response = Response(current_app.json.dumps(describe(), indent=1), content_type="application/json")
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response


@api.blueprint.after_request
def count_refused_batches(response: Response) -> Response:
    """Count batches of events that were refused as a whole."""
    reason = _REFUSED_BATCHES.get(response.status_code)
    if request.endpoint == "api.events" and reason is not None:
        get_doors().recorder.refuse(reason)
    return response


def describe() -> JsonObject:
    """Return the OpenAPI document of the API and the health checks."""
    return make_document((*api.operations, *health.operations))


def get_language(asked: str | None) -> str:
    """Return the language asked for, or the default one; raise InvalidRequest for one there is not."""
    return known_language(get_doors(), asked)


def check_sender(token: str, website: str, *, lang: str) -> None:
    """Raise InvalidForm for a program that fills in every field, Forbidden for a token that does not fit."""
    if website:
        raise InvalidForm((FieldError("website", get_doors().words.get(lang, "form.hidden")),))
    require_token(get_doors(), get_visitor(), token)


def _read_event(value: object) -> PageEvent | Refusal:
    try:
        event = models.PageEventIn.model_validate(value)
    except ValidationError as error:
        event_id = value.get("event_id") if isinstance(value, dict) else None
        known = event_id[:36] if isinstance(event_id, str) else None
        return Refusal(known, explain(error)[0].field or "event")
    return PageEvent(
        event_id=str(event.event_id),
        ev=event.ev,
        at=event.ts,
        lang=event.lang,
        article_id=event.article_id,
        article_v=event.article_v,
        query_id=_text(event.query_id),
        position=event.position,
        visible_s=event.visible_s,
        source=event.source,
        channel=event.channel,
        prompt_id=event.prompt_id,
        topic=event.topic,
        step=event.step,
        choice=event.choice,
    )


def _text(value: UUID | None) -> str | None:
    return str(value) if value is not None else None
