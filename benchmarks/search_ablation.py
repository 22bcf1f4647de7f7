"""Leave out one kind of evidence at a time and tell what is lost; the weights of the rest stay as they are.

    python -m benchmarks.search_ablation FOLDER [CACHE]

Prints a table in Markdown: success@5 and mrr@10 of each collection in points, as differences to all
kinds together. Questions and keywords of authors are missing: these collections have none.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.search_evidence import Array, Collected, collect
from benchmarks.search_sets import read
from search.ranking import Evidence, weights_of

Languages = Mapping[str, Sequence[Collected]]


def reached(sets: Languages, left_out: str = "") -> dict[str, Array]:
    """Give success@5 and mrr@10 of each collection, in points, without one kind of evidence."""
    kept = np.array([name != left_out for name in Evidence._fields])
    return {
        one.name: 100 * one.figures(np.array(weights_of(lang).parts()) * kept)[1:]
        for lang, collections in sets.items()
        for one in collections
    }


def main(folder: Path, cache: Path | None) -> None:
    sets: dict[str, list[Collected]] = {}
    for collection in read(folder):
        sets.setdefault(collection.lang, []).append(collect(collection, cache))
    everything = reached(sets)
    names = list(everything)
    print(f"| left out | {' | '.join(names)} | mean |\n| --- |{' --- |' * (len(names) + 1)}")
    row("nothing", [everything[name] for name in names], "{:.1f} / {:.1f}")
    for kind in Evidence._fields:
        if any(one.evidence[:, Evidence._fields.index(kind)].any() for part in sets.values() for one in part):
            found = reached(sets, kind)
            row(kind, [found[name] - everything[name] for name in names], "{:+.1f} / {:+.1f}")


def row(title: str, figures: Sequence[Array], form: str) -> None:
    cells = [form.format(*one) for one in (*figures, np.mean(figures, axis=0))]
    print(f"| {title} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
