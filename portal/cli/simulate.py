"""`portal simulate`: hold common formulas and our own against customers whose counterfactuals are known."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from portal.statistics.simulation.comparing import Claim, Gamed, Reliability
    from portal.statistics.simulation.study import Row

_RUNS, _QUICK_RUNS = 2000, 250
_MONTHS, _QUICK_MONTHS = 300, 60
_GAMED_PEOPLE = 400_000
_SEED = 20261121

_T = TypeVar("_T")


@click.command(
    epilog="\b\nExamples:\n  portal simulate --quick\n  portal simulate --json > simulation.json\n\n"
    "docs/statistics.md says what the figures mean."
)
@click.option("--quick", is_flag=True, help="Fewer repetitions: some seconds instead of a minute.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=_SEED, show_default=True, help="Chance, repeatable."
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
def simulate(seed: int, *, quick: bool, as_json: bool) -> None:
    """Simulate customers of whom it is known whether they would have written, and check every formula."""
    try:
        import numpy as np

        from portal.statistics.simulation import comparing
    except ImportError as error:
        raise click.ClickException(
            f"The simulation needs numpy and scipy ({error}). Run: pip install '.[statistics]'"
        ) from error
    months = _QUICK_MONTHS if quick else _MONTHS
    chance = [np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(3)]
    claims = comparing.compare_months(_counted("Months", range(months)), chance[0])
    worlds = comparing.compare_worlds(_counted("Worlds", range(2 * months)), chance[1])
    gamed = list(comparing.compare_forms(_GAMED_PEOPLE, chance[2]))
    rows = _repeat(_QUICK_RUNS if quick else _RUNS, seed)
    if as_json:
        click.echo(json.dumps(_figures(claims, worlds, gamed, rows), indent=2))
        return
    click.echo(_claims_table(claims))
    click.echo(_worlds_table(worlds))
    click.echo(_gamed_table(gamed))
    for table, of_table in groupby(rows, key=lambda row: row.table):
        click.echo(_rows_table(table, list(of_table)))


def _counted(label: str, items: Sequence[_T]) -> Iterable[_T]:
    """Show a bar on the error stream while there is somebody to see it."""
    with click.progressbar(items, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as shown:
        yield from shown


def _repeat(runs: int, seed: int) -> "list[Row]":
    from portal.statistics.simulation.study import SHORT, carry_out, plan, sum_up

    tasks = plan(SHORT, runs=runs, seed=seed)
    return sum_up(SHORT, tasks, [carry_out(task, SHORT) for task in _counted("Repetitions", tasks)])


def _figures(
    claims: "list[Claim]", worlds: "list[Reliability]", gamed: "list[Gamed]", rows: "list[Row]"
) -> dict[str, object]:
    return {
        "month": [asdict(claim) | {"times_truth": claim.times_truth} for claim in claims],
        "worlds": [asdict(world) for world in worlds],
        "worse_form": [asdict(form) for form in gamed],
        "repeated": [asdict(row) for row in rows],
    }


def _claims_table(claims: "list[Claim]") -> str:
    lines = [
        "Contacts avoided a month in one plausible portal: claimed and true",
        "",
        f"{'formula':<52}{'worded by':<13}{'claims':>8}{'truth':>8}{'x truth':>9}{'varies':>8}",
    ]
    lines += [
        f"{one.formula:<52}{one.worded_by:<13}{one.claims:>8.0f}{one.truth:>8.0f}{one.times_truth:>9.2f}"
        f"{one.deviation:>8.0f}"
        for one in claims
    ]
    return "\n".join([*lines, ""])


def _worlds_table(worlds: "list[Reliability]") -> str:
    lines = [
        "The same in portals drawn at random, by what they say of people at the form",
        "",
        f"{'formula':<52}{'median error':>13}{'ranks':>8}{'too high':>10}{'hides harm':>12}",
    ]
    for one in worlds:
        harm = "–" if one.positive_where_harmful is None else f"{one.positive_where_harmful:.0%}"
        lines.append(
            f"{one.formula:<52}{one.median_error:>+13.3f}{one.rank_correlation:>8.2f}{one.overstates:>10.0%}{harm:>12}"
        )
    return "\n".join([*lines, ""])


def _gamed_table(gamed: "list[Gamed]") -> str:
    lines = ["A worse form, at which people give up: what goes up and what goes down", ""]
    lines += [
        f"{one.give_up:>5.0%} give up: 'did not send' {one.not_sent:.1%}, really avoided {one.causal:.1%}"
        for one in gamed
    ]
    return "\n".join([*lines, ""])


def _rows_table(table: str, rows: "list[Row]") -> str:
    """Return one table; what an interval covers should be 0.95."""
    names = list(rows[0].figures)
    widths = [max(10, len(name) + 2) for name in names]
    head = "".join(f"{name:>{width}}" for name, width in zip(names, widths, strict=True))
    lines = [f"{table}, {rows[0].runs:,} repetitions each", "", f"{'':<32}{head}"]
    for row in rows:
        figures = "".join(
            f"{row.figures[name]:>{width}.4f}" for name, width in zip(names, widths, strict=True)
        )
        lines.append(f"{row.label:<32}{figures}")
    return "\n".join([*lines, ""])
