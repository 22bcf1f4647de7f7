"""All articles together: what each language has, what fits together, and what is published."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal.articles.article import Article, read_article, text_digest
from portal.articles.data import DATA_FOLDER, ShopData
from portal.articles.errors import ArticleError, ContentError, listed, nearest
from portal.articles.rules.context import Context
from portal.articles.rules.registry import find_mistakes
from portal.articles.sources import read_text
from portal.articles.strays import find_strays
from portal.language import Words

NOTHING_KNOWN: Mapping[str, Article] = {}


@dataclass(frozen=True, slots=True)
class Edition:
    """An article as one language shows it: its translation, or the original in its stead."""

    lang: str
    article: Article
    original: Article

    @property
    def is_fallback(self) -> bool:
        """Tell whether the original stands in for a translation."""
        return self.article.lang != self.lang

    @property
    def is_stale(self) -> bool:
        """Tell whether the original has changed since this translation was made from it."""
        source = self.article.meta.source
        return source is not None and source != self.original.version

    @property
    def url(self) -> str:
        """The address within the site, without a leading slash."""
        return f"{self.lang}/{self.article.path.removesuffix('.md')}/"


@dataclass(frozen=True, slots=True)
class Library:
    """Every article of every language, checked."""

    data: ShopData
    articles: Mapping[str, Mapping[str, Article]]
    """Language, then path within it."""

    @property
    def default(self) -> str:
        """The language of the originals."""
        return self.data.words.default

    @property
    def originals(self) -> Mapping[str, Article]:
        """The articles that translations are made from, by path."""
        return self.articles[self.default]

    def editions(self, lang: str, *, today: date) -> dict[str, Edition]:
        """Return what a language shows on a day, by path.

        An article is on when its original is; a translation that is not on is as good as missing.
        """
        shown = {}
        for path, original in sorted(self.originals.items()):
            if not original.is_published(today):
                continue
            translation = self.articles[lang].get(path)
            is_on = translation is not None and translation.is_published(today)
            article = translation if is_on and translation is not None else original
            shown[path] = Edition(lang, article, original)
        return shown

    @classmethod
    def load(
        cls,
        content: Path,
        words: Words,
        *,
        shown_as: str = "content",
        known: Mapping[str, Article] = NOTHING_KNOWN,
    ) -> "Library":
        """Read all articles and data files; raise ContentError with every mistake.

        `known` are articles that were read before, by file; what has not changed is not read again.
        """
        reading = read_content(content, words, shown_as=shown_as, known=known)
        if reading.data is None:
            raise ContentError(reading.errors)
        library = cls(reading.data, reading.articles)
        errors = [*reading.errors, *find_mistakes(library.context(reading))]
        if errors:
            raise ContentError(errors)
        return library

    def context(self, reading: "Reading") -> Context:
        """Return what rules look at."""
        return Context(self.articles, self.data, files=reading.files, unread=reading.unread)


@dataclass(frozen=True, slots=True)
class Reading:
    """All that could be read of a content, and what was wrong with the rest."""

    articles: Mapping[str, Mapping[str, Article]]
    data: ShopData | None
    """None when a data file has a mistake."""
    files: frozenset[str]
    """What stands beside the articles: pictures and the like."""
    unread: Mapping[str, str]
    """Paths of originals that could not be read, with the ids they probably have."""
    errors: tuple[ArticleError, ...]


def read_content(
    content: Path,
    words: Words,
    *,
    shown_as: str = "content",
    known: Mapping[str, Article] = NOTHING_KNOWN,
) -> Reading:
    """Read all articles and data files and keep every mistake; `known` as in `Library.load`."""
    errors = list(find_strays(content, DATA_FOLDER, shown_as=shown_as))
    articles = _read_all(content, words.languages, shown_as, errors, known)
    data = None
    try:
        data = ShopData.load(content / DATA_FOLDER, words, shown_as=f"{shown_as}/{DATA_FOLDER}")
    except ContentError as error:
        errors += error.errors
    return Reading(
        articles=articles,
        data=data,
        files=frozenset(_other_files(content)),
        unread=_unread(content, words, articles),
        errors=tuple(errors),
    )


def _unread(content: Path, words: Words, articles: Mapping[str, Mapping[str, Article]]) -> dict[str, str]:
    """Return the paths of originals that are there and could not be read, with their probable ids."""
    folder = content / words.default
    unread = {}
    for file in folder.rglob("*.md"):
        path = file.relative_to(folder).as_posix()
        if not file.name.startswith(".") and path not in articles[words.default]:
            unread[path] = file.stem  # the id of nearly every article is the name of its file
    return unread


def _read_all(
    content: Path,
    languages: tuple[str, ...],
    shown_as: str,
    errors: list[ArticleError],
    known: Mapping[str, Article],
) -> dict[str, dict[str, Article]]:
    articles: dict[str, dict[str, Article]] = {lang: {} for lang in languages}
    for file in sorted(content.rglob("*.md")):
        if file.name.startswith("."):
            continue  # what an editor keeps for itself; MkDocs leaves it out, too
        name = f"{shown_as}/{file.relative_to(content).as_posix()}"
        lang, _, path = file.relative_to(content).as_posix().partition("/")
        if lang == DATA_FOLDER:
            continue
        if lang not in articles:
            errors.append(_unknown_language(name, lang, languages))
            continue
        try:
            text = read_text(file, name)
            before = known.get(name)
            if before is None or before.digest != text_digest(text):
                before = read_article(path, text, lang=lang, file=name)
            articles[lang][path] = before
        except ArticleError as error:
            errors.append(error)
        except ContentError as error:
            errors += error.errors
    return articles


def _unknown_language(file: str, lang: str, languages: Iterable[str]) -> ArticleError:
    if lang.endswith(".md"):
        message = "An article stands in the folder of a language and a category."
        return ArticleError(file, 1, message, "Move it, for example to content/en/orders/.")
    hint = nearest(lang, languages, otherwise=listed(languages))
    return ArticleError(
        file, 1, f"There is no language `{lang}`: it has no file in themes/helpcenter/words.", hint
    )


def _other_files(content: Path) -> Iterator[str]:
    for file in content.rglob("*"):
        if file.is_file() and file.suffix != ".md":
            yield file.relative_to(content).as_posix()
