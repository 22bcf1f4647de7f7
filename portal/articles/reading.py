"""Read a whole content: every article that can be read, the data files, and what was wrong with the rest."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.articles.article import Article, read_article, text_digest
from portal.articles.blocks import HOME, SNIPPETS_FOLDER, Snippet
from portal.articles.data import DATA_FOLDER, ShopData
from portal.articles.errors import ArticleError, ContentError, listed, nearest
from portal.articles.forbidden import find_forbidden
from portal.articles.markets import require_market
from portal.articles.sources import read_text
from portal.articles.strays import find_strays
from portal.articles.walking import Found, walk
from portal.language import Words

NOTHING_KNOWN: Mapping[str, Article] = {}


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
    snippets: Mapping[str, Mapping[str, Snippet]]
    """The pieces that articles share, by language and name."""


def read_content(
    content: Path,
    words: Words,
    *,
    shown_as: str = "content",
    known: Mapping[str, Article] = NOTHING_KNOWN,
    same: Collection[str] = (),
    data: ShopData | None = None,
    market: str = HOME,
) -> Reading:
    """Read all articles and data files and keep every mistake.

    `known` are articles that were read before, by file; what has not changed is not read again.
    `same` are those of them whose files are surely the same: not even their hashes are compared. `data` are
    the shop's data if they were read before.
    """
    found = walk(content)
    try:
        require_market(content / DATA_FOLDER, words, market, shown_as=f"{shown_as}/{DATA_FOLDER}")
    except ArticleError as error:
        # Everything else would be said of a shop that nobody has written.
        return Reading({}, None, frozenset(), {}, (error,), {})
    errors = list(find_strays(found, DATA_FOLDER, shown_as=shown_as))
    articles: dict[str, dict[str, Article]] = {lang: {} for lang in words.languages}
    for one in _articles_among(found):
        lang, _, path = one.path.partition("/")
        file = f"{shown_as}/{one.path}"
        if lang in words.others:
            continue  # a language that this help centre leaves out
        if lang not in articles:
            errors.append(_unknown_language(file, lang, words.languages))
            continue
        try:
            is_same = file in same
            article = known[file] if is_same else _read(content / one.path, path, lang, file, known)
            articles[lang][path] = article.in_market(market)
        except ArticleError as error:
            errors.append(error)
        except ContentError as error:
            errors += error.errors
    snippets = _read_snippets(content, found, words, shown_as, errors)
    try:
        folder = f"{shown_as}/{DATA_FOLDER}"
        data = data or ShopData.load(content / DATA_FOLDER, words, shown_as=folder, market=market)
    except ContentError as error:
        errors += error.errors
    return Reading(
        articles=articles,
        data=data,
        files=frozenset(one.path for one in found if not one.path.endswith(".md") and one.suffix != ".md"),
        unread=_unread(found, words.default, articles[words.default]),
        errors=tuple(errors),
        snippets=snippets,
    )


def _articles_among(found: Iterable[Found]) -> Iterator[Found]:
    for one in found:
        folder = one.path.partition("/")[0]
        if one.path.endswith(".md") and not one.is_link and folder not in {DATA_FOLDER, SNIPPETS_FOLDER}:
            yield one


def _read_snippets(
    content: Path,
    found: Iterable[Found],
    words: Words,
    shown_as: str,
    errors: list[ArticleError],
) -> dict[str, dict[str, Snippet]]:
    snippets: dict[str, dict[str, Snippet]] = {lang: {} for lang in words.languages}
    for one in found:
        folder, _, place = one.path.partition("/")
        lang, _, name = place.partition("/")
        if folder != SNIPPETS_FOLDER or one.is_link or one.suffix != ".md" or lang in words.others:
            continue
        file = f"{shown_as}/{one.path}"
        if lang not in snippets or "/" in name:
            hint = f"Put it into {shown_as}/{SNIPPETS_FOLDER}/<language>/. {listed(snippets)}"
            errors.append(ArticleError(file, 1, "A snippet stands in the folder of a language.", hint))
            continue
        try:
            body = read_text(content / one.path, file)
            errors += find_forbidden(body, file)
            name = name.removesuffix(".md")
            snippets[lang][name] = Snippet(lang, name, file, body)
        except ArticleError as error:
            errors.append(error)
    return snippets


def _read(place: Path, path: str, lang: str, file: str, known: Mapping[str, Article]) -> Article:
    text = read_text(place, file)
    before = known.get(file)
    if before is not None and before.digest == text_digest(text):
        return before
    return read_article(path, text, lang=lang, file=file)


def _unread(found: Iterable[Found], default: str, originals: Mapping[str, Article]) -> dict[str, str]:
    """Return the paths of originals that are there and could not be read, with their probable ids."""
    unread = {}
    for one in found:
        lang, _, path = one.path.partition("/")
        if lang == default and path.endswith(".md") and path not in originals:
            unread[path] = one.name.removesuffix(".md")  # nearly every article has its file's name for id
    return unread


def _unknown_language(file: str, lang: str, languages: Iterable[str]) -> ArticleError:
    if lang.endswith(".md"):
        message = "An article stands in the folder of a language and a category."
        hint = "Move it, for example to content/en/orders/."
        return ArticleError(file, 1, message, hint, rule="places")
    hint = nearest(lang, languages, otherwise=listed(languages))
    message = f"There is no language `{lang}`: it has no file in themes/helpcenter/words."
    return ArticleError(file, 1, message, hint, rule="places")
