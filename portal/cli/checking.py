"""Run the rules of `portal check` on the content as it stands, and remember what has not changed."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from pydantic import TypeAdapter

from portal.articles import DATA_FOLDER, Article, ArticleError, ContentError
from portal.articles.owners import read_owners
from portal.articles.reading import Reading, read_content
from portal.articles.redirects import REDIRECTS_FILE
from portal.articles.rules.context import Context, Released, UsedWord
from portal.articles.rules.page import page_of
from portal.articles.rules.registry import in_order, look_at_content, look_at_page
from portal.articles.rules.rule import Problem, Severity
from portal.articles.shop import Email, Phone
from portal.articles.sources import parse, read_text
from portal.articles.terms import TERMS_FILE, Terms, read_terms
from portal.domain import personal
from portal.history import last_tag, list_at, read_at
from portal.knowledge import load_knowledge
from portal.knowledge.expected import Expected, read_expected
from portal.language import Words, WordsError
from portal.located import LocatedError, read_located
from portal.settings import Settings
from portal.site.crew import shared
from portal.site.fingerprint import hash_code
from portal.site.kept import MEMORY_FILE
from portal.site.memory import recall, remember
from portal.site.reading import read_all

PUBLIC_FILE: Final = "public.yml"
_FOLDER: Final = "check"
_FOUND_FILE: Final = "found.json"
_USED = re.compile(r"\bt\(\s*['\"](?P<key>[\w.-]+)['\"]\s*[,)]")

Result = TypeVar("Result")
Row = tuple[int, str, str, str, str]
"""A problem of a page without its file: line, rule, severity, message, hint."""
_REMEMBERED: Final = TypeAdapter(dict[str, list[Row]])


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and the tested questions it read on the way."""

    problems: list[Problem]
    expected: tuple[Expected, ...] = ()
    articles: int = 0


def look(settings: Settings, *, since: str | None, today: date) -> Checked:
    """Run all rules; what cannot be read is said, and the rules go on with the rest.

    `since` is the tag of the release whose addresses must still answer; None looks for the last one.
    """
    try:
        words = Words.load(
            settings.theme_dir / "words", default=settings.default_language, only=settings.only_languages
        )
    except WordsError as error:
        problems = [ArticleError(one.file, one.line, one.message, one.hint) for one in error.problems]
        return Checked(in_order(Problem.of_error(one, rule="words") for one in problems))
    reading = _read(settings, words)
    found = [Problem.of_error(one, rule=_rule_of(one)) for one in reading.errors]
    gathered = _gather(settings, reading, words, found, since=since, today=today)
    if gathered is not None:
        found += _look_at_pages(settings, reading, gathered)
        found += look_at_content(gathered)
    asked = (one for lang in words.languages for one in _expected(settings, lang, found=[]))
    elsewhere = {article.id for article in _all(reading) if not article.is_for(settings.market)}
    return Checked(
        in_order(found),
        tuple(one for one in asked if one.article_id not in elsewhere),
        articles=sum(len(articles) for articles in reading.articles.values()),
    )


def _rule_of(error: ArticleError) -> str:
    return "data" if f"/{DATA_FOLDER}/" in error.file else "front-matter"


def _read(settings: Settings, words: Words) -> Reading:
    """Read the content; articles that have not changed since the last check are not read again."""
    kept = settings.var_dir / _FOLDER
    kept.mkdir(parents=True, exist_ok=True)
    content = settings.content_dir
    code = f"{hash_code()}{settings.market}"
    known = recall(kept / MEMORY_FILE, code=code).articles
    if not known:
        written = [one for lang in words.languages for one in (content / lang).rglob("*.md")]
        known = read_all(content, written)
    reading = read_content(content, words, known=known, market=settings.market)
    remember(kept / MEMORY_FILE, _all(reading), code=code)
    return reading


def _all(reading: Reading) -> Iterator[Article]:
    for articles in reading.articles.values():
        yield from articles.values()


def _gather(
    settings: Settings,
    reading: Reading,
    words: Words,
    found: list[Problem],
    *,
    since: str | None,
    today: date,
) -> Context | None:
    """Return all that rules look at, or None when the data files cannot be read; add mistakes to `found`."""
    if reading.data is None:
        return None
    questions = {}
    for lang in words.languages:
        expected = _expected(settings, lang, found)
        if expected:
            questions[lang] = expected
    folder = settings.content_dir / DATA_FOLDER
    _attempt(lambda: load_knowledge(folder, words.languages), found, rule="search-knowledge")
    return Context(
        articles=reading.articles,
        data=reading.data,
        files=reading.files,
        unread=reading.unread,
        snippets=reading.snippets,
        today=today,
        terms=_attempt(lambda: _terms(settings, words), found) or Terms(),
        owners=_attempt(
            lambda: read_owners(folder, shown_as=f"{settings.content_dir.name}/{DATA_FOLDER}"), found
        ),
        questions=questions,
        released=_released(settings, since, reading.articles[words.default]),
        used_words=tuple(_used_words(settings.theme_dir)),
        public=_public(settings, reading, found),
        find_personal=personal.find_personal,
    )


def _attempt(read: Callable[[], Result], found: list[Problem], *, rule: str = "data") -> Result | None:
    """Return what was read, or None and note what is wrong."""
    try:
        return read()
    except ArticleError as error:
        found.append(Problem.of_error(error, rule="data"))
    except ContentError as error:
        found += [Problem.of_error(one, rule=rule) for one in error.errors]
    return None


def _expected(settings: Settings, lang: str, found: list[Problem]) -> tuple[Expected, ...]:
    folder = settings.content_dir / DATA_FOLDER
    return _attempt(lambda: read_expected(folder, lang), found, rule="search-knowledge") or ()


