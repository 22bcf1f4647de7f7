"""What the index in use offers to the next one: looked up before it is known what has changed."""

import hashlib
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np

from search.analysis import get_analyzer
from search.documents import Identity
from search.engines import get_engine
from search.errors import EngineUnknown, LanguageUnknown
from search.knowledge import Knowledge
from search.manifest import Manifest
from search.shelving import Kept, taught_of
from search.versions import find_sound


@dataclass(frozen=True, slots=True)
class Prepared:
    """Hold what may be taken over from the index at a path."""

    path: Path
    before: Manifest | None
    """What the index in use promises; None if there is none that is sound."""
    kept: Mapping[str, Kept]
    """What it knows, by language: nothing, if other code has made it."""

    def lacking(self, told: Iterable[Identity], knowledge: Mapping[str, Knowledge]) -> list[Identity]:
        """Give those of some articles that must be read: they are new, or lessons are about them."""
        told = list(told)
        known = {digest for kept in self.kept.values() for digest in kept.numbers}
        wanted = [one for one in told if one.digest not in known]
        for lang, about in knowledge.items():
            wanted += taught_of((one for one in told if one.lang == lang and one.digest in known), about)
        return wanted


def prepare_index(path: Path, *, clean: bool = False) -> Prepared:
    """Look what can be taken from the index at `path`; with `clean` that is nothing."""
    found = None if clean else find_sound(path)
    if found is None:
        return Prepared(path, None, {})
    folder, manifest = found
    if manifest.made_with != made_with():
        return Prepared(path, manifest, {})
    # Whoever prepares has time, as what has changed is not known yet: what builds is read now.
    with suppress(EngineUnknown, LanguageUnknown):
        get_engine(manifest.engine)
        for lang in manifest.languages:
            get_analyzer(lang)
    try:
        return Prepared(path, manifest, {lang: Kept.open(folder / lang) for lang in manifest.languages})
    except OSError:
        return Prepared(path, None, {})  # somebody has built meanwhile, and it is gone


@cache
def made_with() -> str:
    """Hash what reads articles and counts: this code, and what it is run by."""
    made = hashlib.sha256(f"{sys.version} {np.__version__} {version('snowballstemmer')}".encode())
    for source in sorted(Path(__file__).parent.rglob("*.py")):
        made.update(source.read_bytes())
    return made.hexdigest()
