"""Measure `portal check --no-questions` on a large help centre: at first, again, and after a few changes.

    python -m benchmarks.check [--articles 10000]

The articles are the demo's own, in all its languages, over and over with names of their own. Each check is a
process of its own, as an author starts it.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

ROOT = Path(__file__).parents[1]
_OWN_NAME = re.compile(r"(?<=[(/])(?P<name>[a-z0-9-]+)\.md")
_HEAD = re.compile(r"^(?P<key>id|title): (?P<value>.*)$", re.MULTILINE)
_CHANGED = 10


def make_project(folder: Path, *, articles: int) -> list[Path]:
    """Write a project of so many articles; return their files."""
    for name in ("themes", "mkdocs.yml", "content/_data"):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    for expected in (folder / "content/_data").glob("expected.*.yml"):
        expected.unlink()  # they would name articles that have other names here
    own = sorted((ROOT / "content").glob("[!_]*/*/*.md"))
    return list(_write_copies(folder / "content", own, articles))


def _write_copies(content: Path, own: Sequence[Path], articles: int) -> Iterator[Path]:
    texts = [(file.relative_to(ROOT / "content"), file.read_text("utf-8")) for file in own]
    names = {file.stem for file in own}
    for number in range(articles):
        copy = number // len(texts)
        place, text = texts[number % len(texts)]
        target = content / place.with_stem(f"{place.stem}-{copy}" if copy else place.stem)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_renamed(text, names, copy) if copy else text, encoding="utf-8")
        yield target


def _renamed(text: str, names: set[str], copy: int) -> str:
    """Return an article with a name of its own, whose links lead to articles of the same copy."""
    text = _HEAD.sub(lambda one: f"{one['key']}: {_more(one['value'], one['key'], copy)}", text)
    return _OWN_NAME.sub(
        lambda one: f"{one['name']}-{copy}.md" if one["name"] in names else one[0],
        text,
    )


def _more(value: str, key: str, copy: int) -> str:
    end = f"-{copy}" if key == "id" else f" {copy}"
    return f"{value[:-1]}{end}{value[-1]}" if value[-1] in "\"'" else f"{value}{end}"


def measure(folder: Path, what: str) -> None:
    """Check once and print how long it took."""
    before, started = os.times(), time.monotonic()
    environment = {**os.environ, "PORTAL_ROOT": str(folder), "PORTAL_TODAY": "2026-11-21"}  # noqa: TID251
    command = [sys.executable, "-m", "portal", "check", "--no-questions"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    seconds, after = time.monotonic() - started, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    said = [line for line in done.stdout.splitlines() if " errors, " in line]
    print(f"{what:<24} {seconds:6.1f} s  {cpu:6.1f} s of all processors  {said[0] if said else done.stderr}")


@click.command()
@click.option("--articles", default=10_000, help="How many, all languages together.")
def main(articles: int) -> None:
    """Measure and print."""
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(prefix="portal-check-") as name:
        folder = Path(name)
        files = make_project(folder, articles=articles)
        measure(folder, f"{articles} articles, cold")
        measure(folder, "nothing changed")
        for file in files[:_CHANGED]:
            file.write_text(file.read_text("utf-8") + "\nOne more line.\n", encoding="utf-8")
        measure(folder, f"{_CHANGED} changed")


if __name__ == "__main__":
    main()
