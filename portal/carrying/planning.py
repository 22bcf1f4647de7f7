"""Decide what an export becomes: files, pictures, categories, redirects, and what stays behind."""

import base64
import binascii
import json
import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from portal.articles import ArticleError, ContentError, ShopData, read_article
from portal.articles.naming import make_name
from portal.carrying.export import PICTURES, Export, OldArticle, OldCategory, OldText, Trouble
from portal.carrying.markdown import plain, to_markdown

REVIEWED_AFTER: Final = timedelta(days=90)
_MOST_TITLE: Final = 300
_MOST_SUMMARY: Final = 200
_PATH = re.compile(r"^/[A-Za-z0-9._~/-]*[A-Za-z0-9_~-]$")
_DATA = re.compile(r"^data:image/(?P<kind>png|jpeg|gif|webp);base64,(?P<data>.*)$", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.!?…])\s")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the author decides for all articles of an import."""

    owner: str
    topic: str
    """Empty for the first topic of the category, or the first of all."""
    today: date


@dataclass(slots=True)
class Plan:
    """What will be written; paths are those within the content folder."""

    texts: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes | Path] = field(default_factory=dict)
    categories: list[str] = field(default_factory=list)
    redirects: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    """Where each article goes, category/name by its old id."""
    articles: int = 0


def plan_import(
    export: Export,
    data: ShopData,
    *,
    pictures: Mapping[str, Path],
    wishes: Wishes,
    known: Mapping[str, str] | None = None,
    taken: Collection[str] = (),
) -> Plan:
    """Return what an export becomes.

    `known` are the places of articles that came along before; no other article gets a name of `taken`.
    """
    return _Planner(export, data, pictures, wishes, known or {}, taken).plan()


