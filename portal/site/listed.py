"""Write the list of published articles for the service; lines of articles that have not changed are kept."""

from pathlib import Path
from typing import Final

from portal.articles.listing import line_of, write_lines
from portal.site.compose import Composer
from portal.site.documents import list_article
from portal.site.kept import read_kept, write_kept

_Lines = dict[tuple[str, str], tuple[str, str]]
"""The hash of an article's file and its line, by id and language."""
_NOTHING: Final[_Lines] = {}


def write_listed(file: Path, composer: Composer, outline: str, *, kept_in: Path | None) -> None:
    """Write every article as each language shows it, stand-ins included: people read them, too.

    While the outline of the site is the same, a line depends on nothing but the article's own file.
    """
    before, known = (read_kept(kept_in) if kept_in else None) or ("", _NOTHING)
    if before != outline:
        known = _NOTHING
    lines: _Lines = {}
    for page in composer.plan.pages.values():
        if page.edition is None:
            continue
        article = page.edition.article
        place = article.id, page.lang
        digest, line = known.get(place, ("", ""))
        if digest != article.digest:
            line = line_of(list_article(page, page.edition, composer))
        lines[place] = article.digest, line
    write_lines(file, (lines[place][1] for place in sorted(lines)))
    if kept_in is not None:
        write_kept(kept_in, (outline, lines))
