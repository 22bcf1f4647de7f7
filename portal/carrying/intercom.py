"""Intercom: the objects of the Articles API (articles with `translated_content`, collections)."""

from collections.abc import Iterable
from datetime import UTC, datetime

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
    without_doubles,
)


def read(objects: Iterable[Object], *, default: str) -> Export:
    """Sort the objects of an export."""
    export = Export()
    for one in objects:
        kind, own = one.get("type"), id_of(one.get("id"))
        if kind == "internal_article":
            what = "It is for the team only and was left out; `audience: staff` is for such articles here."
            export.troubles.append(Trouble(f"article {own} ({text_of(one.get('title'))})", what))
            continue
        if kind == "article" or ("title" in one and "body" in one and "workspace_id" in one):
            if own:
                parent = id_of(one.get("parent_id"))
                export.articles.append(OldArticle(own, parent, _texts(one, default)))
            else:
                export.troubles.append(Trouble(text_of(one.get("title")) or "an article", "It has no id."))
        elif kind in {"collection", "section"} or ("name" in one and "workspace_id" in one):
            lang = language_of(one.get("default_locale"), default)
            titles = {lang: text_of(one.get("name"))}
            titles |= {
                language_of(locale, default): text_of(text.get("name"))
                for locale, text in _translated(one)
                if text_of(text.get("name"))
            }
            export.categories.append(OldCategory(own, titles, text_of(one.get("description"))))
    export.articles = without_doubles(export.articles, export.troubles)
    return export


def _texts(one: Object, default: str) -> dict[str, OldText]:
    texts = {language_of(one.get("default_locale"), default): _text(one)}
    for locale, text in _translated(one):
        if text_of(text.get("title")):
            texts[language_of(locale, default)] = _text(text)
    return texts


def _translated(one: Object) -> Iterable[tuple[str, Object]]:
    translated = one.get("translated_content")
    if isinstance(translated, dict):
        return [(locale, text) for locale, text in translated.items() if isinstance(text, dict)]
    return []


def _text(one: Object) -> OldText:
    updated = one.get("updated_at")
    is_time = isinstance(updated, int) and 0 < updated < 1 << 33
    return OldText(
        title=text_of(one.get("title")),
        html=text_of(one.get("body")),
        url=text_of(one.get("url")),
        is_draft=one.get("state") != "published",
        summary=text_of(one.get("description")),
        updated=datetime.fromtimestamp(updated or 0, UTC).date().isoformat() if is_time else "",
    )
