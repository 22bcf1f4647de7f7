"""Freshdesk: the objects of the Solutions API (articles, folders); each language is an object of its own."""

from collections.abc import Iterable

from portal.carrying.export import (
    Export,
    Object,
    OldArticle,
    OldCategory,
    OldText,
    Trouble,
    hide,
    id_of,
    keep_first,
    language_of,
    text_of,
    words_of,
)

_PUBLISHED = 2
_EVERYBODY = 1
"""The visibility of a folder that everybody may read; others are for those signed in, agents or companies."""


def read(objects: Iterable[Object], *, default: str) -> Export:
    """Sort the objects of an export."""
    export = Export()
    texts: dict[str, dict[str, OldText]] = {}
    articles: dict[str, Object] = {}
    titles: dict[str, dict[str, str]] = {}
    summaries: dict[str, str] = {}
    closed: set[str] = set()
    for one in objects:
        own = id_of(one.get("id"))
        lang = language_of(one.get("language"), default)
        if "title" in one and "folder_id" in one:
            if not own:
                export.troubles.append(Trouble(text_of(one["title"]) or "an article", "It has no id."))
                continue
            articles.setdefault(own, one)
            keep_first(texts.setdefault(own, {}), lang, _text(one, own), own=own, troubles=export.troubles)
        elif "name" in one and ("visibility" in one or "category_id" in one):
            titles.setdefault(own, {})[lang] = text_of(one["name"])
            summaries.setdefault(own, text_of(one.get("description")))
            if one.get("visibility", _EVERYBODY) != _EVERYBODY:
                closed.add(own)
    for own, one in articles.items():
        folder = id_of(one.get("folder_id"))
        made = OldArticle(own, folder, texts[own], words_of(one.get("tags")))
        export.articles.append(hide(made, export.troubles) if folder in closed else made)
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
