"""What an index is told besides its articles: synonyms, and what answered questions have taught.

Plain data: where it comes from, and who has reviewed it, is not known here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from search.errors import KnowledgeInvalid


@dataclass(frozen=True, slots=True)
class Synonym:
    """Say that whoever types one of `words` also means each of `meant`; both may be several words long.

    A two-way group has the same words on both sides.
    """

    words: tuple[str, ...]
    meant: tuple[str, ...]

    @property
    def is_two_way(self) -> bool:
        """Tell whether all its words stand for each other."""
        return len(self.words) > 1 and self.words == self.meant


@dataclass(frozen=True, slots=True)
class Lesson:
    """Say that an article answered a question; `weight`, from 0 to 1, says how sure that is.

    `sketch` is that of the article as it was then (sketches.py). An article that has changed a lot
    since has nothing to learn from it; an empty sketch fits every article.
    """

    question: str
    document_id: str
    weight: float = 1.0
    sketch: str = ""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Hold what is known in one language."""

    synonyms: tuple[Synonym, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    outdated: tuple[str, ...] = ()
    """Articles, by id, whose review is overdue: they stand a little lower than others that fit as well."""

    def as_json(self) -> dict[str, Any]:
        """Give what is stored."""
        return asdict(self)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """Read what an index stores; the file has been checked before."""
        return cls(
            synonyms=tuple(
                Synonym(tuple(one["words"]), tuple(one["meant"])) for one in stored.get("synonyms", ())
            ),
            lessons=tuple(Lesson(**one) for one in stored.get("lessons", ())),
            outdated=tuple(stored.get("outdated", ())),
        )


NOTHING_KNOWN: Final[Mapping[str, Knowledge]] = {}


@dataclass(frozen=True, slots=True)
class Loop:
    """Hold synonyms that lead back to where they began: by number, and the words on the way."""

    number: int
    words: tuple[str, ...]


def find_loops(synonyms: Sequence[Synonym]) -> Iterator[Loop]:
    """Find one-way synonyms that lead back to their own words; only a two-way group may.

    The words of a two-way group are one: what leads to one of them leads to all.
    """
    group = {
        word: number
        for number, synonym in enumerate(synonyms)
        if synonym.is_two_way
        for word in synonym.words
    }
    edges: dict[str | int, list[tuple[str | int, str]]] = {}
    one_way = [(number, one) for number, one in enumerate(synonyms) if not one.is_two_way]
    for _, synonym in one_way:
        for word in synonym.words:
            edges.setdefault(group.get(word, word), []).extend(
                (group.get(meant, meant), meant) for meant in synonym.meant
            )
    for number, synonym in one_way:
        for word in synonym.words:
            if (way := _way_back(edges, group.get(word, word))) is not None:
                yield Loop(number, (word, *way))
                break


def _way_back(edges: Mapping[str | int, list[tuple[str | int, str]]], start: str | int) -> list[str] | None:
    """Give the words that lead from a node back to it, the nearest first, or None."""
    ways: list[tuple[str | int, list[str]]] = [(start, [])]
    seen: set[str | int] = set()
    for node, way in ways:
        for after, word in edges.get(node, ()):
            if after == start:
                return [*way, word]
            if after not in seen:
                seen.add(after)
                ways.append((after, [*way, word]))
    return None


def check_knowledge(knowledge: Mapping[str, Knowledge]) -> None:
    """Raise KnowledgeInvalid for what would make search loop or mean nothing."""
    for lang, known in knowledge.items():
        for loop in find_loops(known.synonyms):
            raise KnowledgeInvalid(
                f"The synonyms of {lang!r} lead in a circle: {' → '.join(loop.words)}. "
                f"Make them one two-way group, or drop one direction."
            )
        for synonym in known.synonyms:
            if not (synonym.words and synonym.meant and all((*synonym.words, *synonym.meant))):
                raise KnowledgeInvalid(f"A synonym of {lang!r} has no words: {synonym}.")
        twice = Counter(word for one in known.synonyms if one.is_two_way for word in one.words)
        for word, count in twice.items():
            if count > 1:
                raise KnowledgeInvalid(f"{word!r} stands in {count} two-way groups of {lang!r}. Join them.")
        for lesson in known.lessons:
            if not 0 < lesson.weight <= 1:
                raise KnowledgeInvalid(
                    f"The lesson {lesson.question!r} of {lang!r} has the weight {lesson.weight}; "
                    f"give it one above 0 and up to 1."
                )
