"""What a build leaves for the next one: its pages, what they were made from, and all other files.

The first line of the file says what a build asks that may have nothing to do; the rest is long.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Self

from portal.site.kept import from_bytes, to_bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The hash of all that a site was made from, how many pages it has, and the hash of its sources alone."""

    fingerprint: str
    pages: int
    sources: str


class PageState(NamedTuple):
    """One page: the key of what it was made from, and its files; there are thousands."""

    key: str
    files: tuple[str, ...]
    around: str = ""
    """The hash of what stands around its text; as good as new while the site's outline is the same."""
    body: str = ""
    """The key of its text."""


@dataclass(frozen=True, slots=True)
class SiteState:
    """One site: its pages by source file, and the hash of each file that is no page."""

    fingerprint: str
    pages: Mapping[str, PageState] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    outline: str = ""
    """The hash of all that pages show of each other (outline.py)."""
    outlined: tuple[str, ...] = ()
    """The files that depend on nothing else."""
    sources: str = ""
    """The hash of content, theme and code."""

    def carry_on(self, names: Iterable[str]) -> dict[str, str]:
        """Return the hashes of some files that are no pages, packed twins included."""
        wanted = {f"{name}{suffix}" for name in names for suffix in ("", ".br", ".gz")}
        return {name: made_from for name, made_from in self.others.items() if name in wanted}

    @property
    def files(self) -> dict[str, str]:
        """Return what each file was made from; equal values, equal bytes."""
        pages = {name: page.key for page in self.pages.values() for name in page.files}
        return {**self.others, **pages}

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """Return the state of the last build, or None if there is none that can be trusted."""
        try:
            _, _, rest = file.read_bytes().partition(b"\n")
            fingerprint, told, others, outline, outlined, sources = from_bytes(rest)
            pages = {source: PageState._make(page) for source, page in told.items()}
        except (OSError, ValueError, TypeError):
            return None
        return cls(fingerprint, pages, others, outline, outlined, sources)

    def write(self, file: Path) -> None:
        """Write the state beside its place and move it there whole."""
        part = file.with_suffix(".part")
        head = json.dumps([self.fingerprint, len(self.pages), self.sources]).encode()
        pages = {source: tuple(page) for source, page in self.pages.items()}
        told = (self.fingerprint, pages, dict(self.others), self.outline, self.outlined, self.sources)
        part.write_bytes(head + b"\n" + to_bytes(told))
        part.replace(file)


def read_head(file: Path) -> Head | None:
    """Return what the state of the last build says first, or None if there is none that can be trusted."""
    try:
        with file.open("rb") as opened:
            fingerprint, pages, sources = json.loads(opened.readline())
        return Head(str(fingerprint), int(pages), str(sources))
    except (OSError, ValueError, TypeError):
        return None
