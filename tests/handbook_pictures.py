"""Take the pictures of the authors' handbook again: `python -m tests.handbook_pictures`.

It goes through the handbook's commands on a copy of the content in a repository of its own. It stands among
the tests because it works with their Chromium; nobody runs it but who has changed a screen. Pictures are
WebP, so that they stay small in git.
"""

import base64
import html
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from portal.services.doors import open_doors
from portal.services.gaps import refresh_gaps
from portal.services.simulating import fill_demo
from portal.services.staff import Role, add_member
from portal.settings import load_settings
from portal.web.app import create_app
from tests.conftest import CHROMIUM

ROOT: Final = Path(__file__).parents[1]
PICTURES: Final = ROOT / "docs" / "pictures"
WIDTH: Final = 1000
WIDE: Final = 1280
HEIGHT: Final = 760
QUALITY: Final = 72
CANCEL: Final = "content/en/orders/cancel-an-order.md"
TERMINAL: Final = """<!doctype html><meta charset="utf-8"><body style="margin:0;background:#1d1f24">
<pre style="margin:0;padding:20px 24px;font:15px/1.5 monospace;color:#e8e8e8;white-space:pre-wrap;
width:950px;box-sizing:border-box">{text}</pre>"""


def make_project(root: Path) -> None:
    """Copy the content and make a repository of it."""
    for name in ("content", "themes"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / ".gitignore").write_text("var/\n", "utf-8")
    for line in ("init -q -b main", "add -A", "commit -q -m Begin", "tag v1"):
        git(root, line)


def git(root: Path, line: str) -> None:
    """Run git as somebody."""
    names = ["-c", "user.name=An author", "-c", "user.email=author@kannahaz.example"]
    subprocess.run(["git", "-C", str(root), *names, *line.split()], check=True, capture_output=True)


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Replace what stands once in a file."""
    text = (root / file).read_text("utf-8")
    if text.count(old) != 1:
        raise SystemExit(f"{file} has {old!r} {text.count(old)} times; mend tests/handbook_pictures.py.")
    (root / file).write_text(text.replace(old, new), "utf-8")


def keep(page: Page, name: str, *, height: float, top: float = 0) -> None:
    """Write a part of the page, as wide as the window."""
    told = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot",
        {
            "format": "webp",
            "quality": QUALITY,
            "captureBeyondViewport": True,
            "clip": {"x": 0, "y": top, "width": page.evaluate("innerWidth"), "height": height, "scale": 1},
        },
    )
    file = PICTURES / f"{name}.webp"
    file.write_bytes(base64.b64decode(told["data"]))
    click.echo(f"{file.relative_to(ROOT)}: {file.stat().st_size} bytes")


def portal(*words: str) -> str:
    """Run a command of the portal and return what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "portal", *words], capture_output=True, text=True, check=False
    )
    return (done.stdout + done.stderr).replace(f"{Path.cwd()}/", "")


def keep_terminal(page: Page, name: str, *commands: tuple[str, ...], most: int = 26) -> None:
    """Show commands with what they say, as a terminal does."""
    told = []
    for words in commands:
        said = portal(*words).rstrip().splitlines()
        cut = [*said[: most // len(commands)], "…"] if len(said) > most // len(commands) + 2 else said
        told.append(
            f"<b style='color:#8fd18f'>$ portal {' '.join(words)}</b>\n{html.escape(chr(10).join(cut))}"
        )
    page.set_content(TERMINAL.format(text="\n\n".join(told)))
    keep(page, name, height=page.evaluate("document.querySelector('pre').offsetHeight"))


@contextmanager
def previewed() -> Iterator[str]:
    """Run `portal preview` and give its address."""
    command = [sys.executable, "-m", "portal", "preview", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            yield next(line.split()[1] for line in running.stdout if line.startswith("Open "))
        finally:
            running.terminate()


@contextmanager
def served() -> Iterator[tuple[str, str]]:
    """Serve the demo with its simulated visits; give the address and an editor's password."""
    portal("build")
    doors = open_doors(load_settings(demo=True))
    fill_demo(doors, days=14)
    refresh_gaps(doors)
    password = add_member(doors, "eva", role=Role.EDITOR)
    server = make_server("127.0.0.1", 0, create_app(doors, start_recorder=False), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", password
    finally:
        server.shutdown()


def take_commands(page: Page, root: Path) -> None:
    """What `portal check` and `portal translations` say after two edits."""
    edit(root, CANCEL, "you need not give a reason", "nobody asks you for a reason")
    git(root, "add -A")
    git(root, "commit -q -m Change")
    keep_terminal(page, "translations", ("translations", "--diff"))
    edit(
        root,
        CANCEL,
        "nobody asks you for a reason",
        "[nobody asks](../orders/reasons.md) you on +36 30 123 4567",
    )
    keep_terminal(page, "check", ("check", "--no-questions"))
    git(root, "checkout -q .")


def take_preview(page: Page, root: Path) -> None:
    """The preview, with a mistake told in the page."""
    with previewed() as address:
        page.goto(f"{address}orders/cancel-an-order/")
        edit(
            root,
            CANCEL,
            "nobody asks you for a reason",
            "[nobody asks](../orders/reasons.md) you for a reason",
        )
        page.get_by_text("leads nowhere").wait_for()
        keep(page, "preview", height=HEIGHT)
        git(root, "checkout -q .")


def take_pages(page: Page) -> None:
    """The dashboard's pages for authors, and a guide as readers see it."""
    with served() as (address, password):
        page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        page.goto(f"{address}/dashboard/gaps?ui=en&lang=en")
        page.fill("#login", "eva")
        page.fill("#password", password)
        page.click("main form button")
        page.wait_for_url("**/dashboard/gaps**")
        box = page.get_by_role("heading", name="Open", exact=True).bounding_box()
        keep(page, "gaps", top=box["y"] - 16 if box else 0, height=560)
        page.goto(f"{address}/dashboard/notices?ui=en")
        page.fill("#text_en", "Our telephone is out of order today. [Write to us](contact/index.md).")
        keep(page, "notices", top=250, height=820)
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        page.goto(f"{address}/en/returns/return-an-item/")
        page.locator("a.choice").first.wait_for()
        keep(page, "guide", top=450, height=640)


def main() -> None:
    """Take all of them."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="handbook-") as folder, sync_playwright() as playwright:
        root = Path(folder)
        make_project(root)
        os.chdir(root)
        os.environ["PORTAL_TODAY"] = "2026-11-23"  # noqa: TID251  for the commands that it starts
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        take_commands(page, root)
        take_preview(page, root)
        take_pages(page)
        browser.close()


if __name__ == "__main__":
    main()
