"""Run many random schedules of faults against every help desk, and count messages lost and tickets doubled.

    python -m benchmarks.desk_faults --schedules 200

HELP_DESK_SPECS names the folder of vendors' contracts (unset: ../shared/specs); without one
requests are checked by the fakes only.
"""

import argparse
import logging
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.connectors.cases import CASES
from tests.connectors.fakes.server import serving
from tests.connectors.schedules import Result, open_bench, run_schedule

HEAD = (
    "| desk | schedules | messages | requests | deaths of the worker | lost | doubled | by mail "
    "| mail that says the desk may have it | requests checked | wrong | s |"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", type=int, default=200)
    parser.add_argument("--first", type=int, default=0, help="Seed of the first schedule.")
    parser.add_argument("--desk", choices=sorted(CASES), action="append")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    print(HEAD)
    print("|" + " --- |" * HEAD.count("| "))
    with TemporaryDirectory() as folder, open_bench(Path(folder)) as bench, serving() as server:
        for vendor in asked.desk or CASES:
            began = time.perf_counter()
            seeds = range(asked.first, asked.first + asked.schedules)
            results = [run_schedule(bench, CASES[vendor], server, seed) for seed in seeds]
            print(tell(vendor, results, time.perf_counter() - began), flush=True)


def tell(vendor: str, results: list[Result], seconds: float) -> str:
    names = ("contacts", "calls", "deaths", "lost", "doubled", "by_mail", "warned", "checked")
    counts = [sum(getattr(one, name) for one in results) for name in names]
    wrong = sum(len(one.wrong) for one in results)
    cells = [vendor, len(results), *counts, wrong, f"{seconds:.0f}"]
    bad = [one.seed for one in results if one.lost or one.doubled or one.wrong]
    return f"| {' | '.join(map(str, cells))} |" + (f" seeds to look at: {bad[:10]}" if bad else "")


if __name__ == "__main__":
    main()
