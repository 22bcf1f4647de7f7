"""Carry the same articles again: know which they were, and leave alone what somebody has edited since."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from portal.articles.data import DATA_FOLDER
from portal.carrying.export import Export, OldArticle, Trouble
from portal.carrying.planning import Plan

_FILE: Final = "carried.json"


@dataclass(frozen=True, slots=True)
class Carried:
    """One article that came along before: where it went, what it was there, and what was written here."""

    place: str
    old: str
    files: Mapping[str, str] = field(default_factory=dict)
    """The hash of each file as it was written, by its path in the content folder."""


def read_carried(content: Path, source: str) -> dict[str, Carried]:
    """Return what came from a source before, by its ids there; none without the file."""
    return TypeAdapter(dict[str, Carried]).validate_python(_read(content).get(source, {}))


def names_in(content: Path) -> frozenset[str]:
    """Return the names that articles have already, in any language and category."""
    return frozenset(file.stem for file in content.glob("*/*/*.md"))


def leave_out_edited(plan: Plan, export: Export, content: Path, carried: Mapping[str, Carried]) -> None:
    """Take out of a plan what did not change there, and what somebody has edited or taken away here."""
    stamps = {article.id: _stamp(article) for article in export.articles}
    files = {name: one for one in carried.values() for name in one.files}
    olds = {one.place: stamps.get(number) == one.old for number, one in carried.items()}
    for name in list(plan.texts):
        before = files.get(name)
        if before is None:
            continue
        is_changed = not olds[before.place]
        file = content / name
        if is_changed and not file.exists():
            plan.troubles.append(
                Trouble(name, "It was moved or taken away here; --force would write it again.")
            )
        elif is_changed and _hash(file.read_text("utf-8")) != before.files[name]:
            plan.troubles.append(Trouble(name, "It was edited here and stays; --force would write over it."))
        elif is_changed:
            continue
        del plan.texts[name]
    folders = {name.split("/")[1] for name in plan.texts}
    plan.categories = [one for one in plan.categories if one.split('"')[1] in folders]
    for number in sorted(carried.keys() - stamps.keys()):
        words = "It is not verified any more, or gone; the article stays: look at it."
        plan.troubles.append(Trouble(carried[number].place, words))


def keep_carried(
    plan: Plan, export: Export, content: Path, source: str, carried: Mapping[str, Carried]
) -> None:
    """Record what was written; what was left out keeps what was known of it."""
    kept = dict(carried)
    for article in export.articles:
        place = plan.places.get(article.id, "")
        written = {
            name: _hash(text) for name, text in plan.texts.items() if name.endswith(f"/{place}.md") and place
        }
        if written:
            before = kept[article.id].files if article.id in kept else {}
            kept[article.id] = Carried(place, _stamp(article), {**before, **written})
    told = _read(content) | {source: {name: asdict(one) for name, one in sorted(kept.items())}}
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    (content / DATA_FOLDER / _FILE).write_text(f"{text}\n", encoding="utf-8")


def _read(content: Path) -> dict[str, dict[str, object]]:
    file = content / DATA_FOLDER / _FILE
    told: dict[str, dict[str, object]] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return told


def _stamp(article: OldArticle) -> str:
    told = {lang: asdict(text) for lang, text in article.texts.items()}
    return _hash(json.dumps([told, article.keywords], ensure_ascii=False, sort_keys=True))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
