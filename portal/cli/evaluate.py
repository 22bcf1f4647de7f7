"""`portal evaluate`: how well search answers questions whose right articles are known."""

import contextlib
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import click
import yaml

from search import Knowledge, Lesson, SearchError, SearchIndex, build_index, open_index
from search.evaluate import Measurement, Question, read_documents, read_questions
from search.evaluate import evaluate as measure

# Fewer articles or questions than this are done before a bar could be read.
_WORTH_A_BAR = 500
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--documents", type=_FILE, help="Articles to index: id, lang, title, body; JSONL.")
@click.option("--intents", type=_FILE, help="Ask our own index: a map of intents to article ids.")
@click.option("--queries", type=_FILE, required=True, help="Questions: text, relevant; JSONL.")
@click.option("--lang", required=True, help="The language to ask in, such as en.")
@click.option("--engine", default="whoosh", show_default=True, help="The engine to index with.")
@click.option(
    "--index",
    type=click.Path(path_type=Path),
    default=Path("var/index"),
    show_default=True,
    help="The built index that --intents asks.",
)
@click.option("--past-questions", type=_FILE, help="Questions that taught the search: text, relevant; JSONL.")
@click.option("--limit-queries", type=click.IntRange(min=1), help="Ask the first N questions only.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
def evaluate(
    documents: Path | None,
    intents: Path | None,
    queries: Path,
    lang: str,
    engine: str,
    index: Path,
    past_questions: Path | None,
    limit_queries: int | None,
    *,
    as_json: bool,
) -> None:
    """Measure search on questions with known answers.

    \b
    portal evaluate --documents docs.jsonl --queries queries.jsonl --lang en --json
    portal evaluate --documents docs.jsonl --past-questions past.jsonl --queries queries.jsonl --lang en
    portal evaluate --intents benchmarks/shop-intents.yml --queries queries.jsonl --lang en
    """
    if (documents is None) == (intents is None):
        raise click.UsageError(
            "Give either --documents (a collection to index) or --intents (to ask our own index)."
        )
    if past_questions is not None and documents is None:
        raise click.UsageError("Give --past-questions with --documents: our own index knows what it learned.")
    with _told_plainly(), tempfile.TemporaryDirectory(prefix="portal-evaluate-") as folder:
        questions = read_questions(queries, lang=lang)[:limit_queries]
        if documents is not None:
            opened = _index_of(
                documents, Path(folder) / "index", lang=lang, engine=engine, past_questions=past_questions
            )
        else:
            opened = open_index(index)
        if intents is not None:
            questions = _with_articles(questions, intents)
        with _bar("Asking", len(questions)) as on_progress:
            measured = measure(opened, questions, lang=lang, on_progress=on_progress)
    click.echo(json.dumps(measured.figures()) if as_json else _table(measured))


@contextlib.contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except SearchError as error:
        raise click.UsageError(str(error)) from error


def _index_of(
    documents: Path, folder: Path, *, lang: str, engine: str, past_questions: Path | None
) -> SearchIndex:
    articles = read_documents(documents, lang=lang)
    knowledge = {lang: Knowledge(lessons=_lessons(past_questions, lang))} if past_questions else {}
    with _bar("Indexing", len(articles)) as on_progress:
        build_index(articles, folder, engine=engine, knowledge=knowledge, on_progress=on_progress)
    return open_index(folder)


def _lessons(path: Path, lang: str) -> tuple[Lesson, ...]:
    """Read what answered questions teach: each line counts as seen often enough."""
    return tuple(
        Lesson(question.text, identity)
        for question in read_questions(path, lang=lang)
        for identity in sorted(question.relevant)
    )


def _with_articles(questions: list[Question], path: Path) -> list[Question]:
    """Give each question the articles of its intent."""
    articles = _read_intents(path)
    unknown = sorted({question.intent for question in questions} - articles.keys())
    if unknown:
        raise click.UsageError(f"{path} does not name the intents: {', '.join(unknown)}.")
    return [replace(question, relevant=articles[question.intent]) for question in questions]


def _read_intents(path: Path) -> dict[str, frozenset[str]]:
    try:
        intents = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise click.UsageError(f"Cannot read {path}: {error}") from error
    if not isinstance(intents, dict):
        raise click.UsageError(f"{path}: write lines such as `cancel_order: [cancel-an-order]`.")
    for intent, articles in intents.items():
        if not isinstance(articles, list) or not all(isinstance(one, str) for one in articles):
            raise click.UsageError(f"{path}: {intent} must be a list of article ids.")
    return {str(intent): frozenset(articles) for intent, articles in intents.items()}


@contextlib.contextmanager
def _bar(label: str, length: int) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar on the error stream when there is enough to do and somebody to see it."""
    if length < _WORTH_A_BAR:
        yield None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr) as shown:

        def advance(done: int, _total: int) -> None:
            shown.update(done - shown.pos)

        yield advance


def _table(measured: Measurement) -> str:
    figures = measured.figures()
    width = max(len(name) for name in figures)
    return "\n".join(f"{name:<{width}}  {value:>8}" for name, value in figures.items())
