"""Write the first draft of an article and of its translations: the form an author fills in."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from portal.articles.front_matter import Kind
from portal.articles.naming import make_name
from portal.domain.redaction import redact
from portal.errors import PortalError
from portal.store.gaps import Gap

REVIEWED_AFTER = timedelta(days=90)
"""What is new is looked at again after a quarter."""


class DraftExists(PortalError):
    """An article stands where the draft would be written."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an author says of an article before writing it; `titles` by language, the default one's first."""

    kind: Kind
    topic: str
    category: str
    titles: Mapping[str, str]
    owner: str
    questions: Mapping[str, tuple[str, ...]]
    notes: Mapping[str, str] = field(default_factory=dict)
    """What the author may want to have before her, by language; it stands in a comment."""

    @property
    def name(self) -> str:
        """The id and file name, from the default language's title."""
        return slug(next(iter(self.titles.values())))


def slug(title: str) -> str:
    """Return a title as an id: small Latin letters, digits and hyphens.

    >>> slug("Подарочная упаковка")
    'podarochnaya-upakovka'
    """
    cut = make_name(title)
    if not cut:
        raise PortalError(f"No id can be made of the title {title!r}; use letters or digits.")
    return cut


def questions_of(gap: Gap) -> dict[str, tuple[str, ...]]:
    """Return the sample questions of a gap by language, redacted once more before they reach a file."""
    return {gap.locale: tuple(dict.fromkeys(redact(text) for text in gap.samples))}


def write_drafts(content: Path, draft: Draft, *, today: date) -> tuple[Path, ...]:
    """Write a draft in every language of its titles and return the files; raise DraftExists, writing none."""
    files = {lang: content / lang / draft.category / f"{draft.name}.md" for lang in draft.titles}
    taken = [*_same_id(content, draft.name), *(file for file in files.values() if file.exists())]
    if taken:
        raise DraftExists(
            f"{taken[0]} is there already and stays as it is. Choose another title, or edit that file."
        )
    for lang, file in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        # Somebody may have made the file a moment ago; "x" does not write over it.
        with file.open("x", encoding="utf-8") as page:
            page.write(_text(draft, lang, today))
    return tuple(files.values())


def _same_id(content: Path, name: str) -> Iterable[Path]:
    return sorted(content.glob(f"*/*/{name}.md"))


def _text(draft: Draft, lang: str, today: date) -> str:
    title = draft.titles[lang]
    head = {
        "id": draft.name,
        "title": _quoted(title),
        "summary": _quoted(title),
        "kind": draft.kind.value,
        "topic": draft.topic,
    }
    tail = {
        "owner": _quoted(draft.owner),
        "checked_on": today.isoformat(),
        "review_by": (today + REVIEWED_AFTER).isoformat(),
        "draft": "true",
    }
    questions = draft.questions.get(lang, ())
    lines = [
        "---",
        *(f"{key}: {value}" for key, value in head.items()),
        *(["questions:", *(f"  - {_quoted(question)}" for question in questions)] if questions else []),
        *(f"{key}: {value}" for key, value in tail.items()),
        "---",
        f"<!-- {_HINTS[draft.kind]} -->",
        *_note(draft.notes.get(lang, "")),
        "",
        *_body(draft.kind, title),
    ]
    return "\n".join(lines) + "\n"


def _note(text: str) -> list[str]:
    # Two hyphens could end the comment; what looks like a value of shop.yml stays words.
    plain = re.sub(r"-{2,}|<!|>", "–", text).replace("{{", "{ {").strip()
    return ["<!--", *plain.splitlines(), "-->"] if plain else []


def _body(kind: Kind, title: str) -> list[str]:
    heading = {Kind.FAQ: f"## {title} {{ #answer }}", Kind.GUIDE: f"## {title} {{ #first-step }}"}
    return [heading[kind], ""] if kind in heading else []


_HINTS = {
    Kind.ARTICLE: "Write the answer first, then what comes after it under ## headings; see docs/authors.md.",
    Kind.FAQ: "One ## heading for each question, with a name { #like-this }; see docs/authors.md.",
    Kind.GUIDE: "One ## heading for each step, with a name { #like-this }; see docs/authors.md.",
    Kind.PAGE: "A page of its own, such as a legal notice; see docs/authors.md.",
}


def _quoted(text: str) -> str:
    # A JSON string is a YAML string, whatever signs are in it; two braces would ask for a value of shop.yml.
    return json.dumps(" ".join(text.replace("{{", "{ {").split()), ensure_ascii=False)
