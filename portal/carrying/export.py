"""What an export of any help centre comes down to: categories, articles in their languages, and troubles."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Object = Mapping[str, Any]
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
            found += _objects(json.loads(file.read_text("utf-8-sig")))
        except (OSError, ValueError, RecursionError) as error:
            troubles.append(Trouble(file.name, f"This cannot be read as JSON: {error}."))
    return found


def find_pictures(place: Path) -> dict[str, Path]:
    """Return the pictures that came with an export, by file name."""
    folder = place if place.is_dir() else place.parent
    files = sorted(
        file for file in folder.rglob("*") if file.suffix.lower() in PICTURES and not file.is_symlink()
    )
    return {file.name: file for file in files}


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
