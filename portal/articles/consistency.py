"""Rules between articles: ids, translations, links and the data files that name them."""

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from portal.articles.article import Article
from portal.articles.data import ShopData
from portal.articles.errors import ArticleError, ContentError, listed, nearest
from portal.articles.front_matter import ID_PATTERN, Kind
from portal.articles.links import Link, strip_comments
from portal.articles.redirects import REDIRECTS_FILE, SHORT_LINKS_FOLDER, find_wrong_redirects
from portal.articles.values import substitute

PAGES_FOLDER = "legal"
MADE_PAGES = frozenset({"index.md", "search.md", "feedback.md"})
"""Pages that the site makes in each language and that texts may link to."""

Articles = Mapping[str, Mapping[str, Article]]


def find_inconsistencies(
    articles: Articles, data: ShopData, files: frozenset[str], *, unread: Mapping[str, str]
) -> list[ArticleError]:
    """Return everything that is wrong between articles that are right each by itself.

    `unread` has the paths of originals that could not be read, with the ids they probably have: that others
    name them is no mistake.
    """
    originals = articles[data.words.default]
    targets = {*link_targets(originals, data), *unread}
    ids = {article.id: article for article in originals.values()}
    known = {*ids, *unread.values()}
    found: list[ArticleError] = []
    for lang, by_path in articles.items():
        found += _duplicate_ids(by_path.values())
        for article in by_path.values():
            found += _place(article, data)
            found += _names(article, known, data)
            found += _links(article, originals, targets, files)
            found += _values(article, data)
            if lang != data.words.default and article.path not in unread:
                found += _translation(article, originals, ids)
    return [*found, *_home(known, data), *_notices(targets, data), *_redirects(originals, data)]


def link_targets(originals: Mapping[str, Article], data: ShopData) -> set[str]:
    """Return every page a text may link to, as its file within the language."""
    indexes = {f"{category}/index.md" for category in data.categories}
    return {*originals, *indexes, *MADE_PAGES}


def _duplicate_ids(articles: Iterable[Article]) -> Iterator[ArticleError]:
    seen: dict[str, Article] = {}
    for article in articles:
        if article.id in seen:
            first = seen[article.id]
            yield ArticleError(
                article.file,
                article.line("id"),
                f"The id `{article.id}` belongs to {first.file}:{first.line('id')} already.",
                "Give one of the two another id; keep the older one, figures hang on it.",
            )
        seen.setdefault(article.id, article)


def _place(article: Article, data: ShopData) -> Iterator[ArticleError]:
    folders = {*data.categories, PAGES_FOLDER}
    if article.path.count("/") != 1:
        hint = "Put it into content/<language>/<category>/."
        yield ArticleError(article.file, 1, "An article stands in the folder of a category.", hint)
    elif article.folder not in folders:
        hint = nearest(article.folder, folders, otherwise=listed(folders))
        yield ArticleError(article.file, 1, f"There is no category `{article.folder}`.", hint)
    elif posixpath.basename(article.path) in {"index.md", "README.md"}:
        hint = "Give the file the name of its article."
        yield ArticleError(article.file, 1, "The site makes this page itself.", hint)
    elif not re.fullmatch(ID_PATTERN, posixpath.basename(article.path).removesuffix(".md")):
        hint = "Use small Latin letters, digits and hyphens; the name is part of the address."
        yield ArticleError(article.file, 1, "The file has no proper name.", hint)
    is_page = article.kind is Kind.PAGE
    if is_page != (article.folder == PAGES_FOLDER):
        message = f"A `{article.kind}` does not belong into the folder `{article.folder}`."
        hint = f"The kind `page` and the folder `{PAGES_FOLDER}` belong together."
        yield ArticleError(article.file, article.line("kind"), message, hint)


def _names(article: Article, ids: Collection[str], data: ShopData) -> Iterator[ArticleError]:
    topic = article.meta.topic
    if topic not in data.topics:
        hint = nearest(topic, data.topics, otherwise="Topics stand in content/_data/topics.yml.")
        yield ArticleError(article.file, article.line("topic"), f"There is no topic `{topic}`.", hint)
    for related in article.meta.related:
        if related not in ids:
            hint = nearest(related, ids, otherwise="`related` takes ids of articles.")
            line = article.line("related")
            yield ArticleError(article.file, line, f"There is no article `{related}`.", hint)


