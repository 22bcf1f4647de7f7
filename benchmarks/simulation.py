"""Repeat every experiment of the measurement 20,000 times and hold the figures against their limits.

    python -m benchmarks.simulation [--runs 20000] [--json FILE]

Prints tables in Markdown and ends with 1 if a figure is outside its limits. Uses every core; some minutes on
two. The seed is fixed, so the figures are the same on every machine with the same numpy.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from itertools import groupby
from pathlib import Path

import click
import numpy as np

from portal.statistics.simulation.comparing import compare_forms, compare_months, compare_worlds
from portal.statistics.simulation.limits import find_failures
from portal.statistics.simulation.study import FULL, Row, carry_out, plan, sum_up

SEED = 20261121


@click.command()
@click.option("--runs", type=click.IntRange(min=250), default=20_000, show_default=True)
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path))
def main(runs: int, json_file: Path | None) -> None:
    """Run the full study."""
    begun = time.perf_counter()
    chance = [np.random.default_rng(child) for child in np.random.SeedSequence(SEED).spawn(3)]
    for claim in compare_months(range(600), chance[0]):
        click.echo(
            f"| {claim.formula} | {claim.worded_by} | {claim.claims:,.0f} | {claim.truth:,.0f} "
            f"| {claim.times_truth:.2f} | {claim.deviation:.0f} |"
        )
    for world in compare_worlds(range(500), chance[1]):
        click.echo(
            f"| {world.formula} | {world.median_error:+.3f} | {world.rank_correlation:.2f} "
            f"| {world.overstates:.0%} | {world.positive_where_harmful or 0:.0%} |"
        )
    for gamed in compare_forms(400_000, chance[2]):
        click.echo(f"| {gamed.give_up:.0%} | {gamed.not_sent:.1%} | {gamed.causal:.1%} |")
    rows = repeat(runs)
    for line in print_tables(rows):
        click.echo(line)
    if json_file:
        json_file.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")
    failures = list(find_failures(rows))
    click.echo("\n".join(failures) or "Every figure is within its limits.")
    click.echo(f"{time.perf_counter() - begun:.0f} s on {os.cpu_count()} cores, numpy {np.__version__}")
    sys.exit(1 if failures else 0)


def repeat(runs: int) -> list[Row]:
    tasks = plan(FULL, runs=runs, seed=SEED)
    with (
        ProcessPoolExecutor() as pool,
        click.progressbar(
            pool.map(partial(carry_out, experiments=FULL), tasks),
            length=len(tasks),
            label="Repetitions",
            file=sys.stderr,
        ) as done,
    ):
        return sum_up(FULL, tasks, list(done))


def print_tables(rows: list[Row]) -> Iterator[str]:
    for table, group in groupby(rows, key=lambda row: row.table):
        of_table = list(group)
        names = list(of_table[0].figures)
        yield f"\n**{table}**, {of_table[0].runs:,} repetitions each\n"
        yield f"| | {' | '.join(names)} |"
        yield f"| --- |{' ---: |' * len(names)}"
        for row in of_table:
            yield f"| {row.label} | {' | '.join(f'{row.figures[name]:.4f}' for name in names)} |"


if __name__ == "__main__":
    main()