def _read_data(settings: Settings, name: str) -> object:
    """Return what a data file says, or None if there is none; raise ArticleError."""
    path = settings.content_dir / DATA_FOLDER / name
    if not path.exists():
        return None
    file = f"{settings.content_dir.name}/{DATA_FOLDER}/{name}"
    return parse(read_text(path, file), file).value


def _terms(settings: Settings, words: Words) -> Terms:
    path = settings.content_dir / DATA_FOLDER / TERMS_FILE
    if not path.exists():
        return Terms()
    file = f"{settings.content_dir.name}/{DATA_FOLDER}/{TERMS_FILE}"
    return read_terms(read_text(path, file), file, languages=words.known)


def _public(settings: Settings, reading: Reading, found: list[Problem]) -> frozenset[str]:
    """Return what may stand in a text although it looks like somebody's, in small letters, unspaced."""
    listed = _attempt(lambda: _read_data(settings, PUBLIC_FILE), found)
    allowed = [str(one) for one in listed] if isinstance(listed, list) else []
    for value in reading.data.values.values() if reading.data else ():
        match value:
            case Email(email=address) | Phone(phone=address) | str(address):
                allowed.append(address)
            case _:
                pass
    return frozenset("".join(one.casefold().split()) for one in allowed)


def _used_words(theme: Path) -> Iterator[UsedWord]:
    """Return the words that templates ask for by name."""
    for file in sorted(theme.rglob("*.html")):
        text = file.read_text("utf-8")
        name = f"{theme.parent.name}/{theme.name}/{file.relative_to(theme).as_posix()}"
        for used in _USED.finditer(text):
            yield UsedWord(name, text.count("\n", 0, used.start()) + 1, used["key"])


def _released(settings: Settings, since: str | None, now: Mapping[str, Article]) -> Released | None:
    """Return the addresses that the last release had; None when nothing was released yet.

    What originals that are public now were then is not asked: they answer.
    """
    root = settings.root
    tag = since or last_tag(root)
    if tag is None:
        return None
    default = f"{settings.content_dir.name}/{settings.default_language}"
    addresses: dict[str, str] = {}
    for name in list_at(root, tag, default):
        place = name.removeprefix(f"{default}/").removesuffix(".md")
        article = now.get(f"{place}.md")
        answers = article is not None and not (article.is_draft or article.is_for_staff)
        if name.endswith(".md") and place.count("/") == 1:
            article_id = _id_at(root, tag, name, answers=answers)
            if article_id is not None:
                addresses[place] = article_id
    return Released(tag, {**addresses, **_redirects_at(settings, tag)})


def _id_at(root: Path, tag: str, name: str, *, answers: bool) -> str | None:
    """Return the id an article had, empty where nobody asks for it; None for what had no public place."""
    if answers:
        return ""
    text = read_at(root, tag, name) or ""
    if re.search(r"^(?:draft: *true|audience: *staff)\b", text, re.MULTILINE):
        return None
    found = re.search(r"^id: *(?P<id>[\w-]+)", text, re.MULTILINE)
    return found["id"] if found else ""


def _redirects_at(settings: Settings, tag: str) -> dict[str, str]:
    """Return the redirects a release had: old addresses answer for good."""
    text = read_at(settings.root, tag, f"{settings.content_dir.name}/{DATA_FOLDER}/{REDIRECTS_FILE}")
    try:
        entries = read_located(text or "").value
    except LocatedError:
        return {}
    named = entries if isinstance(entries, list) else []
    return {str(one["from"]): str(one.get("to", "")).partition("#")[0] for one in named if "from" in one}


def _look_at_pages(settings: Settings, reading: Reading, context: Context) -> Iterator[Problem]:
    """Return what is wrong with single texts; those that have not changed are not looked at again."""
    file = settings.var_dir / _FOLDER / _FOUND_FILE
    environment = _environment(settings)
    known = _recall_found(file)
    articles = list(_all(reading))
    keys = {one.file: f"{environment}{one.file}:{one.digest}" for one in articles}
    new = [one for one in articles if keys[one.file] not in known]
    kept = {key: known[key] for key in keys.values() if key in known}
    with shared(partial(_look_at, context), new) as results:
        for article, rows in zip(new, results, strict=True):
            kept[keys[article.file]] = rows
    if new or len(kept) != len(known):
        part = file.with_suffix(".part")
        part.write_bytes(_REMEMBERED.dump_json(kept))
        part.replace(file)
    for page in context.snippet_pages:
        yield from look_at_page(page, context)
    for article in articles:
        for line, rule, severity, message, hint in kept[keys[article.file]]:
            yield Problem(article.file, line, rule, Severity(severity), message, hint)


def _look_at(context: Context, article: Article) -> list[Row]:
    found = look_at_page(page_of(article, context.data.market), context)
    return [(one.line, one.rule, one.severity.value, one.message, one.hint) for one in found]


def _recall_found(file: Path) -> dict[str, list[Row]]:
    try:
        return _REMEMBERED.validate_json(file.read_bytes())
    except (OSError, ValueError):
        return {}


def _environment(settings: Settings) -> str:
    """Hash what the rules of pages look at besides the page: code, data files, words."""
    seen = hashlib.blake2b(f"{hash_code()}{settings.market}".encode(), digest_size=12)
    seen.update(hashlib.sha256(Path(str(personal.__file__)).read_bytes()).digest())
    for folder in (settings.content_dir / DATA_FOLDER, settings.theme_dir / "words"):
        for file in sorted(folder.glob("*.yml")):
            seen.update(f"\0{file.name}\0".encode() + file.read_bytes())
    return seen.hexdigest()
