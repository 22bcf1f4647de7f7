"""Hand the published articles on: to the search library as plain text, to the service as a list."""

from collections.abc import Iterator

from portal.articles import Edition
from portal.articles.listing import ListedArticle
from portal.site.compose import Composer
from portal.site.guides import list_steps
from portal.site.markup import find_parts, plain_text
from portal.site.pages import Page
from portal.site.parts import write_plain
from search import Document, Section


def list_article(page: Page, edition: Edition, composer: Composer) -> ListedArticle:
    """Return an article as the service knows it in one language."""
    meta, parts = edition.article.meta, composer.parts[page.lang]
    return ListedArticle(
        id=meta.id,
        lang=page.lang,
        title=parts.title(edition),
        summary=parts.summary(edition),
        url=page.url,
        kind=meta.kind,
        category=page.category,
        topic=meta.topic,
        version=edition.article.version,
        review_by=meta.review_by.isoformat(),
        owner=meta.owner,
        steps=list_steps(edition, composer.plan.library.data),
    )


def make_document(page: Page, edition: Edition, content: str, composer: Composer) -> Document:
    """Return what search gets of an article's rendered text."""
    parts, meta = composer.parts[page.lang], edition.article.meta
    data = composer.plan.library.data
    return Document(
        id=meta.id,
        lang=page.lang,
        title=parts.title(edition),
        url=page.url,
        summary=parts.summary(edition),
        category=page.category,
        sections=tuple(_sections(content)),
        questions=tuple(write_plain(question, edition, data, "questions") for question in meta.questions),
        keywords=meta.keywords,
    )


def _sections(content: str) -> Iterator[Section]:
    for part in find_parts(content, depth=3):
        text = plain_text(part.html)
        if text or part.title:
            yield Section(heading=part.title, anchor=part.anchor, text=text)
