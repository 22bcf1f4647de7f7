"""Answers for staff: what only they may read first, then what customers read, each ready to be sent on."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal.articles.staff_listing import STAFF_FILE, STAFF_INDEX, StaffArticle, read_staff_articles
from portal.services.doors import Doors
from search import Answer, Hit, LiveIndex, QueryError, SearchError

log = logging.getLogger(__name__)

MOST_HITS = 10


@dataclass(slots=True)
class StaffShelf:
    """The articles for staff as the last build left them."""

    folder: Path
    index: LiveIndex = field(init=False)
    _articles: Mapping[tuple[str, str], StaffArticle] = field(default_factory=dict)
    _read_at: int = -1

    def __post_init__(self) -> None:
        self.index = LiveIndex(self.folder / STAFF_INDEX)

    def articles(self) -> Mapping[tuple[str, str], StaffArticle]:
        """Return all articles by language and id; none before the first build."""
        file = self.folder / STAFF_FILE
        try:
            changed_at = file.stat().st_mtime_ns
            if changed_at != self._read_at:
                self._articles, self._read_at = read_staff_articles(file), changed_at
        except FileNotFoundError:
            self._articles, self._read_at = {}, -1
        except (OSError, ValueError) as error:
            log.warning("the articles for staff cannot be read: %s", type(error).__name__)
        return self._articles


@dataclass(frozen=True, slots=True)
class Ready:
    """One answer: what it is, where it stands, and the plain text with a link that may be sent on."""

    title: str
    summary: str
    url: str
    lang: str
    text: str
    owner: str = ""
    review_by: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What was found for staff, or all there is where nothing was asked."""

    query: str
    for_staff: tuple[Ready, ...]
    for_all: tuple[Ready, ...]


def find_answers(doors: Doors, shelf: StaffShelf, query: str, *, lang: str) -> Answers:
    """Search both; nothing of it is recorded, for staff are no customers."""
    articles = shelf.articles()
    if not query.strip():
        mine = sorted((one for one in articles.values() if one.lang == lang), key=lambda one: one.title)
        return Answers("", tuple(_ready(doors, one) for one in mine), ())
    staff = [
        articles[hit.lang, hit.document_id]
        for hit in _hits(shelf.index, query, lang)
        if (hit.lang, hit.document_id) in articles
    ]
    public = [ready for hit in _hits(doors.index, query, lang) if (ready := _public(doors, hit))]
    return Answers(query.strip(), tuple(_ready(doors, one) for one in staff), tuple(public))


def find_staff_article(shelf: StaffShelf, lang: str, id_: str) -> StaffArticle | None:
    """Return one article, or None when there is none."""
    return shelf.articles().get((lang, id_))


def text_to_send(doors: Doors, article: StaffArticle) -> str:
    """Return an answer as plain text, with a link to the first public article that goes with it."""
    link = link_to_send(doors, article)
    return f"{article.answer}\n\n{link}" if link else article.answer


def link_to_send(doors: Doors, article: StaffArticle) -> str:
    """Return title and address of the first public article that goes with it; empty where none does."""
    found = (doors.find_article(one, article.lang) for one in article.related)
    public = next((one for one in found if one is not None), None)
    return f"{public.title}: {_whole(doors, public.url)}" if public else ""


def _hits(index: LiveIndex, query: str, lang: str) -> tuple[Hit, ...]:
    try:
        answer: Answer = index.search(query, lang=lang, limit=MOST_HITS)
    except (QueryError, SearchError):
        return ()
    return (*answer.hits, *answer.others)


def _ready(doors: Doors, article: StaffArticle) -> Ready:
    return Ready(
        title=article.title,
        summary=article.summary,
        url=f"{article.lang}/{article.id}",
        lang=article.text_lang,
        text=text_to_send(doors, article),
        owner=article.owner,
        review_by=article.review_by,
    )


def _public(doors: Doors, hit: Hit) -> Ready | None:
    article = doors.listing.get().find(hit.document_id, hit.lang)
    if article is None:
        return None
    url = _whole(doors, article.url)
    text = f"{article.summary}\n\n{article.title}: {url}"
    return Ready(article.title, article.summary, f"/{article.url}", hit.lang, text)


def _whole(doors: Doors, url: str) -> str:
    return f"{doors.settings.base_url.rstrip('/')}/{url}"
