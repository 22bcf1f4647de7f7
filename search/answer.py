"""What a question gets back."""

from dataclasses import dataclass
from typing import NamedTuple

from search.confidence import PERSON_FIRST_BELOW
from search.snippets import Snippet


class Hit(NamedTuple):
    """Hold one article that may answer, with its best passage."""

    document_id: str
    title: str
    url: str
    lang: str
    category: str
    anchor: str
    snippet: Snippet
    score: float


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Hold what an article itself says to the question, word for word, and where."""

    text: str
    document_id: str
    title: str
    url: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold the hits for one question.

    `others` are hits in other languages. `corrected` is what was searched instead because the
    typed words found nothing, `did_you_mean` what might have been meant although they found
    something; None means that there is no such thing. `total` counts the relevant hits, shown or
    not. `confidence` is the probability that the first hits answer the question. `excerpt` is what
    the best article says, if that is sure enough to stand by itself. `is_finished` is false while the
    last word may be the beginning of another one.
    """

    query: str
    lang: str
    hits: tuple[Hit, ...] = ()
    others: tuple[Hit, ...] = ()
    corrected: str | None = None
    did_you_mean: str | None = None
    total: int = 0
    confidence: float = 0.0
    excerpt: Excerpt | None = None
    is_finished: bool = True

    @property
    def is_person_first(self) -> bool:
        """Tell whether the way to a person belongs before the results."""
        return self.confidence < PERSON_FIRST_BELOW