def _translation(
    article: Article, originals: Mapping[str, Article], ids: Mapping[str, Article]
) -> Iterator[ArticleError]:
    original = originals.get(article.path)
    if original is None:
        named = ids.get(article.id)
        hint = (
            f"The original is {named.file}; give the translation the same name."
            if named
            else "Write the original first; every language has the same files."
        )
        yield ArticleError(article.file, 1, "This translation has no original.", hint)
        return
    for key in ("id", "kind", "topic"):
        own, theirs = getattr(article.meta, key), getattr(original.meta, key)
        if own != theirs:
            yield ArticleError(
                article.file,
                article.line(key),
                f"`{key}` is `{own}`, but `{theirs}` in the original.",
                f"Write `{key}: {theirs}` (see {original.file}:{original.line(key)}).",
            )


def _values(article: Article, data: ShopData) -> Iterator[ArticleError]:
    meta = article.meta
    texts = [("title", meta.title), ("summary", meta.summary)]
    texts += [("questions", text) for text in meta.questions]
    located = [(text, article.line(key)) for key, text in texts]
    for text, line in [*located, (strip_comments(article.body), article.body_line)]:
        try:
            substitute(text, data, article.lang, article.file, first_line=line)
        except ContentError as error:
            yield from error.errors


def _links(
    article: Article, originals: Mapping[str, Article], targets: set[str], files: frozenset[str]
) -> Iterator[ArticleError]:
    for link in article.links:
        if not link.path:
            continue
        if link.path not in targets and f"{article.lang}/{link.path}" not in files:
            yield _dead(article, link, targets)
        elif link.path in originals and originals[link.path].meta.draft:
            message = f"`{link.target}` is a draft and will not be published."
            yield ArticleError(article.file, link.line, message, "Take the link out until it is.")


def _dead(article: Article, link: Link, targets: set[str]) -> ArticleError:
    here = posixpath.dirname(article.path)
    if link.path.startswith("../"):
        hint = "A link stays within its language; the site links the translations itself."
    else:
        same_name = [path for path in sorted(targets) if path.endswith(f"/{posixpath.basename(link.path)}")]
        paths = {posixpath.relpath(path, here) for path in targets}
        hint = (
            f"Did you mean `{posixpath.relpath(same_name[0], here)}`?"
            if same_name
            else nearest(link.target, paths, otherwise="Write the path to the file.")
        )
    return ArticleError(article.file, link.line, f"The link `{link.target}` leads nowhere.", hint)


def _home(ids: Collection[str], data: ShopData) -> Iterator[ArticleError]:
    for number, need in enumerate(data.home.needs):
        if need.article not in ids:
            yield _unknown_article(data, "home.yml", ("needs", number, "article"), need.article, ids)
    for number, name in enumerate(data.home.popular):
        if name not in ids:
            yield _unknown_article(data, "home.yml", ("popular", number), name, ids)


def _notices(targets: Collection[str], data: ShopData) -> Iterator[ArticleError]:
    for number, notice in enumerate(data.notices):
        for lang in data.languages:
            for target in notice.links(lang):
                path = target.partition("#")[0]
                if "://" not in target and path not in targets:
                    message = f"The link `{target}` leads nowhere."
                    hint = nearest(path, targets, otherwise="Write category/article.md.")
                    yield data.error("notices.yml", (number, "text", lang), message, hint)


def _redirects(originals: Mapping[str, Article], data: ShopData) -> Iterator[ArticleError]:
    if SHORT_LINKS_FOLDER in data.categories:
        message = f"A category cannot be called `{SHORT_LINKS_FOLDER}`: short links stand there."
        line = list(data.categories).index(SHORT_LINKS_FOLDER)
        yield data.error("categories.yml", (line, "id"), message)
    if data.redirects:
        located, file = data.located[REDIRECTS_FILE], f"{data.folder}/{REDIRECTS_FILE}"
        yield from find_wrong_redirects(data.redirects, originals.values(), located=located, file=file)


def _unknown_article(
    data: ShopData, name: str, at: tuple[str | int, ...], id_: str, ids: Collection[str]
) -> ArticleError:
    hint = nearest(id_, ids, otherwise="Ids stand in the front matter of the articles.")
    return data.error(name, at, f"There is no article `{id_}`.", hint)
