"""What is known of rendered texts without reading them, as it is kept."""

import marshal
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from portal.articles import Article
from portal.site.client_index import ClientEntry
from portal.site.kept import read_kept, write_kept
from portal.site.pages import Page, SitePlan
from search import Identity

# Later versions of the format write what is used twice in another way, so that bytes would differ.
_ALIKE: Final = 2
_Row = tuple[Any, ...]
"""Key of the text; digest and language of its article; then its facts."""
_NO_NAMES: Final = marshal.dumps((frozenset(), frozenset()))


class Facts(NamedTuple):
    """What others need to know of a rendered text without reading it; there are thousands."""

    told: Identity | None = None
    """What search gets; None for a stand-in, which is no page of its language."""
    entry: bytes | None = None
    """What the small index gets (`write_entry`); it is asked for last of all."""
    names: bytes = _NO_NAMES
    """Anchors and linked files; few texts are asked for theirs."""

    @classmethod
    def of(
        cls, anchors: Iterable[str], linked: Iterable[str], *, told: Identity | None, entry: bytes | None
    ) -> Self:
        """Return the facts of a text that has these anchors and links to these files."""
        return cls(told, entry, marshal.dumps((frozenset(anchors), frozenset(linked))))

    @property
    def anchors(self) -> frozenset[str]:
        """The names that a link to its page may end with."""
        return _names(self.names)[0]

    @property
    def linked(self) -> frozenset[str]:
        """The files it links to; it is as good as new while they are there."""
        return _names(self.names)[1]


class KeptFacts:
    """The facts that the last build kept, by source; each is made of its row when it is asked for.

    `texts` is the hash of all that every text depends on, `beside` that of what single ones depend on besides
    their own files, which includes the names of all files: while both are the same, so are the keys.
    """

    def __init__(self, file: Path | None, *, texts: str, beside: str) -> None:
        self._file = file
        self._made_from = texts, beside
        kept = read_kept(file) if file else None
        self._rows: Mapping[str, _Row] = {}
        self._is_same = False
        # What other code has written may have another shape.
        if isinstance(kept, tuple) and kept[0] == texts:
            self._rows, self._is_same = kept[2], kept[1] == beside
        self._made: dict[str, Facts] = {}

    def key(self, source: str, article: Article) -> str | None:
        """Return the key of a text, or None if it must be made anew."""
        row = self._rows.get(source) if self._is_same else None
        is_same = row is not None and row[1] == article.digest and row[2] == article.lang
        return row[0] if row is not None and is_same else None

    def find(self, source: str, key: str, files: Set[str]) -> Facts | None:
        """Return the facts of a text, or None if there are none by this key that hold beside these files."""
        row = self._rows.get(source)
        if row is None or row[0] != key:
            return None
        facts = self._made[source] = _facts(row)
        return facts if self._is_same or facts.linked <= files else None

    def keep(self, facts: Mapping[str, Facts], keys: Mapping[str, str], plan: SitePlan) -> None:
        """Keep these facts for the next build, and no others."""
        if self._file is None:
            return
        rows = {
            source: self._rows[source]
            if self._made.get(source) is one
            else _row(keys[source], plan.pages[source], one)
            for source, one in facts.items()
        }
        if rows != self._rows or not self._is_same:
            write_kept(self._file, (*self._made_from, rows))


def write_entry(entry: ClientEntry) -> bytes:
    """Return an entry of the small index as it is kept, the same bytes each time."""
    told = (entry.url, entry.title, entry.summary, entry.words, entry.text_bytes)
    return marshal.dumps(told, _ALIKE)


def read_entry(kept: bytes) -> ClientEntry:
    """Return a kept entry."""
    return ClientEntry(*marshal.loads(kept))  # noqa: S302  within our own file


def _row(key: str, page: Page, facts: Facts) -> _Row:
    article, told = page.edition and page.edition.article, facts.told
    return (
        key,
        article.digest if article else "",
        article.lang if article else "",
        told and (told.id, told.lang, told.digest),
        facts.entry,
        facts.names,
    )


def _facts(row: _Row) -> Facts:
    _, _, _, told, entry, names = row
    return Facts(told and Identity(*told), entry, names)


def _names(kept: bytes) -> tuple[frozenset[str], frozenset[str]]:
    anchors, linked = marshal.loads(kept)  # noqa: S302  within our own file
    return anchors, linked
