"""Measure building the site beside MkDocs with Material, Zensical and Hugo, on the same pages in one run.

    python -m benchmarks.build FOLDER [--pages 2640] [--others material,zensical,hugo] [--grow 300,1000,10000]

FOLDER holds Markdown files; build_projects.py makes a help centre of them, in `--folder` or where the system
has its temporary files. Times are of this machine and of this hour: read them as ratios within one run. CPU
seconds say more than the clock when others work on it; those of the system are mostly the disk's.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from benchmarks.build_projects import make_project
from portal.articles.redirects import SHORT_LINKS_FOLDER
from search.lens import choose

MATERIAL = """site_name: Benchmark
docs_dir: content/en
site_dir: {site}
theme:
  name: material
  font: false
{features}plugins: {plugins}
markdown_extensions: [admonition, attr_list, def_list, tables, toc]
"""
HUGO = """baseURL = "https://example.com/"
title = "Benchmark"
contentDir = "pages"
disableKinds = ["taxonomy", "term", "RSS"]
[markup.goldmark.renderer]
unsafe = true
"""
BARE = "<!DOCTYPE html><html><head><title>{{ .Title }}</title></head><body>{{ .Content }}</body></html>"
SAMPLING_S = 0.2
LONG = 900
"""So many words are more than the beginning that search learns from, whatever else stands in a file."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one build took: seconds on the clock, of all processors, and megabytes of all processes."""

    name: str
    seconds: float
    cpu: float
    system: float
    """Of the processors' seconds those that the system took for itself: files, memory, processes."""
    megabytes: float


def measure(name: str, command: Sequence[str], folder: Path, *, looks: bool = False) -> Run:
    """Run a build and take its time; raise if it fails.

    Who looks at the memory again and again makes a build of several processes wait, so it is done apart.
    """
    before = os.times()
    started = time.monotonic()
    # What the operator's shell says stays; programs are found there.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}  # noqa: TID251
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        peak: list[float] = [0.0]
        if looks:
            threading.Thread(target=_watch, args=(process, peak), daemon=True).start()
        output = process.communicate()[0]
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{output.decode()[-3000:]}")
    seconds, after = time.monotonic() - started, os.times()
    system = after.children_system - before.children_system
    cpu = after.children_user - before.children_user + system
    memory = f", {peak[0]:.0f} MB" if looks else ""
    print(
        f"{name}: {seconds:.2f} s, {cpu:.2f} s of processors, {system:.2f} s of it the system's{memory}",
        file=sys.stderr,
    )
    return Run(name, seconds, cpu, system, peak[0])


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    """Add up the memory of a process and all below it, again and again; shared pages count once."""
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_megabytes(pid) for pid in _family(process.pid)))
        time.sleep(SAMPLING_S)


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _megabytes(pid: int) -> float:
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def ours(project: Path) -> list[Run]:
    """Build from nothing, again with nothing changed, and four times each with one article edited."""
    portal = [sys.executable, "-m", "portal", "build"]
    shutil.rmtree(project / "var", ignore_errors=True)
    clean = measure("portal build --clean", [*portal, "--clean"], project)
    memory = measure("the same, looked at", [*portal, "--clean"], project, looks=True).megabytes
    runs = [replace(clean, megabytes=memory)]
    runs.append(measure("portal build, nothing changed", portal, project))
    article = _learned_from(project)
    runs.append(_edit("portal build, one article edited", portal, article, project, at_beginning=False))
    runs.append(_edit("the same, axes learned anew", portal, article, project, at_beginning=True))
    return runs


def _learned_from(project: Path) -> Path:
    """Choose an article whose beginning, but not whose end, search learns its axes from."""
    articles = {file.stem: file for file in (project / "content/en").rglob("*.md")}
    ids = sorted(articles)
    chosen = (articles[ids[number]] for number in choose(ids))
    return next(file for file in chosen if len(file.read_text("utf-8").split()) > LONG)


