"""A real Chromium over the really built site; the service is stood in for, others test it whole."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import slots, stand_in
from tests.browser.stand_in import StandIn
from tests.conftest import CHROMIUM, need

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "ru", "hu")
OPENED_S = 10

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the whole site once, and fill its slots as the service would."""
    folder = tmp_path_factory.mktemp("browser")
    site = folder / "site"
    told = {
        **os.environ,  # noqa: TID251  a program of its own gets what this one has
        "PORTAL_VAR": str(folder / "var"),
        "NO_MKDOCS_2_WARNING": "1",
    }
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(site)]
    done = subprocess.run(build, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for lang in LANGUAGES:
        slots.fill(site, lang=lang)
    return site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium once for all tests that need it."""
    need(CHROMIUM is not None, "Chromium (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def _served(chromium: Browser, built_site: Path) -> Iterator[tuple[str, StandIn]]:
    # A server for each test: what a page tells while it closes must not reach the next one.
    told = StandIn()
    server = stand_in.start(built_site, told)
    yield f"http://127.0.0.1:{server.server_port}", told
    server.shutdown()
    server.server_close()


@pytest.fixture
def service(_served: tuple[str, StandIn]) -> StandIn:
    """Return what stands in for the service."""
    return _served[1]


@pytest.fixture
def open_page(chromium: Browser, _served: tuple[str, StandIn], service: StandIn) -> Iterator[NewPage]:
    """Open a page of the site in a browser of its own; keywords as of Playwright's contexts."""
    contexts: list[BrowserContext] = []

    def opened(path: str, *, width: int = 1280, height: int = 900, **wishes: object) -> Page:
        address, _ = _served
        context = chromium.new_context(
            base_url=address,
            viewport={"width": width, "height": height},
            **wishes,  # type: ignore[arg-type]  # Playwright names them one by one
        )
        context.set_default_timeout(OPENED_S * 1000)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
