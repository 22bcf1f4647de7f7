"""Zendesk: the objects of the Help Center API (articles, translations, sections, categories)."""

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


def read(objects: Iterable[Object], *, default: str) -> Export:
    """Sort the objects of an export."""
    export = Export()
    articles: dict[str, Object] = {}
    texts: dict[str, dict[str, OldText]] = {}
    translated: dict[str, dict[str, OldText]] = {}
    titles: dict[str, dict[str, str]] = {}
    summaries: dict[str, str] = {}
    for one in objects:
        if "source_id" in one and "locale" in one:
            _translation(one, translated, titles, default)
        elif "section_id" in one and "title" in one:
            article = id_of(one.get("id"))
            if not article:
                export.troubles.append(Trouble(text_of(one.get("title")) or "an article", "It has no id."))
                continue
            articles.setdefault(article, one)
            lang = language_of(one.get("locale") or one.get("source_locale"), default)
            keep_first(texts.setdefault(article, {}), lang, _text(one), own=article, troubles=export.troubles)
        elif "name" in one and "category_id" in one:
            section = id_of(one.get("id"))
            lang = language_of(one.get("locale") or one.get("source_locale"), default)
            titles.setdefault(section, {}).setdefault(lang, text_of(one["name"]))
            summaries[section] = text_of(one.get("description"))
    for article, one in articles.items():
        # The translations say the same once more, and have the last word.
        said = texts[article] | translated.get(article, {})
        made = OldArticle(article, id_of(one.get("section_id")), said, words_of(one.get("label_names")))
        # The user segment says who may see an article; none means everybody.
        is_for_some = one.get("user_segment_id") is not None or bool(one.get("user_segment_ids"))
        export.articles.append(hide(made, export.troubles) if is_for_some else made)
    export.categories = [
        OldCategory(section, named, summaries.get(section, "")) for section, named in titles.items()
    ]
    return export


def _translation(
    one: Object, texts: dict[str, dict[str, OldText]], titles: dict[str, dict[str, str]], default: str
) -> None:
    source, lang = id_of(one["source_id"]), language_of(one["locale"], default)
    kind = text_of(one.get("source_type")).lower()
    if kind == "article":
        texts.setdefault(source, {})[lang] = _text(one)
    elif kind == "section":
        titles.setdefault(source, {})[lang] = text_of(one.get("title"))


def _text(one: Object) -> OldText:
    return OldText(
        title=text_of(one.get("title")),
        html=text_of(one.get("body")),
        url=text_of(one.get("html_url")),
        is_draft=one.get("draft") is True,
        updated=text_of(one.get("updated_at"))[:10],
    )
