"""Plan the move of an article: which files go where, which links follow, which redirect is written.

The id stays, so votes, figures, short links and redirects stay, too.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from portal.articles.article import Article, read_article
from portal.articles.data import ShopData
from portal.articles.errors import ArticleError, listed, nearest
from portal.articles.front_matter import ID_PATTERN, Kind
from portal.articles.links import change_targets, resolve
from portal.articles.redirects import REDIRECTS_FILE
from portal.articles.rules.context import PAGES_FOLDER
from portal.articles.translations import stamp

_REDIRECTS_HEAD = """# Addresses that pages had once, in every language: from is category/article, to an id.
# They are linked from letters and other sites, so a line stays for good.

"""
Texts = Mapping[str, str]
"""Files of the content by their path within it, with their text."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a move does to the content; paths are those within it."""

    article_id: str
    renames: tuple[tuple[str, str], ...]
    edits: Mapping[str, str]
    """The new text of every file that changes, under its name after the move."""
    redirect: str
    """The line that is written; empty for a draft, which never had an address."""


class CannotMove(ArticleError):
    """The article cannot go there; the message says why."""


def plan_move(
    articles: Mapping[str, Mapping[str, Article]],
    data: ShopData,
    texts: Texts,
    *,
    old: str,
    new: str,
    site_url: str,
) -> Move:
    """Return what moving the article at `old` to `new` (both category/name.md) does; raise CannotMove."""
    original = articles[data.words.default].get(old)
    if original is None:
        hint = nearest(old, articles[data.words.default], otherwise="Name it as category/name.")
        raise CannotMove(f"content/{data.words.default}/{old}", 1, "There is no such article.", hint)
    _refuse(original, new, articles, data)
    moved = [lang for lang in data.languages if old in articles[lang]]
    renames = tuple((f"{lang}/{old}", f"{lang}/{new}") for lang in moved)
    edits = dict(_mended(articles, texts, old, new, site_url))
    edits |= _restamped(articles, data, texts, edits, dict(renames))
    redirect = "" if original.meta.draft else _line(old, original.id)
    edits |= _data_files(texts, old, new, redirect)
    return Move(original.id, renames, edits, redirect)


def _refuse(
    original: Article, new: str, articles: Mapping[str, Mapping[str, Article]], data: ShopData
) -> None:
    folder, _, name = new.removesuffix(".md").partition("/")
    here = original.file
    folders = {PAGES_FOLDER} if original.kind is Kind.PAGE else set(data.categories)
    if folder not in folders:
        hint = nearest(folder, folders, otherwise=listed(folders))
        raise CannotMove(here, 1, f"A `{original.kind}` cannot go into the folder `{folder}`.", hint)
    if not re.fullmatch(ID_PATTERN, name) or name == "index":
        raise CannotMove(here, 1, f"`{name}` is no proper name.", "Use small Latin letters, digits, hyphens.")
    for by_path in articles.values():
        if new in by_path:
            raise CannotMove(here, 1, f"{by_path[new].file} is there already.", "Choose another name.")


def _mended(
    articles: Mapping[str, Mapping[str, Article]], texts: Texts, old: str, new: str, site_url: str
) -> Iterator[tuple[str, str]]:
    """Return the texts whose links change, under their names after the move."""
    for lang, by_path in articles.items():
        for path in by_path:
            text = texts[f"{lang}/{path}"]
            there = new if path == old else path
            change = partial(_target, lang=lang, path=path, there=there, old=old, new=new, site_url=site_url)
            mended = change_targets(text, change)
            if mended != text:
                yield f"{lang}/{there}", mended


def _target(target: str, *, lang: str, path: str, there: str, old: str, new: str, site_url: str) -> str:
    """Return what a link's target becomes when `old` moves to `new` and its own file to `there`."""
    before, after = (f"{lang}/{place.removesuffix('.md')}/" for place in (old, new))
    for root in ("/", site_url):
        if target.partition("#")[0].rstrip("/") == f"{root}{before}".rstrip("/"):
            return target.replace(before.rstrip("/"), after.rstrip("/"), 1)
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path or target.startswith(("{", "/", "<")):
        return target
    meant = resolve(parts.path, path)
    if meant != old and path == there:
        return target
    here = posixpath.dirname(there)
    place = posixpath.relpath(new if meant == old else meant, here)
    return f"{place}#{parts.fragment}" if parts.fragment else place


def _restamped(
    articles: Mapping[str, Mapping[str, Article]],
    data: ShopData,
    texts: Texts,
    edits: Mapping[str, str],
    renames: Mapping[str, str],
) -> dict[str, str]:
    """Return translations that were current before a link in their original changed, and stay so."""
    default, found = data.words.default, {}
    for path, original in articles[default].items():
        name = renames.get(f"{default}/{path}", f"{default}/{path}")
        if name not in edits:
            continue
        changed = read_article(path, edits[name], lang=default, file=original.file)
        for lang in data.languages[1:]:
            translation = articles[lang].get(path)
            if translation is not None and translation.meta.source == original.version:
                own = renames.get(f"{lang}/{path}", f"{lang}/{path}")
                found[own] = stamp(edits.get(own, texts[f"{lang}/{path}"]), changed)
    return found


def _line(old: str, article_id: str) -> str:
    return f"- {{from: {old.removesuffix('.md')}, to: {article_id}}}\n"


def _data_files(texts: Texts, old: str, new: str, redirect: str) -> dict[str, str]:
    """Return the data files that change: links of notices, and the redirects."""
    found = {}
    link = re.compile(rf"(?<=\]\(){re.escape(old)}(?=[)#])")
    for name, text in texts.items():
        if name.startswith("_data/") and link.search(text):
            found[name] = link.sub(new, text)
    name = f"_data/{REDIRECTS_FILE}"
    before = texts.get(name, "")
    # A page that comes back to an old address of its own needs no redirect there.
    kept = re.sub(
        rf"^- *\{{ *from: *{re.escape(new.removesuffix('.md'))} *,.*\n", "", before, flags=re.MULTILINE
    )
    kept = kept.replace("[]\n", "", 1) if kept.strip().endswith("[]") else kept
    after = f"{kept.rstrip()}\n{redirect}" if kept.strip() else f"{_REDIRECTS_HEAD}{redirect}"
    if redirect and after != before:
        found[name] = after
    return found
