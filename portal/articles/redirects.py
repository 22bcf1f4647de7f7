"""Redirects: addresses that pages had once, and the articles that answer there now."""

from typing import Annotated

from pydantic import Field, StringConstraints

from portal.articles.front_matter import Identifier, Line
from portal.articles.sources import Checked, check
from portal.located import Located

REDIRECTS_FILE = "redirects.yml"
SHORT_LINKS_FOLDER = "to"
"""Below it each article has its short permanent link, so no category may be called so."""
_PLACE = r"^(?:[a-z0-9]+(?:[-/][a-z0-9]+)*|/[A-Za-z0-9._~/-]*[A-Za-z0-9_~-])$"


class Redirect(Checked):
    """One address that has moved; `to` is an article's id, perhaps with a heading's.

    `from` is category/name and holds in every language. One that begins with `/` is the whole address, as
    another help centre had it, and leads to the article in `lang`, or in the default language.
    """

    old: Annotated[str, StringConstraints(strict=True, pattern=_PLACE), Field(alias="from")]
    to: Line
    lang: Identifier | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether it is an address of its own, not one in every language."""
        return self.old.startswith("/")

    @property
    def article(self) -> str:
        """The id of the article."""
        return self.to.partition("#")[0]

    @property
    def anchor(self) -> str:
        """The heading, or empty for the whole article."""
        return self.to.partition("#")[2]


def read_redirects(located: Located, file: str) -> tuple[Redirect, ...]:
    """Read the list; raise ContentError with the line of what is wrong."""
    entries = located.value if isinstance(located.value, list) else []
    return tuple(check(Redirect, value, located, file, at=(number,)) for number, value in enumerate(entries))
