"""What a question costs that was never asked before: each once, in a process that has just begun.

    python -m benchmarks.search_cold INDEX QUESTIONS.jsonl [--lang en] [--turns 3] [--against FOLDER]

INDEX is a folder that `build_index` wrote, such as `var/index`; questions are lines with `text`. The first
300 warm up, the others count, in microseconds of the processor. Each turn is a process of its own, and of all
the least time of each question counts: on a machine that others use, more would measure them. With `against`,
the root of another copy of the project, its code is asked in turn with this one.
"""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
WARM_UP = 300
ASKED = 1500


def read_texts(questions: Path) -> list[str]:
    """Give different questions in an order that is always the same."""
    lines = questions.read_text(encoding="utf-8").splitlines()
    texts = list(dict.fromkeys(json.loads(line)["text"].strip()[:256] for line in lines))
    random.Random(1).shuffle(texts)  # noqa: S311  a sample, not a secret
    return texts[: WARM_UP + ASKED]


def ask_once(index: Path, questions: Path, lang: str) -> list[float]:
    """Ask every question once and give what each took of the processor."""
    # The code that is measured is that of the folder this process was started for.
    from search import open_index

    opened, taken = open_index(index), []
    for text in read_texts(questions):
        begun = time.thread_time_ns()
        opened.search(text, lang=lang)
        taken.append((time.thread_time_ns() - begun) / 1000)
    return taken[WARM_UP:]


def one_turn(code: Path, index: Path, questions: Path, lang: str) -> list[float]:
    """Ask in a new process, with the code of a folder."""
    command = [sys.executable, __file__, str(index), str(questions), "--lang", lang, "--turns", "0"]
    done = subprocess.run(command, env={"PYTHONPATH": str(code)}, capture_output=True, text=True, check=True)
    taken: list[float] = json.loads(done.stdout)
    return taken


@click.command()
@click.argument("index", type=click.Path(path_type=Path, exists=True))
@click.argument("questions", type=click.Path(path_type=Path, exists=True))
@click.option("--lang", default="en", show_default=True)
@click.option("--turns", default=3, show_default=True, help="Processes for each; 0 asks in this one.")
@click.option("--against", type=click.Path(path_type=Path, exists=True), help="Another copy of the project.")
def main(index: Path, questions: Path, lang: str, turns: int, against: Path | None) -> None:
    """Print what a new question takes of the processor, in microseconds."""
    if not turns:
        click.echo(json.dumps(ask_once(index, questions, lang)))
        return
    codes = [against, ROOT] if against is not None else [ROOT]
    runs = [[one_turn(code, index, questions, lang) for code in codes] for _ in range(turns)]
    for code, own in zip(codes, zip(*runs, strict=True), strict=True):
        least = sorted(map(min, zip(*own, strict=True)))
        p50, p95 = least[len(least) // 2], least[int(0.95 * len(least))]
        click.echo(f"{code}: mean {sum(least) / len(least):.0f} us, p50 {p50:.0f}, p95 {p95:.0f}")
    click.echo(f"load of the machine {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
