"""Help Scout: the objects of the Docs API (articles, categories); a site there has one language."""

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
    text_of,
    without_doubles,
    words_of,
)


def read(objects: Iterable[Object], *, default: str) -> Export:
    """Sort the objects of an export."""
    export = Export()
    closed: set[str] = set()
    homes: dict[str, str] = {}
    for one in objects:
        own = id_of(one.get("id"))
        if one.get("visibility") == "private":
            closed.add(own)
        if "collectionId" not in one or "name" not in one:
            continue
        if "text" in one:
            if own:
                categories = words_of(one.get("categories"))
                parent = categories[0] if categories else id_of(one["collectionId"])
                keywords = words_of(one.get("keywords"))
                homes[own] = id_of(one["collectionId"])
                export.articles.append(OldArticle(own, parent, {default: _text(one)}, keywords))
            else:
                export.troubles.append(Trouble(text_of(one["name"]) or "an article", "It has no id."))
        elif "status" in one:
            export.troubles.append(
                Trouble(text_of(one["name"]) or own, "Only a reference: export the article itself, too.")
            )
        else:
            export.categories.append(
                OldCategory(own, {default: text_of(one["name"])}, text_of(one.get("description")))
            )
    export.articles = [
        hide(one, export.troubles) if closed & {one.id, one.category, homes[one.id]} else one
        for one in without_doubles(export.articles, export.troubles)
    ]
    return export


def _text(one: Object) -> OldText:
    return OldText(
        title=text_of(one.get("name")),
        html=text_of(one.get("text")),
        url=text_of(one.get("publicUrl")),
        is_draft=one.get("status") != "published",
        updated=text_of(one.get("updatedAt"))[:10],
    )
