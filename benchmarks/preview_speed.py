"""Measure how soon a saved article is new in `portal preview`: until the page that is served says so.

    python -m benchmarks.preview_speed FOLDER [--pages 2640] [--times 10]

FOLDER holds Markdown files; build_projects.py makes a help centre of them. The search index follows behind:
how soon the new word is found is measured, too.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import click

from benchmarks.build_projects import make_project

_ADDRESS = re.compile(r"Open (http://127\.0\.0\.1:\d+/)")
_PATIENCE_S = 120.0
_PAUSE_S = 0.02


@contextmanager
def previewing(project: Path) -> Iterator[str]:
    """Start the preview and give its address once the site is there."""
    command = [sys.executable, "-u", "-m", "portal", "preview", "--port", "0"]
    with subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True) as process:
        try:
            lines = iter(process.stdout or ())
            found = next(filter(None, map(_ADDRESS.match, lines)), None)
            if found is None:
                raise SystemExit("The preview has ended before it was open.")
            yield found[1]
        finally:
            process.terminate()


def wait_for(address: str, word: str) -> None:
    """Return when what is served has a word."""
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        try:
            with urlopen(address) as answer:  # noqa: S310  our own
                if word in answer.read().decode():
                    return
        except URLError:
            pass
        time.sleep(_PAUSE_S)
    raise SystemExit(f"{address} did not say {word} within {_PATIENCE_S:.0f} s.")


def measure(change: Callable[[], None], address: str, word: str) -> float:
    """Save, and return the seconds until it is served."""
    started = time.monotonic()
    change()
    wait_for(address, word)
    return time.monotonic() - started


@click.command()
@click.argument("corpus", type=click.Path(exists=True, path_type=Path))
@click.option("--pages", default=2640, show_default=True)
@click.option("--times", default=10, show_default=True)
def main(corpus: Path, pages: int, times: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="preview-") as temporary:
        project = make_project(Path(temporary, "project"), corpus, pages=pages)
        article = sorted((project / "content/en").rglob("*.md"))[7]
        path = article.relative_to(project / "content").with_suffix("").as_posix()
        with previewing(project) as address:
            wait_for(f"{address}api/search?lang=en&q=account", "hits")
            shown, found = [], []
            for number in range(times):
                word = f"zeppelin{number}x{os.getpid()}"

                def save(word: str = word) -> None:
                    with article.open("a", encoding="utf-8") as file:
                        file.write(f"\nThe {word} brings it.\n")

                started = time.monotonic()
                shown.append(measure(save, f"{address}{path}/", word))
                wait_for(f"{address}api/search?lang=en&q={word}", path)
                found.append(time.monotonic() - started)
    load = os.getloadavg()[0]
    for name, seconds in (("served", shown), ("found", found)):
        told = f"median {statistics.median(seconds):.2f} s, most {max(seconds):.2f} s"
        click.echo(f"{pages} pages, new text is {name}: {told} (load {load:.1f})")


if __name__ == "__main__":
    main()
