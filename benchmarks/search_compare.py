"""Measure search beside others as they come, on collections of questions with known answers.

    python -m benchmarks.search_compare FOLDER [SET ...]

FOLDER holds a folder per collection, whose name ends with its language (gnome-en), with
documents.jsonl and queries.jsonl. Prints a table in Markdown of how often the right article stands
first or among the first five, then how far we are ahead of the best other, in points, beside what
we aim at. Times are of this machine, so read them as ratios within one run.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from benchmarks.search_rivals import RIVALS, Ask
from benchmarks.search_sets import Collection, read
from search import build_index, open_index
from search.evaluate import measure

COLUMNS: Final = ("success@1", "success@5", "mrr@10", "ndcg@10", "p50_ms", "p95_ms")
LEADING: Final = ("success@5", "mrr@10")
# So many points above the best other, in success@5 and in mrr@10.
AIMS: Final[Mapping[str, int]] = MappingProxyType(
    {"rutube-ru": 7, "gnome-hu": 9, "gnome-ru": 5, "gnome-en": 2, "business-en": 4}
)
OURS: Final = "ours"


def ours(collection: Collection, folder: Path) -> Ask:
    build_index(collection.documents, folder)
    opened = open_index(folder)

    def ask(text: str) -> list[str]:
        answer = opened.search(text, lang=collection.lang, limit=10)
        return [hit.document_id for hit in answer.hits]

    return ask


SYSTEMS: Final[Mapping[str, Callable[[Collection, Path], Ask]]] = MappingProxyType({**RIVALS, OURS: ours})
Figures = dict[str, Any]


def figures_of(collection: Collection) -> dict[str, Figures]:
    """Measure every system on one collection, the seconds it took to index among the figures."""
    figures = {}
    for name, system in SYSTEMS.items():
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            ask = system(collection, Path(folder) / "index")
            seconds = time.perf_counter() - started
            figures[name] = {**measure(ask, collection.questions).figures(), "index s": round(seconds, 1)}
    return figures


def row(collection: str, name: str, figures: Figures) -> str:
    cells = " | ".join(json.dumps(round(figures[column], 3)) for column in COLUMNS)
    return f"| {collection} | {figures['n']} | {name} | {cells} | {figures['index s']} |"


def lead(collection: str, figures: Mapping[str, Figures]) -> str:
    """Say how many points ahead of the best other we are."""
    cells = []
    for column in LEADING:
        best = max(RIVALS, key=lambda name: figures[name][column])
        points = 100 * (figures[OURS][column] - figures[best][column])
        cells.append(f"{figures[best][column]:.3f} ({best}) | {figures[OURS][column]:.3f} | {points:+.1f}")
    aim = f"+{AIMS[collection]}" if collection in AIMS else ""
    return f"| {collection} | {' | '.join(cells)} | {aim} |"


def main(folder: Path, names: Sequence[str]) -> None:
    print(f"| collection | n | system | {' | '.join(COLUMNS)} | index s |")
    print(f"| --- | --- | --- | {' | '.join('---' for _ in COLUMNS)} | --- |")
    leads = []
    for collection in read(folder, names):
        figures = figures_of(collection)
        for name, measured in figures.items():
            print(row(collection.name, name, measured), flush=True)
        leads.append(lead(collection.name, figures))
    heads = " | ".join(f"best other {column} | ours | points" for column in LEADING)
    print(f"\n| collection | {heads} | aim |\n| --- |{' --- | --- | --- |' * len(LEADING)} --- |")
    print("\n".join(leads))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
