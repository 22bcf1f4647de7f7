"""Gather all that search is told besides the articles."""

from collections.abc import Iterable
from pathlib import Path

from portal.articles.errors import ArticleError, ContentError
from portal.knowledge.learned import read_learned
from portal.knowledge.synonyms import read_synonyms
from search import Knowledge


def load_knowledge(
    folder: Path, languages: Iterable[str], *, shown_as: str = "content/_data"
) -> dict[str, Knowledge]:
    """Read what is known of each language; raise ContentError with every mistake of every file."""
    known: dict[str, Knowledge] = {}
    errors: list[ArticleError] = []
    for lang in languages:
        try:
            known[lang] = Knowledge(
                synonyms=read_synonyms(folder, lang, shown_as=shown_as),
                lessons=read_learned(folder, lang, shown_as=shown_as).for_search(),
            )
        except ContentError as error:
            errors += error.errors
    if errors:
        raise ContentError(errors)
    return known