class _Planner:
    """Goes through an export once and keeps what it decides."""

    def __init__(
        self,
        export: Export,
        data: ShopData,
        pictures: Mapping[str, Path],
        wishes: Wishes,
        known: Mapping[str, str],
        taken: Collection[str],
    ) -> None:
        self.export, self.data, self.pictures, self.wishes = export, data, pictures, wishes
        self.known = known
        self.default = data.words.default
        self.made = Plan(troubles=list(export.troubles))
        self.taken = {*taken, *(place.rpartition("/")[2] for place in known.values())}
        self.folders: dict[str, str] = {}
        self.places = self.made.places
        self.by_url: dict[str, str] = {}
        self.drafts: set[str] = set()
        self.old: set[str] = set()

    def plan(self) -> Plan:
        for category in self.export.categories:
            self.folders[category.id] = self.folder(category)
        carried = [article for article in self.export.articles if self.is_whole(article)]
        for article in carried:
            self.places[article.id] = self.place(article)
            if article.texts.get(self.default, OldText("", "", is_draft=True)).is_draft:
                self.drafts.add(article.id)
            for text in article.texts.values():
                if text.url:
                    self.by_url[_bare(text.url)] = article.id
        for article in carried:
            self.carry(article)
        return self.made

    def trouble(self, where: str, what: str) -> None:
        self.made.troubles.append(Trouble(where, what))

    def folder(self, category: OldCategory) -> str:
        """Return the folder of a category, an own one of that name or a new one."""
        titles = {lang: title for lang, title in category.titles.items() if title.strip()}
        title = titles.get(self.default) or next(iter(titles.values()), "")
        if not title:
            self.trouble(
                f"category {category.id or '?'}", "It has no name; its articles go to the first category."
            )
            return next(iter(self.data.categories))
        for known in self.data.categories.values():
            if title.casefold() in {known.id, *(one.casefold() for one in known.title.values())}:
                return known.id
        name = make_name(title) or f"category-{make_name(category.id)}"
        shown = {lang: titles.get(lang, title) for lang in self.data.languages}
        summary = plain(category.summary)[:_MOST_SUMMARY] or title
        row = {"id": name, "icon": "article", "title": shown, "summary": dict.fromkeys(shown, summary)}
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in row.items()]
        entry = "- " + "\n  ".join(lines) + "\n"
        if entry not in self.made.categories and name not in self.folders.values():
            self.made.categories.append(entry)
        return name

    def is_whole(self, article: OldArticle) -> bool:
        if not article.texts or not any(text.title.strip() for text in article.texts.values()):
            self.trouble(f"article {article.id}", "It has no title and was left out.")
            return False
        return True

    def place(self, article: OldArticle) -> str:
        """Return category/name of an article."""
        if article.id in self.known:
            return self.known[article.id]
        folder = self.folders.get(article.category, "")
        if not folder:
            folder = next(iter(self.data.categories))
            self.trouble(self.told(article), f"Its category is unknown; it goes to `{folder}`.")
        named = article.texts.get(self.default) or next(iter(article.texts.values()))
        name = self.free(make_name(named.title) or f"article-{make_name(article.id)}")
        self.taken.add(name)
        return f"{folder}/{name}"

    def free(self, name: str) -> str:
        """Return a name that no other article of this import has."""
        number, free = 1, name
        while free in self.taken:
            number += 1
            free = f"{name}-{number}"
        return free

    def told(self, article: OldArticle) -> str:
        named = article.texts.get(self.default) or next(iter(article.texts.values()))
        return f"article {article.id} ({named.title.strip()})"

    def carry(self, article: OldArticle) -> None:
        texts = {lang: text for lang, text in article.texts.items() if text.title.strip()}
        for lang in sorted(texts.keys() - set(self.data.languages)):
            self.trouble(self.told(article), f"There is no language `{lang}` here; that text was left out.")
            del texts[lang]
        if not texts:
            return
        if self.default not in texts:
            first = next(iter(texts.values()))
            self.trouble(
                self.told(article), f"It has no text in `{self.default}`: the original is a draft in another."
            )
            texts[self.default] = OldText(first.title, first.html, is_draft=True, updated=first.updated)
        for lang, text in texts.items():
            self.write(article, lang, text)
        self.made.articles += 1

    def write(self, article: OldArticle, lang: str, text: OldText) -> None:
        place = self.places[article.id]
        where = f"{self.told(article)}, {lang}"
        body = to_markdown(
            text.html,
            link=lambda href: self.link(href, article, where),
            picture=lambda source, _alt: self.picture(source, place, lang),
            say=lambda what: self.trouble(where, what),
        )
        if not plain(text.html):
            self.trouble(where, "It has no text.")
        whole = f"{self.head(article, text)}\n{body}"
        self.made.texts[f"{lang}/{place}.md"] = self.readable(whole, place, lang, where)
        path = unquote(_split(text.url).path).rstrip("/")
        if not text.url or text.is_draft or path in self.old:
            return
        self.old.add(path)
        if _PATH.match(path):
            row = {"from": path, "to": place.partition("/")[2], "lang": lang}
            self.made.redirects.append(f"- {json.dumps(row)}\n")
        else:
            self.trouble(where, f"Its address {text.url} cannot be a redirect; set it up in your web server.")

    def readable(self, whole: str, place: str, lang: str, where: str) -> str:
        """Return an article that can be read; what cannot is put where nobody sees it but the author."""
        try:
            read_article(f"{place}.md", whole, lang=lang, file=f"{lang}/{place}.md")
        except (ArticleError, ContentError) as error:
            self.trouble(where, f"It must be mended by hand: {str(error).splitlines()[0]}")
        return whole

    def head(self, article: OldArticle, text: OldText) -> str:
        folder, _, name = self.places[article.id].partition("/")
        title = " ".join(text.title.split()).rstrip(".")[:_MOST_TITLE] or name
        words = plain(text.summary) or plain(text.html)
        summary = _SENTENCE.split(words)[0][:_MOST_SUMMARY].strip() or title
        today = self.wishes.today
        checked = text.updated if _DAY.match(text.updated) and text.updated <= today.isoformat() else ""
        rows = {
            "id": name,
            "title": _quoted(title),
            "summary": _quoted(summary),
            "kind": "article",
            "topic": self.topic(folder),
            "keywords": json.dumps(list(dict.fromkeys(article.keywords)), ensure_ascii=False),
            "owner": _quoted(self.wishes.owner),
            "checked_on": checked or today.isoformat(),
            "review_by": text.review_by
            if _DAY.match(text.review_by) and text.review_by > today.isoformat()
            else (today + REVIEWED_AFTER).isoformat(),
        }
        if not article.keywords:
            del rows["keywords"]
        if text.is_draft:
            rows["draft"] = "true"
        return "\n".join(["---", *(f"{key}: {value}" for key, value in rows.items()), "---", ""])

    def topic(self, folder: str) -> str:
        if self.wishes.topic:
            return self.wishes.topic
        fitting = [topic.id for topic in self.data.topics.values() if topic.category == folder]
        return (fitting or list(self.data.topics))[0]

    def link(self, href: str, article: OldArticle, where: str) -> str | None:
        """Return where a link leads now: to the article that was carried, or where it led before.

        None for a link within the old help centre to what did not come along, or is a draft.
        """
        target, _, anchor = href.partition("#")
        known = self.by_url.get(_bare(target)) if target else None
        if known is None:
            is_inner = _split(href).hostname in self.export.inner_hosts
            if not is_inner and (_split(href).scheme or href.startswith(("#", "//"))):
                return href
            self.trouble(where, f"The link {href} led to a page that did not come along; its words stay.")
            return None
        if known in self.drafts and article.id not in self.drafts:
            self.trouble(where, f"The link {href} leads to a draft; its words stay.")
            return None
        path = posixpath.relpath(f"{self.places[known]}.md", posixpath.dirname(self.places[article.id]))
        return f"{path}#{anchor}" if anchor else path

    def picture(self, source: str, place: str, lang: str) -> str | None:
        """Return the name of a picture beside the article, or None if it did not come along."""
        found = _DATA.match(source)
        content: bytes | Path | None
        if found:
            try:
                content = base64.b64decode(found["data"], validate=True)
            except binascii.Error:
                return None
            suffix = f".{found['kind']}".replace("jpeg", "jpg")
        else:
            parts = unquote(_split(source).path).strip("/").split("/")
            ends = ("/".join(parts[start:]) for start in range(len(parts)))
            content = next((self.pictures[end] for end in ends if end in self.pictures), None)
            suffix = Path(parts[-1]).suffix.lower()
        if content is None or suffix not in PICTURES:
            return None
        folder, _, name = place.partition("/")
        for number in range(1, len(self.made.pictures) + 2):
            path = f"{lang}/{folder}/{name}-{number}{suffix}"
            if self.made.pictures.get(path, content) == content:
                self.made.pictures[path] = content
                return posixpath.basename(path)
        return None


def _bare(url: str) -> str:
    """Return the path of an address, by which links find the articles they mean."""
    path = unquote(_split(url).path).rstrip("/").lower()
    # Vendors put a title behind the number, and links often leave it out.
    numbered = re.match(r"^(?P<kept>.*/articles?/\d+|/card/[a-z0-9]+)", path)
    return numbered["kept"] if numbered else path


def _split(url: str) -> SplitResult:
    """Take an address apart; one that is none is all path."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", url, "", "")


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.replace("{{", "{ {").split()), ensure_ascii=False)
