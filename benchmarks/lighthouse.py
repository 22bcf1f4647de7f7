"""Lighthouse (mobile) of each kind of page, weights over the wire, and html-validate of every built page.

Needs Chromium and npm; the two npm tools are installed into a temporary folder unless `--tools` names one
that has them. Everything is measured over the service itself, on a database of its own.

    .venv/bin/python -m benchmarks.lighthouse --lang en --lang ru --lang hu
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from benchmarks.serving import free_port, wait_for
from portal.services.shops import DEMO_ORDERS

Report = dict[str, Any]
TOOLS = ("lighthouse@12", "html-validate@10")
# A question that each language has answers to.
ASKED = {"en": "refund", "ru": "возврат", "hu": "visszatérítés"}
PAGES = {
    "home": "",
    "article": "delivery/delivery-options/",
    "FAQ": "orders/orders-faq/",
    "guide": "returns/return-an-item/",
    "search": "search/?q={asked}",
    "contact": "contact/",
    "orders": "orders/",
    "requests": "requests/",
}
# Results are kept out of search engines on purpose, so that rule is left out of their SEO figure.
NOT_FOR_ENGINES = {"search": "is-crawlable"}
CHROME = "--headless=new --no-sandbox --disable-dev-shm-usage"
RULES = Path(__file__).with_name("html-validate.json")
SHOWN = 40
# On a busy machine the browser does not always start in the time Lighthouse gives it.
TRIES = 3


@contextmanager
def npm_tools(folder: str) -> Iterator[Path]:
    """Give the folder of the programs; install them first if nobody has."""
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(folder or temporary)
        programs = place / "node_modules/.bin"
        if not (programs / "lighthouse").exists():
            subprocess.run(["npm", "install", "--silent", "--prefix", str(place), *TOOLS], check=True)
        yield programs


@contextmanager
def served(var: Path) -> Iterator[str]:
    """Build the site into a folder and serve it; give its address."""
    address = f"http://127.0.0.1:{free_port()}/"
    env = {
        "PATH": "/usr/bin:/bin",
        "PORTAL_VAR": str(var),
        "PORTAL_PORT": address.split(":")[2].strip("/"),
        "PORTAL_BASE_URL": address,
        # With orders to look up, the page of orders has its form.
        "PORTAL_SHOP_ORDERS": str(DEMO_ORDERS),
    }
    portal = [sys.executable, "-m", "portal"]
    subprocess.run([*portal, "build"], env=env, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen(
        [*portal, "serve"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(f"{address}readyz")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def addresses(langs: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Give each kind of page in each language: its kind, its name in the table and its address."""
    for lang in langs:
        for kind, path in PAGES.items():
            yield kind, f"{kind}, {lang}", f"{lang}/{path.format(asked=quote(ASKED[lang]))}"


def measure(programs: Path, url: str, *, without: str, chromium: str, folder: Path) -> Report:
    """Return Lighthouse's report of a page on its slow phone."""
    report = folder / "lighthouse.json"
    command = [str(programs / "lighthouse"), url, "--quiet", "--output=json", f"--output-path={report}"]
    skipped = [f"--skip-audits={without}"] if without else []
    env = {"PATH": "/usr/local/bin:/usr/bin:/bin", "CHROME_PATH": chromium, "HOME": str(folder)}
    for _ in range(TRIES):
        given = [*command, *skipped, f"--chrome-flags={CHROME}"]
        done = subprocess.run(given, env=env, capture_output=True, check=False)
        if done.returncode == 0:
            measured: Report = json.loads(report.read_text(encoding="utf-8"))
            return measured
    said = done.stderr.decode(errors="replace").strip()
    raise click.ClickException(f"Lighthouse could not measure {url} in {TRIES} tries. It said:\n{said}")


def row(name: str, report: Report) -> str:
    """Return a report as a row of the table."""
    scores = [round(100 * category["score"]) for category in report["categories"].values()]
    audits = report["audits"]
    paint = audits["largest-contentful-paint"]["numericValue"] / 1000
    weight = audits["total-byte-weight"]["numericValue"] / 1024
    return f"| {name} | {' | '.join(map(str, scores))} | {paint:.1f} s | {weight:.0f} KB |"


def complaints(report: Report) -> list[str]:
    """Return what kept a page from a full score in anything but speed."""
    return [
        f"{audit['id']}: {audit['title']}"
        for name, category in report["categories"].items()
        if name != "performance"
        for ref in category["auditRefs"]
        if ref["weight"] and (audit := report["audits"][ref["id"]])["score"] not in (1, None)
    ]


def validate(programs: Path, site: Path) -> list[str]:
    """Return every complaint of html-validate about the built pages."""
    command = [str(programs / "html-validate"), "--config", str(RULES), "--formatter", "json"]
    pages = [str(page) for page in sorted(site.rglob("*.html"))]
    printed = subprocess.run([*command, *pages], capture_output=True, text=True, check=False).stdout
    found = json.loads(printed or "[]")
    click.echo(
        f"html-validate: {len(pages)} pages, {sum(len(page['messages']) for page in found)} complaints"
    )
    return [
        f"{Path(page['filePath']).relative_to(site)}:{message['line']} {message['message']}"
        for page in found
        for message in page["messages"]
    ]


@click.command()
@click.option("--tools", default="", help="A folder with node_modules of lighthouse 12 and html-validate 10.")
@click.option(
    "--runs", default=3, show_default=True, help="Of each page the run with the middle speed counts."
)
@click.option("--lang", "langs", multiple=True, type=click.Choice(list(ASKED)), default=("en",))
def main(tools: str, runs: int, langs: tuple[str, ...]) -> None:
    """Print the table and every complaint."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium or not shutil.which("npm"):
        raise click.ClickException("Chromium and npm are needed: apt-get install chromium npm")
    with tempfile.TemporaryDirectory() as temporary, npm_tools(tools) as programs:
        folder = Path(temporary)
        with served(folder / "var") as address:
            said = []
            click.echo(
                "| page | performance | accessibility | best practices | SEO | largest paint | weight |"
            )
            click.echo("| --- | --- | --- | --- | --- | --- | --- |")
            for kind, name, path in addresses(langs):
                without = NOT_FOR_ENGINES.get(kind, "")
                reports = [
                    measure(programs, address + path, without=without, chromium=chromium, folder=folder)
                    for _ in range(runs)
                ]
                reports.sort(key=lambda report: report["categories"]["performance"]["score"])
                middle = reports[len(reports) // 2]
                click.echo(row(name, middle))
                said += [f"{name}: {complaint}" for complaint in complaints(middle)]
            said += validate(programs, folder / "var/site")
    for line in said[:SHOWN]:
        click.echo(line)


if __name__ == "__main__":
    main()
