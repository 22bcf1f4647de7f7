"""What the study must show, or the product may not print its figures."""

from collections.abc import Iterator, Sequence

from portal.statistics.simulation.study import Row

COVERAGE = (0.94, 0.96)
LEAST_CLUSTERED = 0.93
MOST_BIAS = 0.005
MOST_EVER_WRONG = 0.05


def find_failures(rows: Sequence[Row], *, slack: float = 0.0) -> Iterator[str]:
    """Yield a sentence for each figure outside its limits.

    `slack` widens the limits of coverage where few repetitions leave the figures themselves to chance.
    """
    for row in rows:
        for name, value in row.figures.items():
            limits = _limits(row.table, name)
            if limits and not limits[0] - slack <= value <= limits[1] + slack:
                low, high = limits
                yield f"{row.table}, {row.label}: {name} is {value:.4f}, not between {low} and {high}."


def _limits(table: str, name: str) -> tuple[float, float] | None:
    if table == "closed period" and name.endswith("covered"):
        return COVERAGE
    if table == "closed period" and name == "bias":
        return -MOST_BIAS, MOST_BIAS
    if name == "clustered covered":
        return LEAST_CLUSTERED, 1.0
    if name == "running ever wrong":
        return 0.0, MOST_EVER_WRONG
    return None