def _edit(name: str, build: Sequence[str], article: Path, project: Path, *, at_beginning: bool) -> Run:
    """Add a sentence with a new word four times; give the run of middle length."""
    edits = []
    for number in range(4):
        sentence = f"\nSentence number {number}x{at_beginning:d} about zeppelins.\n"
        head, end, body = article.read_text("utf-8").partition("\n---\n")
        body = f"{sentence}{body}" if at_beginning else f"{body}{sentence}"
        article.write_text(f"{head}{end}{body}", "utf-8")
        edits.append(measure(name, build, project))
    return sorted(edits, key=lambda run: run.seconds)[len(edits) // 2]


def material(project: Path, *, prune: bool, search: bool) -> Run:
    """Build with Material as it comes, or without its search and with a pruned navigation."""
    name = "material-prune" if prune else "material"
    features = "  features: [navigation.prune]\n" if prune else ""
    plugins = "[search]" if search else "[]"
    config = MATERIAL.format(site=f"other/{name}", features=features, plugins=plugins)
    (project / f"{name}.yml").write_text(config, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", f"{name}.yml"]
    shown = "MkDocs + Material, search" if search else "MkDocs + Material, pruned, no search"
    run = measure(shown, command, project)
    shutil.rmtree(project / "other" / name, ignore_errors=True)
    return run


def zensical(project: Path, program: str) -> Run:
    """Build with Zensical and a pruned navigation."""
    config = MATERIAL.format(
        site="other/zensical", features="  features: [navigation.prune]\n", plugins="[search]"
    )
    (project / "zensical.yml").write_text(config, encoding="utf-8")
    run = measure("Zensical, pruned", [program, "build", "--clean", "-f", "zensical.yml"], project)
    shutil.rmtree(project / "other", ignore_errors=True)
    return run


def hugo(project: Path) -> Run:
    """Build with Hugo and a layout of one line."""
    folder = project / "hugo"
    (folder / "layouts/_default").mkdir(parents=True, exist_ok=True)
    for name in ("single", "list"):
        (folder / f"layouts/_default/{name}.html").write_text(BARE, encoding="utf-8")
    shutil.copytree(project / "content/en", folder / "pages", dirs_exist_ok=True)
    (folder / "config.toml").write_text(HUGO, encoding="utf-8")
    return measure("Hugo, bare layout", ["hugo", "--quiet", "-d", "public"], folder)


def weigh(project: Path) -> None:
    """Print what pages weigh, and how much of an article's page is the theme's."""
    site = project / "var/site"
    sizes, frames = [], []
    for file in (site / "en").glob("group-*/*/index.html"):
        text = file.read_text("utf-8")
        start = text.index('<div class="prose"')
        end = text.index('<div class="verdict"')
        sizes.append(len(text.encode()))
        frames.append(len(text.encode()) - len(text[start:end].encode()))
    print(
        f"\nPage of an article: median {statistics.median(sizes) / 1000:.1f} KB; the theme's part: "
        f"median {statistics.median(frames) / 1000:.1f} KB, most {max(frames) / 1000:.1f} KB."
    )


def list_kinds(site: Path) -> None:
    """Print how many files and folders of each kind a site has, and how much they hold."""
    kinds: dict[str, list[int]] = {}
    for file in site.rglob("*"):
        if file.is_dir():
            kinds.setdefault("folders", []).append(0)
        else:
            leads_on = file.parts[len(site.parts) + 1 : len(site.parts) + 2] == (SHORT_LINKS_FOLDER,)
            kind = "short links" if leads_on else "".join(file.suffixes[-2:])
            kinds.setdefault(kind, []).append(file.stat().st_size)
    print("\n| files | number | MB |\n| --- | ---: | ---: |")
    for kind, sizes in sorted(kinds.items(), key=lambda one: -len(one[1])):
        print(f"| {kind} | {len(sizes)} | {sum(sizes) / 1e6:.1f} |")


def report(runs: Sequence[Run], pages: int) -> None:
    """Print the table in Markdown; ratios are to our clean build."""
    base = runs[0]
    print(f"\n{pages} pages, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n")
    print("| build | seconds | of processors | of the system | ratio | ratio of processors | memory MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for run in runs:
        ratios = f"{run.seconds / base.seconds:.2f} | {run.cpu / base.cpu:.2f}"
        memory = f"{run.megabytes:.0f}" if run.megabytes else "–"
        took = f"{run.seconds:.2f} | {run.cpu:.2f} | {run.system:.2f}"
        print(f"| {run.name} | {took} | {ratios} | {memory} |")


@click.command()
@click.argument("corpus", type=click.Path(exists=True, path_type=Path))
@click.option("--pages", default=2640, show_default=True)
@click.option("--others", default="", help="Of material, prune, zensical, hugo; with commas.")
@click.option("--zensical-program", default="zensical", show_default=True)
@click.option("--grow", default="", help="Also build so many pages each, with commas, for the cost per page.")
@click.option("--folder", type=click.Path(exists=True, file_okay=False), help="Where all is built.")
def main(corpus: Path, pages: int, others: str, zensical_program: str, grow: str, folder: str | None) -> None:
    """Measure and print."""
    wanted = set(filter(None, others.split(",")))
    with tempfile.TemporaryDirectory(prefix="build-", dir=folder) as temporary:
        project = make_project(Path(temporary, "project"), corpus, pages=pages)
        runs = ours(project)
        weigh(project)
        list_kinds(project / "var/site")
        if "hugo" in wanted:
            runs.append(hugo(project))
        if "zensical" in wanted:
            runs.append(zensical(project, zensical_program))
        if "prune" in wanted:
            runs.append(material(project, prune=True, search=False))
        if "material" in wanted:
            runs.append(material(project, prune=False, search=True))
        report(runs, pages)
        for count in map(int, filter(None, grow.split(","))):
            shutil.rmtree(project)
            grown = ours(make_project(project, corpus, pages=count))
            each = grown[0].cpu / count * 1000
            print(f"\n{count} pages: {each:.1f} ms of processors each", end="")
            report(grown, count)


if __name__ == "__main__":
    main()
