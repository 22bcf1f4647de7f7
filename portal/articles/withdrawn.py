"""Articles that were taken off: content/_data/withdrawn.yml names them, and since when."""

from portal.articles.front_matter import Day, Identifier
from portal.articles.sources import Checked, check
from portal.located import Located

WITHDRAWN_FILE = "withdrawn.yml"


class Withdrawal(Checked):
    """One article that is off in every language until its line is taken out."""

    article: Identifier
    since: Day


def read_withdrawn(located: Located, file: str) -> tuple[Withdrawal, ...]:
    """Read the list; raise ContentError with the lines of all mistakes."""
    entries = located.value if isinstance(located.value, list) else []
    return tuple(check(Withdrawal, value, located, file, at=(n,)) for n, value in enumerate(entries))
