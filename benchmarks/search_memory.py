"""How much memory one web process takes after it has answered searches.

    python -m benchmarks.search_memory [--questions FILE.jsonl] [--documents FILE.jsonl [--times 4]]

Without `--documents` the built demo is asked, in all its languages (run `portal build` first); with it an
index of those documents, repeated with changed ids. Questions are lines with `text`. The process is the real
service with one worker; its memory is read from /proc (Linux): all of it that stands in memory, mapped files
included.
"""

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import click

from benchmarks.serving import BROWSER, QUERIES, free_port, place, wait_for
from search import build_index
from search.evaluate import read_documents

LANGUAGES = ("en", "ru", "hu")
QUERIES_OF = {
    "ru": ("возврат денег", "где мой заказ", "чек"),
    "hu": ("visszaküldés", "hol a csomagom", "számla"),
}
ASKED = 1000
MEGABYTE = 1024


def repeated(folder: Path, documents: Path, times: int, lang: str) -> None:
    """Put an index of some documents, several times over, where the service looks for it."""
    pages = read_documents(documents, lang=lang)
    many = [replace(page, id=f"{page.id}~{turn}") for turn in range(times) for page in pages]
    build_index(many, folder / "var" / "index", engine="tantivy")


def memory_of(master: int) -> dict[str, float]:
    """Give the megabytes of the one worker, of its own and of mapped files."""
    children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    told = Path(f"/proc/{children[0]}/status").read_text().splitlines()
    sizes = {
        line.split(":")[0]: line.split()[1]
        for line in told
        if line.startswith(("VmRSS", "RssAnon", "RssFile"))
    }
    return {name: int(size) / MEGABYTE for name, size in sizes.items()}


def questions(path: Path | None, langs: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Give what is asked, with the language."""
    for lang in langs:
        yield from ((lang, text) for text in QUERIES_OF.get(lang, QUERIES))
    if path is not None:
        lines = path.read_text(encoding="utf-8").splitlines()[:ASKED]
        yield from ((langs[0], json.loads(line)["text"][:256]) for line in lines)


@click.command()
@click.option("--questions", "path", type=click.Path(path_type=Path, exists=True), help="What is asked.")
@click.option("--documents", type=click.Path(path_type=Path, exists=True), help="What is searched.")
@click.option("--times", default=1, show_default=True, help="How often the documents are repeated.")
@click.option("--var", type=click.Path(path_type=Path, exists=True), default="var", show_default=True)
def main(path: Path | None, documents: Path | None, times: int, var: Path) -> None:
    """Print the memory of a web process before and after it was asked."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        served = place(folder, documents, "en", var)
        if documents is not None and times > 1:
            repeated(served, documents, times, "en")
        port = free_port()
        env = {
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(Path.cwd()),
            "PORTAL_PORT": str(port),
            "PORTAL_DATABASE_URL": f"sqlite:///{folder / 'portal.db'}",
            "PORTAL_READS_PER_MINUTE": "100000000",
        }
        command = [sys.executable, "-m", "portal", "serve"]
        service = subprocess.Popen(command, env=env, cwd=served, stdout=subprocess.DEVNULL)
        try:
            base = f"http://127.0.0.1:{port}"
            wait_for(f"{base}/healthz")
            before = memory_of(service.pid)
            asked = 0
            for lang, text in questions(path, LANGUAGES if documents is None else ("en",)):
                address = f"{base}/api/search?{urlencode({'lang': lang, 'q': text})}"
                request = urllib.request.Request(address, headers={"User-Agent": BROWSER})  # noqa: S310
                with urllib.request.urlopen(request, timeout=30):  # noqa: S310  loopback
                    asked += 1
            after = memory_of(service.pid)
        finally:
            service.terminate()
            service.wait(timeout=20)
    for when, sizes in (("before", before), (f"after {asked} searches", after)):
        click.echo(f"{when:<22}" + "  ".join(f"{name} {size:6.0f} MB" for name, size in sizes.items()))
    click.echo(f"load of the machine  {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
