"""Read many articles with all processors; what is wrong is left to whoever reads them one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from portal.articles import DATA_FOLDER, Article, ArticleError, ContentError, Library, read_article
from portal.articles.alike import is_alike
from portal.articles.reading import Reading
from portal.articles.sources import read_text
from portal.language import Words
from portal.site.crew import shared
from portal.site.fingerprint import hash_code, hash_parts
from portal.site.kept import DATA_FILE
from portal.site.kept_data import recall_data, remember_data
from portal.site.memory import NOTHING, Memory, find_same, hash_read, recall, remember
from portal.site.stamps import Stamps


@dataclass(frozen=True, slots=True)
class Loaded:
    """All articles and data files as they were read."""

    library: Library
    beside: str
    """The hash of the files that stand beside the articles: pictures and the like."""
    keep: Callable[[], None]
    """Leaves the articles for the next build, once there is time."""


def load_library(
    content: Path, words: Words, *, market: str, kept_in: Path | None, stamps: Stamps, held_to: str
) -> Loaded:
    """Read all articles and data files; articles that have not changed are taken from the last build.

    `held_to` is the hash of all that the rules of pages compare a text with. Raise ContentError with every
    mistake.
    """
    code = f"{hash_code(stamps)}{market}"
    known = recall(kept_in, code=code) if kept_in else NOTHING
    same = find_same(known, content, stamps)
    articles, just_read = known.articles, frozenset[str]()
    if not articles:
        written = [one for lang in words.languages for one in (content / lang).rglob("*.md")]
        articles = read_all(content, written)
        just_read = frozenset(articles)
    data_file = kept_in and kept_in.with_name(DATA_FILE)
    data = recall_data(data_file, words, made_from=held_to) if data_file else None
    settled = _Settled(known, held_to, content, stamps)
    library = Library.load(
        content,
        words,
        shown_as=content.name,
        known=articles,
        same=same | just_read,
        passed=same if known.held_to == held_to else frozenset(),
        data=data,
        is_settled=settled,
        market=market,
    )

    def keep() -> None:
        if kept_in is not None:
            read = [article for by_path in library.articles.values() for article in by_path.values()]
            hashes = hash_read(read, content, stamps, same)
            remember(kept_in, read, code=code, hashes=hashes, held_to=held_to, beside=settled.beside)
        if data_file and not data:
            remember_data(data_file, library.data, content / DATA_FOLDER, stamps, made_from=held_to)

    return Loaded(library, settled.beside, keep)


class _Settled:
    """Tells whether nothing has changed since the last build that rules between texts look at."""

    def __init__(self, known: Memory, held_to: str, content: Path, stamps: Stamps) -> None:
        self._known, self._content, self._stamps = known, content, stamps
        self._is_held_alike = known.held_to == held_to
        self.beside = ""
        """The hash of all files beside the articles, once they were read."""

    def __call__(self, reading: Reading) -> bool:
        files = sorted(reading.files)
        self.beside = hash_parts(
            *files, *(self._stamps.find(f"{self._content}/{one}") or "" for one in files)
        )
        known = self._known.articles
        now = [article for by_path in reading.articles.values() for article in by_path.values()]
        return (
            self._is_held_alike
            and not reading.errors
            and self.beside == self._known.beside
            and len(now) == len(known)
            and all(_is_known(article, known.get(article.file)) for article in now)
        )


def _is_known(article: Article, before: Article | None) -> bool:
    return article is before or (before is not None and is_alike(before, article))


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
