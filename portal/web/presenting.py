"""What the partials of the theme are given: frozen, ready to be shown, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from portal.articles import Category, Topic
from portal.articles.acts import ACTS
from portal.articles.links import site_path
from portal.articles.live import read_live, with_live
from portal.domain.order_numbers import find_order_in_query, is_like_parcel_number
from portal.errors import FieldError
from portal.services.answering import Answered
from portal.services.doors import Doors
from portal.web.form_states import FormState
from portal.web.models import HitReply
from portal.web.visiting import get_doors
from search import Answer, Excerpt, Hit


@dataclass(frozen=True, slots=True)
class Link:
    """Somewhere to go."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a snippet; `mark` says that its words were asked for."""

    text: str
    mark: bool


@dataclass(frozen=True, slots=True)
class HitView:
    """One result; `lang_label` is empty in the reader's own language."""

    article_id: str
    title: str
    url: str
    lang: str
    lang_label: str
    snippet: tuple[Part, ...]
    category_title: str
    position: int


@dataclass(frozen=True, slots=True)
class QuoteView:
    """What an article says to the question, word for word, and where to read on."""

    text: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ResultsView:
    """The results of a query, or what was wrong with it; the context of partials/results.html."""

    query: str
    contact_url: str
    categories: tuple[Link, ...]
    error: str = ""
    count_text: str = ""
    corrected: str | None = None
    # What was typed found nothing, so there is nothing to show instead.
    instead_url: str | None = None
    did_you_mean: str | None = None
    did_you_mean_url: str | None = None
    hits: tuple[HitView, ...] = ()
    others: tuple[HitView, ...] = ()
    query_id: str = ""
    person_first: bool = False
    answer: QuoteView | None = None
    order_url: str = ""
    """Where an order is looked up, if the query looks like the number of one."""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice above the form."""

    id: str
    html: str


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic of the form."""

    id: str
    title: str
    suggest: bool
    ask: tuple[str, ...]
    act_url: str = ""
    """Its form of its own; empty if it has none."""


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """The topics of one category."""

    title: str
    topics: tuple[TopicView, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """The article that a form is about."""

    id: str
    title: str
    url: str
    version: str


@dataclass(frozen=True, slots=True)
class Values:
    """What stands in the fields of the contact form."""

    message: str = ""
    topic: str = ""
    name: str = ""
    email: str = ""
    order_number: str = ""
    query_id: str = ""


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """An article that may make writing needless."""

    article_id: str
    title: str
    url: str
    snippet: str


@dataclass(frozen=True, slots=True)
class FormView(FormState):
    """The contact form in one of its states; the context of partials/contact_form.html."""

    action_url: str
    token: str
    values: Values
    phone: str
    privacy_url: str
    topics: tuple[TopicGroup, ...]
    notices: tuple[NoticeView, ...]
    article: ArticleView | None = None
    code: str = ""
    code_text: str = ""
    reply_by_text: str = ""
    suggestions: tuple[SuggestionView, ...] = ()
    can_send: bool = True
    files_most: int = 0
    """How many files may be attached; 0 shows no place for any. Then megabytes, of each and together."""
    files_each: int = 0
    files_together: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an article did not help."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class VoteView:
    """The vote without scripts; the context of partials/feedback.html."""

    state: str
    action_url: str
    token: str
    article: ArticleView
    vote: str | None
    reasons: tuple[Reason, ...]
    reason: str | None = None
    comment: str = ""
    errors: tuple[FieldError, ...] = field(default=())


def present_hits(hits: Iterable[Hit], *, query_id: str = "", after: int = 0) -> list[HitReply]:
    """Return hits as the API gives them, their positions counted from 1 after so many others."""
    return [
        HitReply(
            article_id=hit.document_id,
            title=hit.title,
            url=f"/{hit_url(hit, query_id)}",
            lang=hit.lang,
            snippet=hit.snippet.text,
            marks=list(hit.snippet.marks),
            category=category_title(hit.category, hit.lang),
            position=position,
        )
        for position, hit in enumerate(hits, start=after + 1)
    ]


def present_results(
    answer: Answer, query_id: str, *, lang: str, is_person_first: bool = False
) -> ResultsView:
    """Return an answer as the results page shows it."""
    say = get_doors().words.get
    meant = answer.did_you_mean
    return ResultsView(
        query=answer.query,
        contact_url=f"{lang}/contact/?q={query_id}",
        categories=list_categories(lang),
        count_text=say(lang, "results.count", n=len(answer.hits), q=answer.query) if answer.hits else "",
        corrected=answer.corrected,
        did_you_mean=meant,
        did_you_mean_url=search_url(lang, meant) if meant else None,
        hits=tuple(_hit_views(answer.hits, query_id, lang)),
        others=tuple(_hit_views(answer.others, query_id, lang, after=len(answer.hits))),
        query_id=query_id,
        person_first=is_person_first,
        answer=_quote(answer, query_id),
        order_url=order_url(answer.query, lang, get_doors()).lstrip("/"),
    )


def tell_answer(found: Answered, doors: Doors) -> dict[str, object]:
    """Return an answer as models.SearchReply has it, of plain values, which are soon written."""
    answer, query_id = found.answer, found.query_id
    said, categories = answer.excerpt, doors.shop.categories
    return {
        "query_id": query_id,
        "query": answer.query,
        "lang": answer.lang,
        "corrected": answer.corrected,
        "did_you_mean": answer.did_you_mean,
        "total": answer.total,
        "confidence": answer.confidence,
        "person_first": found.is_person_first,
        "order_url": order_url(answer.query, answer.lang, doors) or None,
        "answer": said
        and {
            "article_id": said.document_id,
            "title": said.title,
            "url": f"/{hit_url(said, query_id)}",
            "text": said.text,
        },
        "hits": [_tell_hit(*hit, query_id, categories) for hit in enumerate(answer.hits, start=1)],
        "others": [
            _tell_hit(*hit, query_id, categories)
            for hit in enumerate(answer.others, start=len(answer.hits) + 1)
        ],
    }


def _tell_hit(
    position: int, hit: Hit, query_id: str, categories: Mapping[str, Category]
) -> dict[str, object]:
    category = categories.get(hit.category)
    return {
        "article_id": hit.document_id,
        "title": hit.title,
        "url": f"/{hit_url(hit, query_id)}",
        "lang": hit.lang,
        "snippet": hit.snippet.text,
        "marks": hit.snippet.marks,
        "category": category.title.get(hit.lang, "") if category else "",
        "position": position,
    }


def present_suggestions(hits: Iterable[Hit]) -> tuple[SuggestionView, ...]:
    """Return hits as they stand beside the contact form."""
    return tuple(SuggestionView(hit.document_id, hit.title, hit_url(hit), hit.snippet.text) for hit in hits)


def hit_url(hit: Hit | Excerpt, query_id: str = "") -> str:
    """Return the address of a hit's passage; it carries the query, so that the view can be tied to it."""
    query = f"?q={query_id}" if query_id else ""
    return f"{hit.url.lstrip('/')}{query}{f'#{hit.anchor}' if hit.anchor else ''}"


def order_url(text: str, lang: str, doors: Doors) -> str:
    """Return where orders are looked up if a query has the number of one or of a parcel; empty otherwise.

    The number stands behind the #, which browsers keep to themselves: it is in no log.
    """
    if not (doors.has_orders and any(map(str.isdigit, text))):
        return ""
    number, page = find_order_in_query(text), f"/{lang}/orders/"
    if number:
        return f"{page}#{urlencode({'n': number})}"
    return page if is_like_parcel_number(text) else ""


def search_url(lang: str, text: str) -> str:
    """Return the address of the results for a text."""
    return f"{lang}/search/?{urlencode({'q': text})}"


def category_title(category: str, lang: str) -> str:
    """Return what a category is called; nothing for an article that stands in none."""
    known = get_doors().shop.categories.get(category)
    return known.title.get(lang, "") if known else ""


def list_categories(lang: str) -> tuple[Link, ...]:
    """Return all categories."""
    categories = get_doors().shop.categories.values()
    return tuple(Link(one.title[lang], f"{lang}/{one.id}/") for one in categories)


def list_topics(lang: str) -> tuple[TopicGroup, ...]:
    """Return the topics of the contact form, grouped as the home page is."""
    shop = get_doors().shop
    groups = []
    for category in shop.categories.values():
        topics = tuple(
            TopicView(topic.id, topic.title[lang], topic.suggest, topic.ask, act_url(topic, lang))
            for topic in shop.topics.values()
            if topic.category == category.id
        )
        if topics:
            groups.append(TopicGroup(category.title[lang], topics))
    return tuple(groups)


def act_url(topic: Topic, lang: str) -> str:
    """Return where a topic has a form of its own; the empty text if it has none."""
    return f"{lang}/{ACTS[topic.act].page}/" if topic.act else ""


def list_notices(doors: Doors, lang: str) -> tuple[NoticeView, ...]:
    """Return the notices of today; who writes should have read them all."""
    today = doors.clock().astimezone(doors.shop.calendar.zone).date()
    return tuple(
        NoticeView(notice.id, notice.html(lang, link=lambda target: _notice_link(target, lang)))
        for notice in with_live(doors.shop, read_live(doors.settings.live_file)).notices
        if notice.is_shown(today)
    )


def find_article_view(doors: Doors, article_id: str, lang: str) -> ArticleView | None:
    """Return the article that a form is about, or None if there is no such article."""
    article = doors.find_article(article_id, lang)
    return ArticleView(article.id, article.title, article.url, article.version) if article else None


def _notice_link(target: str, lang: str) -> str:
    path = site_path(target, lang)
    return path if "://" in path else f"/{path}"


def _hit_views(hits: Iterable[Hit], query_id: str, lang: str, *, after: int = 0) -> Iterable[HitView]:
    say = get_doors().words.get
    for position, hit in enumerate(hits, start=after + 1):
        yield HitView(
            article_id=hit.document_id,
            title=hit.title,
            url=hit_url(hit, query_id),
            lang=hit.lang,
            lang_label="" if hit.lang == lang else say(lang, f"lang.{hit.lang}.in"),
            snippet=_parts(hit),
            category_title=category_title(hit.category, hit.lang),
            position=position,
        )


def _quote(answer: Answer, query_id: str) -> QuoteView | None:
    said = answer.excerpt
    return QuoteView(said.text, said.title, hit_url(said, query_id)) if said is not None else None


def _parts(hit: Hit) -> tuple[Part, ...]:
    parts, place = [], 0
    for start, end in hit.snippet.marks:
        parts += [
            Part(hit.snippet.text[place:start], mark=False),
            Part(hit.snippet.text[start:end], mark=True),
        ]
        place = end
    parts.append(Part(hit.snippet.text[place:], mark=False))
    return tuple(part for part in parts if part.text)
