"""The whole product as it runs: gunicorn, SQLite, the real index and a real browser."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.building import ROOT, BuiltSite
from tests.conftest import CHROMIUM, need

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"
WAIT_S = 30
FIRST_PASSWORD = "admin / "


@dataclass(frozen=True)
class Running:
    """A service that runs, and what may be asked of it from outside."""

    url: str
    var: Path
    password: str
    env: dict[str, str]

    def deliver(self) -> list[EmailMessage]:
        """Let the worker run once and return every letter that is in the outbox folder."""
        command = [sys.executable, "-m", "portal", "worker", "--once"]
        subprocess.run(command, cwd=ROOT, env=self.env, check=True, capture_output=True)
        files = sorted((self.var / "outbox").glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


@pytest.fixture(scope="session")
def service(built_site: BuiltSite) -> Iterator[Running]:
    """Start the service on a free port over the built site, as an operator does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}/"
    env = {
        **os.environ,  # noqa: TID251  a program of its own gets what this one has
        "PORTAL_VAR": str(built_site.settings.var_dir.resolve()),
        "PORTAL_PORT": str(port),
        "PORTAL_BASE_URL": url,
        "PORTAL_QUERY_MIN_SESSIONS": "1",
    }
    command = [sys.executable, "-u", "-m", "portal", "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        password = first.split(FIRST_PASSWORD)[1].split()[0]
        _wait_for(url + "readyz")
        yield Running(url, built_site.settings.var_dir, password, env)
    finally:
        process.terminate()
        process.wait(timeout=WAIT_S)
        if process.stdout is not None:
            process.stdout.close()


def _wait_for(url: str) -> None:
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310  our own service on loopback
                return
        except OSError:
            continue
    pytest.fail(f"{url} did not answer within {WAIT_S} s")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium once."""
    need(CHROMIUM is not None, "Chromium (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def visit(
    chromium: Browser, service: Running, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Open a page as a visitor of one's own: another browser is another visitor, also of the service."""
    contexts: list[BrowserContext] = []

    def open_page(path: str, **wishes: object) -> Page:
        agent = f"{BROWSER} {request.node.name}/{len(contexts)}"
        context = chromium.new_context(base_url=service.url, user_agent=agent, **wishes)  # type: ignore[arg-type]
        context.set_default_timeout(WAIT_S * 1000)
        contexts.append(context)
        page = context.new_page()
        # A policy that blocks something of our own, or a script that fails, fails the test.
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
