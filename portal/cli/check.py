"""`portal check`: what is wrong with the content, and what wants looking after."""

import json
from dataclasses import dataclass, field

import click

from portal import clock
from portal.articles import DATA_FOLDER, ArticleError, ContentError, Library
from portal.articles.review import find_remarks
from portal.knowledge import load_knowledge
from portal.knowledge.asking import Asked, Change, Difference, ask, compare, find_broken
from portal.knowledge.expected import Expected, find_gaps, read_expected
from portal.language import Words, WordsError
from portal.settings import Settings, load_settings
from portal.site.building import BuildFailed
from portal.site.trying import index_of_now, index_of_revision

Row = dict[str, object]


@dataclass(slots=True)
class _Findings:
    """What is wrong, what wants looking after, and what a change does to the expected questions."""

    errors: list[Row] = field(default_factory=list)
    warnings: list[Row] = field(default_factory=list)
    questions: int = 0
    differences: list[Difference] = field(default_factory=list)


@click.command(
    epilog="\b\nExamples:\n  portal check\n  portal check --json\n  portal check --against main\n"
    "  portal check --no-questions"
)
@click.option("--json", "as_json", is_flag=True, help="Print errors and warnings as one JSON object.")
@click.option(
    "--against", metavar="REV", help="Tell what changed for the expected questions since a revision."
)
@click.option("--questions/--no-questions", default=True, help="Ask the expected questions; needs a build.")
@click.pass_context
def check(ctx: click.Context, *, as_json: bool, against: str | None, questions: bool) -> None:
    """Read all articles and data files, ask the expected questions; list errors and warnings."""
    settings = load_settings()
    found = _look(settings)
    if questions and not found.errors:
        _ask(settings, found, against)
    if as_json:
        click.echo(json.dumps(_as_json(found, against), ensure_ascii=False, indent=2))
    else:
        _print(found, against)
    ctx.exit(1 if found.errors else 0)


def _look(settings: Settings) -> _Findings:
    try:
        words = Words.load(settings.theme_dir / "words", default=settings.default_language)
        library = Library.load(settings.content_dir, words)
        load_knowledge(settings.content_dir / DATA_FOLDER, words.languages)
        _check_gaps(settings, library)
    except (WordsError, ContentError) as error:
        problems = error.problems if isinstance(error, WordsError) else error.errors
        return _Findings(
            errors=[
                {"file": one.file, "line": one.line, "message": one.message, "hint": one.hint}
                for one in problems
            ]
        )
    remarks = find_remarks(library, today=settings.today or clock.today())
    return _Findings(
        warnings=[
            {"file": one.file, "line": one.line, "rule": one.rule, "message": one.message} for one in remarks
        ]
    )


def _check_gaps(settings: Settings, library: Library) -> None:
    """Raise ContentError for languages whose file of expected questions lacks an article."""
    errors: list[ArticleError] = []
    for lang in library.data.languages:
        expected = read_expected(settings.content_dir / DATA_FOLDER, lang)
        if expected:
            editions = library.editions(lang, today=settings.today or clock.today()).values()
            articles = {edition.article.meta.id for edition in editions if not edition.is_fallback}
            errors += find_gaps(expected, articles, lang)
    if errors:
        raise ContentError(errors)


def _ask(settings: Settings, found: _Findings, against: str | None) -> None:
    today = settings.today or clock.today()
    expected = _read_all(settings)
    if not expected:
        return
    try:
        now = list(ask(index_of_now(settings, today=today), expected))
        if against is not None:
            with index_of_revision(settings, against, today=today) as index:
                found.differences = list(compare(ask(index, expected), now))
    except BuildFailed as error:
        raise click.ClickException(str(error)) from error
    found.questions = len(now)
    found.errors += [
        {"file": one.file, "line": one.line, "message": one.message, "hint": one.hint}
        for one in find_broken(now)
    ]


def _read_all(settings: Settings) -> list[Expected]:
    words = Words.load(settings.theme_dir / "words", default=settings.default_language)
    folder = settings.content_dir / DATA_FOLDER
    return [one for lang in words.languages for one in read_expected(folder, lang)]


def _print(found: _Findings, against: str | None) -> None:
    for row in found.errors:
        click.echo(f"{row['file']}:{row['line']}: error: {row['message']} {row['hint']}".rstrip())
    for row in found.warnings:
        click.echo(f"{row['file']}:{row['line']}: warning: {row['message']} [{row['rule']}]")
    if against is not None:
        _print_differences(found, against)
    asked = f" {found.questions} expected questions asked." if found.questions else ""
    click.echo(f"{len(found.errors)} errors, {len(found.warnings)} warnings.{asked}")


def _print_differences(found: _Findings, against: str) -> None:
    for change in Change:
        for one in (one for one in found.differences if one.change is change):
            expected = one.now.expected
            click.echo(
                f"{change}: {expected.lang} “{expected.question}” → {expected.article_id}: "
                f"{_place(one.then)} → {_place(one.now)}"
            )
    counts = ", ".join(
        f"{change} {sum(one.change is change for one in found.differences)}" for change in Change
    )
    click.echo(f"Since {against} this change {counts} of {found.questions} expected questions.")


def _place(asked: Asked) -> str:
    return str(asked.place) if asked.place is not None else "not found"


def _as_json(found: _Findings, against: str | None) -> Row:
    shown: Row = {"errors": found.errors, "warnings": found.warnings}
    if against is not None:
        shown["differences"] = [
            {
                "change": one.change,
                "lang": one.now.expected.lang,
                "question": one.now.expected.question,
                "article_id": one.now.expected.article_id,
                "then": one.then.place,
                "now": one.now.place,
            }
            for one in found.differences
        ]
    return shown
