"""Guru: the cards of its API. Only what the team has verified comes along, and every article is a draft."""

from collections.abc import Iterable

from portal.carrying.export import Export, Object, OldArticle, OldCategory, OldText, Trouble, id_of, text_of

_TRUSTED = "TRUSTED"


def read(objects: Iterable[Object], *, default: str) -> Export:
    """Sort the objects of an export; cards do not tell their language."""
    export = Export(inner_hosts=frozenset({"app.getguru.com"}))
    places: dict[str, OldCategory] = {}
    for one in objects:
        if "preferredPhrase" not in one:
            continue
        card, title = id_of(one.get("id")), text_of(one["preferredPhrase"]).strip()
        where = f"card {card or '?'} ({title})"
        if not card:
            export.troubles.append(Trouble(where, "It has no id."))
        elif one.get("archived") is True or one.get("verificationState") != _TRUSTED:
            export.troubles.append(Trouble(where, "It is not verified in Guru and stays there."))
        else:
            place = _place(one)
            places.setdefault(place.id, place)
            export.articles.append(OldArticle(card, place.id, {default: _text(one)}, _tags(one)))
    for place in places.values():
        titles = {default: place.titles[""]}
        export.categories.append(OldCategory(place.id, titles))
    return export


def _place(card: Object) -> OldCategory:
    """Return the first board or folder a card stands in, else its collection."""
    for name, title in (("boards", "title"), ("folders", "title"), ("folders", "name")):
        held = card.get(name)
        first = held[0] if isinstance(held, list) and held else {}
        if isinstance(first, dict) and text_of(first.get(title)):
            return OldCategory(f"{name} {id_of(first.get('id'))}", {"": text_of(first[title])})
    collection = card.get("collection")
    told = collection if isinstance(collection, dict) else {}
    return OldCategory(f"collection {id_of(told.get('id'))}", {"": text_of(told.get("name"))})


def _text(card: Object) -> OldText:
    slug = text_of(card.get("slug"))
    return OldText(
        title=text_of(card["preferredPhrase"]),
        html=text_of(card.get("content")),
        url=f"https://app.getguru.com/card/{slug}" if slug else "",
        is_draft=True,
        updated=(text_of(card.get("lastVerified")) or text_of(card.get("lastModified")))[:10],
        review_by=text_of(card.get("nextVerificationDate"))[:10],
    )


def _tags(card: Object) -> tuple[str, ...]:
    tags = card.get("tags")
    held = tags if isinstance(tags, list) else []
    return tuple(
        text_of(tag.get("value")) for tag in held if isinstance(tag, dict) and text_of(tag.get("value"))
    )
