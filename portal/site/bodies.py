"""What is kept of an article once its text is rendered: the HTML, its headings, and what search gets."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.site.client_index import make_entry
from portal.site.compose import Composer
from portal.site.documents import make_document
from portal.site.facts import Facts, write_entry
from portal.site.keeping import keep_in_line
from portal.site.markup import strip_comments
from portal.site.pages import Page
from portal.site.pictures import dress_pictures
from portal.site.tables import box_tables
from search import Document, Identity


@dataclass(frozen=True, slots=True)
class Body:
    """The rendered text of one page; empty for pages that are made, not written."""

    html: str = ""
    facts: Facts = field(default_factory=Facts)
    document: Document | None = None
    """What search gets; None for a stand-in, which is no page of its language."""


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
    facts = Facts.of(
        # `<a name>` without a value is an anchor called None to MkDocs.
        filter(None, anchors),
        linked,
        told=Identity.of(document) if document else None,
        entry=write_entry(make_entry(document)) if document else None,
    )
    return Body(keep_in_line(text), facts, document)
