"""What a question gets back."""

from dataclasses import dataclass

from search.snippets import Snippet


@dataclass(frozen=True, slots=True)
class Hit:
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
class Answer:
    """Hold the hits for one question.

    `others` are hits in other languages. `corrected` is what was searched instead because the
    typed words found nothing, `did_you_mean` what might have been meant although they found
    something; None means that there is no such thing. `total` counts the relevant hits, shown or
    not.
    """

    query: str
    lang: str
    hits: tuple[Hit, ...] = ()
    others: tuple[Hit, ...] = ()
    corrected: str | None = None
    did_you_mean: str | None = None
    total: int = 0
