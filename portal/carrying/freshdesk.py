"""Freshdesk: the objects of the Solutions API (articles, folders); each language is an object of its own."""

from collections.abc import Iterable

from portal.carrying.export import (
    Export,
    Object,
    OldArticle,
    OldCategory,
    OldText,
    Trouble,
    id_of,
    language_of,
    text_of,
    words_of,
)

_PUBLISHED = 2


def read(objects: Iterable[Object], *, default: str) -> Export:
    """Sort the objects of an export."""
    export = Export()
    texts: dict[str, dict[str, OldText]] = {}
    articles: dict[str, Object] = {}
    titles: dict[str, dict[str, str]] = {}
    summaries: dict[str, str] = {}
    for one in objects:
        own = id_of(one.get("id"))
        lang = language_of(one.get("language"), default)
        if "title" in one and "folder_id" in one:
            if not own:
                export.troubles.append(Trouble(text_of(one["title"]) or "an article", "It has no id."))
                continue
            articles.setdefault(own, one)
            texts.setdefault(own, {})[lang] = _text(one, own)
        elif "name" in one and ("visibility" in one or "category_id" in one):
            titles.setdefault(own, {})[lang] = text_of(one["name"])
            summaries.setdefault(own, text_of(one.get("description")))
    export.articles = [
        OldArticle(own, id_of(one.get("folder_id")), texts[own], words_of(one.get("tags")))
        for own, one in articles.items()
    ]
    export.categories = [OldCategory(own, named, summaries[own]) for own, named in titles.items()]
    return export


def _text(one: Object, own: str) -> OldText:
    return OldText(
        title=text_of(one.get("title")),
        html=text_of(one.get("description")),
        url=text_of(one.get("url")) or f"/support/solutions/articles/{own}",
        is_draft=one.get("status") != _PUBLISHED,
        updated=text_of(one.get("updated_at"))[:10],
    )
