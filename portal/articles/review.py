"""What is not wrong but wants looking after: dates that have passed, translations that lag."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.articles.article import Article
from portal.articles.front_matter import Kind
from portal.articles.library import Library
from portal.articles.links import strip_comments
from portal.articles.translations import TranslationState, find_translations

_HEADING = re.compile(r"^(?P<level>#{1,6}) (?P<text>.*)$", re.MULTILINE)
_ANCHOR = re.compile(r"\{[^}]*#(?P<name>[\w-]+)[^}]*\}\s*$")
QUESTIONS = range(4, 9)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look after, with its place."""

    file: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} [{self.rule}]"


def find_remarks(library: Library, *, today: date) -> list[Remark]:
    """Return everything that wants looking after, in the order of the files."""
    found = [
        *_translations(library),
        *_texts(library),
        *_calendar(library, today),
        *(
            remark
            for by_path in library.articles.values()
            for article in by_path.values()
            for remark in (*_dates(article, today), *_shape(article, library))
        ),
    ]
    return sorted(found, key=lambda remark: (remark.file, remark.line, remark.rule))


def _translations(library: Library) -> Iterator[Remark]:
    for translation in find_translations(library):
        original = translation.original
        if translation.article is None:
            if not original.meta.draft:
                message = f"The translation into `{translation.lang}` is missing."
                yield Remark(original.file, 1, "translation-missing", message)
        elif translation.state is TranslationState.OUTDATED:
            file, line = translation.article.file, translation.article.line("source")
            message = f"The original ({original.file}) has changed since this was translated."
            yield Remark(file, line, "translation-outdated", message)
        elif translation.state is TranslationState.UNSTAMPED:
            message = "Nobody has said which original this follows; run `portal translations --stamp`."
            yield Remark(translation.article.file, 1, "translation-unstamped", message)


def _texts(library: Library) -> Iterator[Remark]:
    for text in library.data.untranslated:
        message = f"`{text.key}` lacks the text for `{text.lang}`; the default language's is shown."
        yield Remark(text.file, text.line, "text-missing", message)


def _calendar(library: Library, today: date) -> Iterator[Remark]:
    """Remark on a calendar that ends soon: without its holidays, promises would be wrong."""
    data = library.data
    ahead = today + timedelta(days=60)
    if ahead.year not in {day.year for day in data.calendar.holidays}:
        line = data.located["channels.yml"].line(("holidays",))
        message = f"There are no holidays of {ahead.year} yet; promises count them as working days."
        yield Remark(f"{data.folder}/channels.yml", line, "holidays-missing", message)


def _dates(article: Article, today: date) -> Iterator[Remark]:
    meta = article.meta
    if meta.review_by < today:
        message = f"To be reviewed by {meta.review_by}, which has passed ({meta.owner})."
        yield Remark(article.file, article.line("review_by"), "review-due", message)
    if meta.checked_on > today:
        message = f"Checked on {meta.checked_on}, which is still to come."
        yield Remark(article.file, article.line("checked_on"), "checked-in-future", message)
    if meta.expires and meta.expires <= today:
        message = f"Off since {meta.expires}; delete it or move the date."
        yield Remark(article.file, article.line("expires"), "expired", message)


def _shape(article: Article, library: Library) -> Iterator[Remark]:
    meta = article.meta
    if meta.kind is not Kind.PAGE and len(meta.questions) not in QUESTIONS:
        message = f"{len(meta.questions)} questions; 4 to 8 help search best."
        yield Remark(article.file, article.line("questions"), "questions", message)
    headings = _headings(article)
    for line, level, text in headings:
        if level == 1:
            message = f"`# {text}` is a second title; begin with `##`."
            yield Remark(article.file, line, "second-title", message)
    original = library.originals.get(article.path)
    if original is None or original is article:
        return
    own, theirs = ([h for h in found if h[1] == 2] for found in (headings, _headings(original)))
    if len(own) != len(theirs):
        message = f"{len(own)} `##` headings, but {len(theirs)} in {original.file}."
        yield Remark(article.file, article.body_line, "other-headings", message)
    elif meta.kind is Kind.FAQ:
        yield from _other_names(article, own, theirs)


def _other_names(
    article: Article, own: list[tuple[int, int, str]], theirs: list[tuple[int, int, str]]
) -> Iterator[Remark]:
    for (line, _, mine), (_, _, other) in zip(own, theirs, strict=True):
        if _name(mine) != _name(other):
            message = f"The question is named `{_name(mine)}`, but `{_name(other)}` in the original."
            yield Remark(article.file, line, "other-name", message)


def _headings(article: Article) -> list[tuple[int, int, str]]:
    body = strip_comments(article.body)
    return [
        (article.body_line + body.count("\n", 0, found.start()), len(found["level"]), found["text"])
        for found in _HEADING.finditer(body)
    ]


def _name(heading: str) -> str:
    found = _ANCHOR.search(heading)
    return found["name"] if found else ""
