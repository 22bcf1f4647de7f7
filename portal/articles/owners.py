"""The teams that keep articles true."""

from pathlib import Path
from typing import Final

from portal.articles.sources import parse, read_text

OWNERS_FILE: Final = "owners.yml"


def read_owners(folder: Path, *, shown_as: str = "content/_data") -> frozenset[str] | None:
    """Return the names of the teams, None where nobody has said which there are; raise ArticleError."""
    path = folder / OWNERS_FILE
    if not path.exists():
        return None
    file = f"{shown_as}/{OWNERS_FILE}"
    teams = parse(read_text(path, file), file).value
    return frozenset(map(str, teams)) if isinstance(teams, dict) else None
