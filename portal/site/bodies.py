"""What is kept of an article once its text is rendered: the HTML, its headings, and what search gets."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from portal.site.client_index import ClientEntry, make_entry
from portal.site.compose import Composer
from portal.site.documents import make_document
from portal.site.markup import strip_comments
from portal.site.pages import Page
from portal.site.pictures import dress_pictures
from portal.site.tables import box_tables
from search import Document


@dataclass(frozen=True, slots=True)
class Facts:
    """What others need to know of a rendered text without reading it."""

    anchors: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()
    """The files it links to; it is as good as new while they are there."""
    document: Document | None = None
    """What search gets; None for a stand-in, which is no page of its language."""
    entry: ClientEntry | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """The rendered text of one page; empty for pages that are made, not written."""

    html: str = ""
    facts: Facts = Facts()


_FACTS: Final = TypeAdapter(Facts)


def make_body(
    page: Page, html: str, composer: Composer, *, anchors: Iterable[str], linked: Iterable[str]
) -> Body:
    """Finish a rendered text: authors' comments go, tables get a box to scroll in."""
    if page.edition is None:
        return Body()
    title = composer.parts[page.lang].title(page.edition)
    text = dress_pictures(
        box_tables(strip_comments(html), title=title),
        page.url,
        composer.pictures,
        t=composer.parts[page.lang].t,
        text_lang=page.edition.article.lang,
    )
    document = None if page.is_fallback else make_document(page, page.edition, text, composer)
    entry = make_entry(document) if document else None
    # `<a name>` without a value is an anchor called None to MkDocs.
    return Body(text, Facts(frozenset(filter(None, anchors)), frozenset(linked), document, entry))


def write_facts(facts: Facts) -> bytes:
    """Return facts as they are kept."""
    return _FACTS.dump_json(facts)


def read_facts(kept: bytes) -> Facts:
    """Return kept facts; raise ValueError if they are none."""
    return _FACTS.validate_json(kept)
