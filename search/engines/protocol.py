"""What an engine does for us: store analysed terms, and name the articles that share most of them.

An engine never sees text. It finds candidates; how evidence is added up is ours (ranking.py), so
that two engines answer alike.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from search.counting import Counts

# The fields every engine keeps. Runs of characters are not among them: postings.py has those.
TITLE: Final = "title"
BODY: Final = "body"
HINTS: Final = "hints"
FIELDS: Final = (TITLE, BODY, HINTS)


class Clause(NamedTuple):
    """Ask for one term in one field; the weight multiplies what a match is worth."""

    field: str
    term: str
    weight: float


class OpenEngine(Protocol):
    """Read one index. Several threads may ask at once."""

    def candidates(self, clauses: Sequence[Clause], *, limit: int) -> list[int]:
        """Give the numbers of the articles that match any clause, the best first."""
        ...

    def close(self) -> None:
        """Let go of the files."""
        ...


class Engine(Protocol):
    """Make and open indexes of one kind."""

    @property
    def name(self) -> str:
        """Name the engine as settings do."""
        ...

    @property
    def version(self) -> str:
        """Give the version of the package; files of another version are not opened."""
        ...

    def build(self, folder: Path, terms: Sequence[str], fields: Mapping[str, Counts], articles: int) -> None:
        """Write an index of so many articles: by field, which of the terms each has, by number, how often."""
        ...

    def open(self, folder: Path) -> OpenEngine:
        """Open what `build` wrote."""
        ...
