"""Make what Whoosh asks, the default engine: who only builds need not wait until it is read (whoosh.py).

Whoosh plans and asks; what it asks are arrays of ours. Files of its own would have to be written whole
for every article that changes, which takes several seconds for some thousands of them, and are pickles.
"""

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from search.counting import Counts
from search.engines.protocol import FIELDS
from search.saturation import held_back, saturated

if TYPE_CHECKING:
    from search.engines.whoosh import OpenWhoosh

TERMS: Final = "terms.json"


class WhooshEngine:
    """Make and open indexes that Whoosh asks."""

    name = "whoosh"

    @property
    def version(self) -> str:
        """Give the version of the package that asks."""
        return version("whoosh-reloaded")

    def build(self, folder: Path, terms: Sequence[str], fields: Mapping[str, Counts], articles: int) -> None:
        """Write which articles have each term, and what it is worth there (BM25)."""
        folder.mkdir(parents=True, exist_ok=True)
        about = {"articles": articles, "terms": list(terms)}
        (folder / TERMS).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        for field in FIELDS:
            _write_field(folder, field, fields[field], (len(terms), articles))

    def open(self, folder: Path) -> "OpenWhoosh":
        """Open an index whose files the caller has checked."""
        from search.engines.whoosh import OpenWhoosh

        return OpenWhoosh(folder)


def _write_field(folder: Path, field: str, counts: Counts, sizes: tuple[int, int]) -> None:
    terms, articles = sizes
    lengths = np.bincount(counts.articles, counts.counts, articles)
    df = np.bincount(counts.words, minlength=terms)
    rarities = np.log(articles / (df + 1)) + 1
    held = held_back(lengths, float(lengths.sum()) / max(articles, 1))
    worth = rarities[counts.words] * saturated(counts.counts, held[counts.articles])
    starts = np.zeros(terms + 1, np.uint32)
    np.cumsum(df, out=starts[1:])
    starts.tofile(folder / f"{field}.starts")
    counts.articles.astype(np.uint32).tofile(folder / f"{field}.articles")
    worth.astype(np.float32).tofile(folder / f"{field}.worth")
