"""The whole study: which experiments are repeated, how often, and what they must show."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from portal.statistics.simulation.crowds import PEOPLE, PEOPLE_AND_OFFICES, repeat_crowd
from portal.statistics.simulation.looks import repeat_looks
from portal.statistics.simulation.people import USUAL
from portal.statistics.simulation.periods import Counted, repeat_change, repeat_linking, repeat_period
from portal.statistics.simulation.repeating import Runs, summarize, together

SHARES = (0.05, 0.10, 0.20, 0.50)
PEOPLE_COUNTS = (500, 1000, 2000, 5000, 10_000)
# Repetitions of one task; small enough that a bar moves and two workers share the load.
_A_TASK = 250


@dataclass(frozen=True, slots=True)
class Experiment:
    """A row of a table: what it is called there, and how it is repeated."""

    table: str
    label: str
    repeat: Callable[[int, np.random.Generator], Runs]


@dataclass(frozen=True, slots=True)
class Task:
    """Some repetitions of an experiment, with chance of its own."""

    experiment: int
    runs: int
    seed: np.random.SeedSequence


@dataclass(frozen=True, slots=True)
class Row:
    """What an experiment came to."""

    table: str
    label: str
    runs: int
    figures: dict[str, float]


def _periods(shares: Sequence[float], counts: Sequence[int]) -> Iterator[Experiment]:
    for share in shares:
        for people in counts:
            label = f"{people:,} people, {share * 100:.0f} % withheld"
            yield Experiment("closed period", label, partial(repeat_period, people=people, share=share))


def _others(shares: Sequence[float]) -> Iterator[Experiment]:
    for label, crowd in (("people who return", PEOPLE), ("people and 40 offices", PEOPLE_AND_OFFICES)):
        yield Experiment("visitors who repeat", label, partial(repeat_crowd, crowd=crowd))
    for share in shares:
        for effect in (0.0, USUAL.effect):
            label = f"{share * 100:.0f} % withheld, effect {effect:.2f}"
            yield Experiment("90 daily looks", label, partial(repeat_looks, share=share, effect=effect))
    for counted in Counted:
        yield Experiment("unlinked contacts", counted.value, partial(repeat_linking, counted=counted))
    yield Experiment("share changed mid-way", "50 %, then 5 %", repeat_change)


FULL = (*_periods(SHARES, PEOPLE_COUNTS), *_others((0.05, 0.10, 0.20)))
SHORT = (*_periods((0.05, 0.10, 0.20), (1000, 5000)), *_others((0.10,)))


def plan(experiments: Sequence[Experiment], *, runs: int, seed: int) -> list[Task]:
    """Return tasks that repeat each experiment so often; the same seed gives the same figures anywhere."""
    seeds = np.random.SeedSequence(seed).spawn(len(experiments))
    sizes = [min(_A_TASK, runs - begun) for begun in range(0, runs, _A_TASK)]
    return [
        Task(number, size, child)
        for number, own in enumerate(seeds)
        for size, child in zip(sizes, own.spawn(len(sizes)), strict=True)
    ]


def carry_out(task: Task, experiments: Sequence[Experiment]) -> Runs:
    """Repeat an experiment as often as the task says."""
    return experiments[task.experiment].repeat(task.runs, np.random.default_rng(task.seed))


def sum_up(experiments: Sequence[Experiment], tasks: Sequence[Task], results: Sequence[Runs]) -> list[Row]:
    """Return a row for each experiment from the results of its tasks."""
    rows = []
    for number, experiment in enumerate(experiments):
        parts = [result for task, result in zip(tasks, results, strict=True) if task.experiment == number]
        runs = sum(task.runs for task in tasks if task.experiment == number)
        rows.append(Row(experiment.table, experiment.label, runs, summarize(together(parts))))
    return rows
