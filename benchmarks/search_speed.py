"""How long a full answer takes beside Whoosh's own plain query, on the same pages in one run.

    python -m benchmarks.search_speed FOLDER [SET[*TIMES] ...]

FOLDER is as for search_compare: `business-en*4` repeats the pages of a set with changed ids. A full answer is
analysis, search, snippets and confidence; the plain query is two fields, Whoosh's own analyzer, the title
twice. Each question is asked a few times in turn and its least time counts, in milliseconds of the
processor: on a machine that others use, more would measure them. Answers are not kept between questions.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.search_rivals import whoosh
from benchmarks.search_sets import Collection, read
from search import build_index, open_index

ASKED = 200
TURNS = 4
ENGINES = ("whoosh", "tantivy")


def repeated(collection: Collection, times: int) -> Collection:
    documents = [
        replace(document, id=f"{document.id}~{turn}") if turn else document
        for turn in range(times)
        for document in collection.documents
    ]
    return replace(collection, documents=documents)


def least_times(asks: Sequence[Callable[[str], object]], texts: Sequence[str]) -> list[list[float]]:
    """Give, for each way of asking, the least time of each question, sorted."""
    least = [[float("inf")] * len(texts) for _ in asks]
    for _ in range(TURNS):
        for place, text in enumerate(texts):
            for way, ask in enumerate(asks):
                begun = time.thread_time_ns()
                ask(text)
                least[way][place] = min(least[way][place], (time.thread_time_ns() - begun) / 1e6)
    return [sorted(times) for times in least]


def ours(collection: Collection, folder: Path, engine: str) -> tuple[Callable[[str], object], float]:
    """Give how to ask, and the seconds that building took."""
    begun = time.process_time()
    build_index(collection.documents, folder, engine=engine)
    seconds = time.process_time() - begun
    opened = open_index(folder)
    asked = Counter[str]()

    def ask(text: str) -> object:
        # Signs change nothing in what is searched, but make it another question to what is kept.
        asked[text] += 1
        return opened.search(text + "!" * asked[text], lang=collection.lang)

    return ask, seconds


def main(folder: Path, wanted: Sequence[str]) -> None:
    print("| pages | system | p50 ms | p95 ms | p95, times plain | index s | times plain |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    for name in wanted or ("business-en",):
        base, _, times = name.partition("*")
        (collection,) = read(folder, [base])
        collection = repeated(collection, int(times or 1))
        texts = [question.text[:256] for question in collection.questions][:ASKED]
        with tempfile.TemporaryDirectory() as place:
            begun = time.process_time()
            asks: list[Callable[[str], object]] = [whoosh(collection, Path(place) / "plain")]
            building = [time.process_time() - begun]
            for engine in ENGINES:
                ask, seconds = ours(collection, Path(place) / engine, engine)
                asks.append(ask)
                building.append(seconds)
            found = least_times(asks, texts)
        plain = found[0][int(0.95 * len(texts))]
        for system, least, seconds in zip(("plain Whoosh", *ENGINES), found, building, strict=True):
            p50, p95 = least[len(least) // 2], least[int(0.95 * len(least))]
            pages = f"{name}, {len(collection.documents)}"
            print(
                f"| {pages} | {system} | {p50:.2f} | {p95:.2f} | {p95 / plain:.2f} | {seconds:.1f} "
                f"| {seconds / building[0]:.2f} |",
                flush=True,
            )
    print(f"\nLoad of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
