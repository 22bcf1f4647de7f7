"""The shop's data as a build has read and checked them; most edits leave them as they are."""

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Final

from portal.articles import ShopData
from portal.language import Words
from portal.site.kept import read_kept, write_kept
from portal.site.stamps import Stamps

# Words are kept by themselves, and there are ten times as many.
_NO_WORDS: Final = Words({}, "")


def recall_data(file: Path, words: Words, *, made_from: str) -> ShopData | None:
    """Return the data if they were made from the same, or None."""
    kept = read_kept(file)
    if not isinstance(kept, tuple) or kept[0] != made_from:
        return None
    data: ShopData = pickle.loads(kept[1])  # noqa: S301  our own file
    return replace(data, words=words)


def remember_data(file: Path, data: ShopData, folder: Path, stamps: Stamps, *, made_from: str) -> None:
    """Leave the data for the next build, if no file of them has changed since its hash was taken."""
    if all(stamps.is_still(str(one)) for one in folder.glob("*.yml")):
        write_kept(file, (made_from, pickle.dumps(replace(data, words=_NO_WORDS))))
