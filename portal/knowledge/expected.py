"""Read content/_data/expected.<lang>.yml: questions, and the article that must answer each."""

from dataclasses import dataclass
from pathlib import Path

import search
from portal.articles.errors import ArticleError, ContentError
from portal.articles.sources import parse, read_text
from portal.located import Located

_SHAPE = "Write `article-id: [first question, second question]`."


@dataclass(frozen=True, slots=True)
class Expected:
    """A question, the article that must be among the first answers, and where that is written."""

    lang: str
    article_id: str
    question: str
    file: str
    line: int


def expected_file(lang: str) -> str:
    """Return the name of a language's file."""
    return f"expected.{lang}.yml"


def read_expected(folder: Path, lang: str, *, shown_as: str = "content/_data") -> tuple[Expected, ...]:
    """Read the questions of a language, none if it has no file; raise ContentError with every mistake."""
    path = folder / expected_file(lang)
    if not path.exists():
        return ()
    file = f"{shown_as}/{path.name}"
    try:
        located = parse(read_text(path, file), file)
    except ArticleError as error:
        raise ContentError([error]) from None
    return _read(located, file, lang)


def _read(located: Located, file: str, lang: str) -> tuple[Expected, ...]:
    articles = located.value if located.value is not None else {}
    if not isinstance(articles, dict):
        raise ContentError([ArticleError(file, 1, "Here must stand articles with questions.", _SHAPE)])
    errors: list[ArticleError] = []
    found: dict[tuple[str, str], Expected] = {}
    for article_id, questions in articles.items():
        if not isinstance(questions, list):
            errors.append(
                ArticleError(file, located.line((article_id,)), f"`{article_id}` must be a list.", _SHAPE)
            )
            continue
        for number, question in enumerate(questions):
            line = located.line((article_id, number))
            problem = _problem(question)
            if problem is None and (article_id, question) in found:
                problem = f"`{question}` stands here twice."
            if problem is not None:
                errors.append(ArticleError(file, line, problem))
                continue
            found[article_id, question] = Expected(lang, article_id, question, file, line)
    if errors:
        raise ContentError(errors)
    return tuple(found.values())


def _problem(question: object) -> str | None:
    """Return what is wrong with a question, or None."""
    if not isinstance(question, str):
        return f"`{question}` is no text. Put it in quotes."
    try:
        search.read_query(question)
    except search.QueryError as error:
        return str(error)
    return None
