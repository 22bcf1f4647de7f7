"""Read many articles with all processors; what is wrong is left to whoever reads them one by one."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from portal.articles import Article, ArticleError, ContentError, read_article
from portal.articles.sources import read_text
from portal.site.crew import shared


def read_all(content: Path, files: Sequence[Path]) -> dict[str, Article]:
    """Return the articles among these files that can be read, by file as errors name it."""
    with shared(partial(_read, content), files) as articles:
        return {article.file: article for article in articles if article is not None}


def _read(content: Path, file: Path) -> Article | None:
    place = file.relative_to(content).as_posix()
    lang, _, path = place.partition("/")
    name = f"{content.name}/{place}"
    try:
        return read_article(path, read_text(file, name), lang=lang, file=name)
    except (ArticleError, ContentError):
        return None
