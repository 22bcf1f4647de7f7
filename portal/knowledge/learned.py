"""Read and write content/_data/learned.<lang>.yml: what answered questions teach, for review."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pydantic import Field

from portal.articles.errors import ArticleError, ContentError
from portal.articles.sources import Checked, check, parse, read_text
from search import Lesson

_HEAD = """\
# What search learned from questions that an article answered. Made by `portal learn --write`.
# Read it as you read any change: take out a line that teaches something wrong. `sessions` says how
# many visits confirmed it, `weight` how sure that is; both are counted again at every run.
"""


class Learned(Checked):
    """One cluster of like questions, and the article that answered them."""

    question: str
    article_id: str
    weight: float
    sessions: int
    version: str = ""


class _File(Checked):
    lessons: list[Learned] = Field(default_factory=list)
    sketches: dict[str, dict[str, str]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LearnedFile:
    """The lessons of a language, and what the versions of their articles were like."""

    lessons: tuple[Learned, ...] = ()
    sketches: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def for_search(self) -> tuple[Lesson, ...]:
        """Return the lessons as search takes them."""
        return tuple(
            Lesson(
                question=one.question,
                document_id=one.article_id,
                weight=one.weight,
                sketch=self.sketches.get(one.article_id, {}).get(one.version, ""),
            )
            for one in self.lessons
        )


def learned_file(lang: str) -> str:
    """Return the name of a language's file."""
    return f"learned.{lang}.yml"


def read_learned(folder: Path, lang: str, *, shown_as: str = "content/_data") -> LearnedFile:
    """Read what a language has learned, nothing if it has no file; raise ContentError with every mistake."""
    path = folder / learned_file(lang)
    if not path.exists():
        return LearnedFile()
    file = f"{shown_as}/{path.name}"
    try:
        located = parse(read_text(path, file), file)
    except ArticleError as error:
        raise ContentError([error]) from None
    made = check(_File, located.value if located.value is not None else {}, located, file)
    wrong = [
        ArticleError(
            file,
            located.line(("lessons", number, "weight")),
            f"`weight` cannot be {one.weight}.",
            "Write a number above 0 and up to 1.",
        )
        for number, one in enumerate(made.lessons)
        if not 0 < one.weight <= 1
    ]
    if wrong:
        raise ContentError(wrong)
    return LearnedFile(tuple(made.lessons), made.sketches)


def write_learned(lessons: Iterable[Learned], sketches: Mapping[str, Mapping[str, str]]) -> str:
    """Return the text of a file."""
    content = {
        "lessons": [one.model_dump() for one in lessons],
        "sketches": {name: dict(versions) for name, versions in sorted(sketches.items())},
    }
    return _HEAD + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
