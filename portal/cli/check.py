"""`portal check`: what is wrong with the content, and what wants looking after."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime

import click

from portal import __version__, clock
from portal.articles.rules.registry import in_order, summaries, with_strict_dates
from portal.articles.rules.rule import Problem, Severity
from portal.articles.sarif import make_sarif
from portal.cli.checking import Checked, look
from portal.knowledge.asking import Asked, Change, Difference, ask, compare, find_broken
from portal.settings import Settings, load_settings
from portal.site.ending import BuildFailed
from portal.site.trying import index_of_now, index_of_revision

Row = dict[str, object]
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@dataclass(slots=True)
class _Findings:
    """What is wrong, what wants looking after, and what a change does to the expected questions."""

    problems: list[Problem]
    articles: int
    questions: int = 0
    differences: list[Difference] = field(default_factory=list)

    def of(self, severity: Severity) -> list[Problem]:
        return [one for one in self.problems if one.severity is severity]


@click.command(
    epilog="\b\nExamples:\n  portal check\n  portal check --no-questions --strict-dates\n"
    "  portal check --against main\n  portal check --today 2027-02-01\n"
    "  portal check --sarif > check.sarif"
)
@click.option("--json", "form", flag_value="json", help="Print everything as one JSON object.")
@click.option("--sarif", "form", flag_value="sarif", help="Print SARIF 2.1.0, for code reviews.")
@click.option(
    "--against", metavar="REV", help="Tell what changed for the expected questions since a revision."
)
@click.option("--questions/--no-questions", default=True, help="Ask the expected questions; needs a build.")
@click.option("--strict-dates", is_flag=True, help="Fail on passed dates and unknown owners, too.")
@click.option(
    "--since", metavar="TAG", help="The release whose addresses must still answer; the last tag, if not told."
)
@click.option("--today", type=_DAY, help="Check as if it were this day, such as 2027-02-01.")
@click.pass_context
def check(
    ctx: click.Context,
    *,
    form: str | None,
    against: str | None,
    questions: bool,
    strict_dates: bool,
    since: str | None,
    today: datetime | None,
) -> None:
    """Hold all articles and data files to every rule, and ask the expected questions.

    Ends with 0 when there are no errors (warnings do not count), with 1 when there are, with 2 when it was
    called wrongly.
    """
    if against is not None and not questions:
        raise click.UsageError("--against asks the expected questions; leave --no-questions out.")
    settings = load_settings(**({"today": today.date()} if today else {}))
    checked = look(settings, since=since, today=settings.today or clock.today())
    found = _Findings(checked.problems, checked.articles)
    if strict_dates:
        found.problems = with_strict_dates(found.problems)
    if questions and not any(one.severity is Severity.ERROR for one in checked.problems):
        _ask(settings, checked, found, against)
    if form == "json":
        click.echo(json.dumps(_as_json(found, against), ensure_ascii=False, indent=2))
    elif form == "sarif":
        shown = make_sarif(found.problems, summaries(), version=__version__)
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        _print(found, against)
    ctx.exit(1 if found.of(Severity.ERROR) else 0)


def _ask(settings: Settings, checked: Checked, found: _Findings, against: str | None) -> None:
    today = settings.today or clock.today()
    if not checked.expected:
        return
    try:
        now = list(ask(index_of_now(settings, today=today), checked.expected))
        if against is not None:
            with index_of_revision(settings, against, today=today) as index:
                found.differences = list(compare(ask(index, checked.expected), now))
    except BuildFailed as error:
        raise click.ClickException(str(error)) from error
    found.questions = len(now)
    broken = [Problem.of_error(one, rule="expected-questions") for one in find_broken(now)]
    found.problems = in_order([*found.problems, *broken])


def _many(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _print(found: _Findings, against: str | None) -> None:
    for one in found.problems:
        click.echo(str(one))
    if against is not None:
        _print_differences(found, against)
    errors, warnings = len(found.of(Severity.ERROR)), len(found.of(Severity.WARNING))
    asked = f" {found.questions} expected questions asked." if found.questions else ""
    told = f"{_many(errors, 'error')}, {_many(warnings, 'warning')} in {_many(found.articles, 'article')}."
    click.echo(told + asked)
    _print_rules(found.problems)


def _print_rules(problems: Iterable[Problem]) -> None:
    """Sum many problems up, so that one sees where to begin."""
    counts = Counter(one.rule for one in problems)
    if sum(counts.values()) > len(counts) + 10:
        click.echo(", ".join(f"{name} {count}" for name, count in counts.most_common()) + ".")


def _print_differences(found: _Findings, against: str) -> None:
    if not found.questions:
        click.echo(f"Not compared with {against}: mend the errors first, then the questions can be asked.")
        return
    for change in Change:
        for one in (one for one in found.differences if one.change is change):
            expected = one.now.expected
            click.echo(
                f"{change}: {expected.lang} “{expected.question}” → {expected.article_id}: "
                f"{_place(one.then)} → {_place(one.now)}{_behind(one)}"
            )
    counts = ", ".join(
        f"{change} {sum(one.change is change for one in found.differences)}" for change in Change
    )
    click.echo(f"Since {against} this change {counts} of {found.questions} expected questions.")


def _behind(one: Difference) -> str:
    return f", behind {', '.join(one.overtaken_by)}" if one.overtaken_by else ""


def _place(asked: Asked) -> str:
    return str(asked.place) if asked.place is not None else "not found"


def _as_json(found: _Findings, against: str | None) -> Row:
    shown: Row = {
        "errors": [_row(one) for one in found.of(Severity.ERROR)],
        "warnings": [_row(one) for one in found.of(Severity.WARNING)],
    }
    if against is not None:
        shown["differences"] = [
            {
                "change": one.change,
                "lang": one.now.expected.lang,
                "question": one.now.expected.question,
                "article_id": one.now.expected.article_id,
                "then": one.then.place,
                "now": one.now.place,
                "overtaken_by": list(one.overtaken_by),
            }
            for one in found.differences
        ]
    return shown


def _row(problem: Problem) -> Row:
    row: Row = asdict(problem)
    del row["severity"]  # the list it stands in says it
    return row
