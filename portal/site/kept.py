"""The files that a build leaves for the next one, in the folder of the builds."""

from pathlib import Path
from typing import Final

STATE_FILE: Final = "site.json"
"""The site's pages and files, and what they were made from (state.py)."""
MEMORY_FILE: Final = "read.json"
"""The articles as they were read (memory.py)."""
STAMPS_FILE: Final = "stamps.json"
"""The hashes of all sources (stamps.py)."""
PACK_FILE: Final = "bodies.pack"
"""The rendered texts (pack.py)."""
TWINS_FILE: Final = "twins.pack"
"""The packed twins of files that are no pages."""


def forget_all(near: Path) -> None:
    """Forget everything of earlier builds."""
    packs = [near / PACK_FILE, near / TWINS_FILE]
    places = [pack.with_suffix(".json") for pack in packs]
    for file in (near / STATE_FILE, near / MEMORY_FILE, near / STAMPS_FILE, *packs, *places):
        file.unlink(missing_ok=True)
