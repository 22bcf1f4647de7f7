"""What an export of any help centre comes down to: categories, articles in their languages, and troubles."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

Object = Mapping[str, Any]
_MOST_TRIES: Final = 200_000
"""Of finding where a whole object begins in a broken file."""
PICTURES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that could not be carried, or not whole."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class OldText:
    """An article in one language, as it was."""

    title: str
    html: str
    url: str = ""
    """The address it had, or empty."""
    is_draft: bool = False
    summary: str = ""
    updated: str = ""
    """The day it was last changed or verified (2026-11-03), or empty."""
    review_by: str = ""
    """The day by which the team wants to look at it again, or empty."""


@dataclass(frozen=True, slots=True)
class OldArticle:
    """An article in all its languages; `category` is the id of where it stood, or empty."""

    id: str
    category: str
    texts: Mapping[str, OldText]
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OldCategory:
    """A section, folder or collection that holds articles."""

    id: str
    titles: Mapping[str, str]
    summary: str = ""


@dataclass(slots=True)
class Export:
    """All that was found."""

    articles: list[OldArticle] = field(default_factory=list)
    categories: list[OldCategory] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    inner_hosts: frozenset[str] = frozenset()
    """Hosts of pages that only the team may see; links there do not come along."""


def read_objects(place: Path, troubles: list[Trouble]) -> list[Object]:
    """Return every JSON object of a file or of a folder's files, however deep; note what cannot be read."""
    files = sorted(place.rglob("*.json")) if place.is_dir() else [place]
    if not files:
        troubles.append(Trouble(str(place), "There is no .json file here."))
    found: list[Object] = []
    for file in files:
        try:
            raw = file.read_bytes()
            found += _objects(json.loads(raw))  # in UTF-8, UTF-16 or UTF-32, whichever it is
        except UnicodeDecodeError:
            troubles.append(Trouble(file.name, "This is not UTF-8. Save or export it again as UTF-8."))
        except json.JSONDecodeError as error:
            whole = _salvage(raw.decode(json.detect_encoding(raw), errors="replace"))
            troubles.append(
                Trouble(
                    file.name,
                    f"This cannot be read as JSON: {error}. What stands whole before and after came along "
                    f"({len(whole)} objects); export the rest again.",
                )
            )
            found += whole
        except (OSError, RecursionError) as error:
            troubles.append(Trouble(file.name, f"This cannot be read as JSON: {error}."))
    return found


def _salvage(text: str) -> list[Object]:
    """Return the objects that are whole in a text that is cut off or broken."""
    decoder, found, place = json.JSONDecoder(), list[Object](), text.find("{")
    for _ in range(_MOST_TRIES):
        if place < 0:
            break
        try:
            value, place = decoder.raw_decode(text, place)
            found += _objects(value)
        except (ValueError, RecursionError):
            place += 1
        place = text.find("{", place)
    return found


def find_pictures(place: Path) -> dict[str, Path]:
    """Return the pictures that came with an export, by the ends of their paths: 101/box.png, box.png.

    An end that several have is left out, since nobody can tell which is meant.
    """
    folder = place if place.is_dir() else place.parent
    found: dict[str, list[Path]] = {}
    for file in sorted(folder.rglob("*")):
        if file.suffix.lower() in PICTURES and not file.is_symlink():
            parts = file.relative_to(folder).parts
            for start in range(len(parts)):
                found.setdefault("/".join(parts[start:]), []).append(file)
    return {end: files[0] for end, files in found.items() if len(files) == 1}


def hide(article: OldArticle, troubles: list[Trouble]) -> OldArticle:
    """Return an article that only some could read there as a draft, and say so."""
    named = next((text.title for text in article.texts.values() if text.title), article.id)
    what = "Only some may read it there, so it comes as a draft; write `audience: staff` if it is for staff."
    troubles.append(Trouble(f"article {article.id} ({named})", what))
    texts = {lang: replace(text, is_draft=True) for lang, text in article.texts.items()}
    return replace(article, texts=texts)


def keep_first(
    texts: dict[str, OldText], lang: str, text: OldText, *, own: str, troubles: list[Trouble]
) -> None:
    """Keep a text of an article, unless its language has one already that says something else."""
    first = texts.setdefault(lang, text)
    if first != text:
        troubles.append(
            Trouble(f"article {own} ({first.title}), {lang}", "It stands here twice; the first was taken.")
        )


def without_doubles(articles: Iterable[OldArticle], troubles: list[Trouble]) -> list[OldArticle]:
    """Return each article once, the first of those with one id."""
    kept: dict[str, OldArticle] = {}
    for article in articles:
        for lang, text in article.texts.items():
            if article.id in kept and lang in kept[article.id].texts:
                keep_first(dict(kept[article.id].texts), lang, text, own=article.id, troubles=troubles)
        kept.setdefault(article.id, article)
    return list(kept.values())


def text_of(value: object) -> str:
    """Return a text of the export, empty for whatever is none."""
    return value if isinstance(value, str) else ""


def id_of(value: object) -> str:
    """Return an id, which vendors write as numbers or as texts; empty for none."""
    return str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""


def words_of(value: object) -> tuple[str, ...]:
    """Return a list of words."""
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def language_of(locale: object, default: str) -> str:
    """Return the language of a locale: `en-us` is `en`."""
    return text_of(locale).replace("_", "-").partition("-")[0].lower() or default


def _objects(value: object) -> Iterator[Object]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _objects(part)
    elif isinstance(value, list):
        for part in value:
            yield from _objects(part)
