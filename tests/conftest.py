"""What all tests share: real databases, one built site, one running service, one browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.building import BuiltSite, build
from tests.compiling import compiled_once
from tests.databases import Emptied, created, find_postgres, put_migrated, serving_postgres
from tests.running import WAIT_S, Running, running

# A machine that others use is no stopwatch: the limit of time for one example would fail by chance.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")

IN_CI = os.environ.get("CI") == "true"  # noqa: TID251  tests are told by their environment
ROOM_B = 6 << 30
# The browser without its windows, where there is one, opens a page in a third of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
NewPage = Callable[..., Page]
READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let whoever has time look longer."""
    parser.addoption("--edits", type=int, default=0, help="random edits in tests/site/test_same_result.py")


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Keep what tests write in memory if there is plenty: each commit of a database waits for the disk."""
    memory = Path("/dev/shm")  # noqa: S108  pytest makes a private folder in it
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_B:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))  # noqa: TID251  pytest reads it there


def pytest_report_header() -> str:
    """Tell in the log which browser the tests take."""
    return f"browser: {CHROMIUM}"


def need(is_there: bool, what: str) -> None:
    """Skip a test that needs more than the machine has, with one line; fail instead in CI."""
    if is_there:
        return
    message = f"not on this machine: install {what} to run this test"
    if IN_CI:
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session", autouse=True)
def templates_are_compiled_once() -> Iterator[None]:
    """Spare each application and each build of this process the compiling of the same templates."""
    with compiled_once():
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start a real PostgreSQL for the tests and return its address; it ends with them."""
    programs = find_postgres()
    need(programs is not None, "PostgreSQL (Debian: apt-get install postgresql)")
    assert programs is not None
    with serving_postgres(programs) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> Iterator[Emptied]:
    """Migrate one PostgreSQL database for all tests that only fill it."""
    with created(postgres_server, "migrated") as url:
        database = Emptied(url)
        yield database
        database.close()


BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a migrated database without a row, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'portal.db'}"
        put_migrated(url)
        return url
    database: Emptied = request.getfixturevalue("migrated_postgres")
    database.empty()
    return database.url


@pytest.fixture(params=BOTH)
def bare_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of a database without a table, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'portal.db'}"
        return
    with created(request.getfixturevalue("postgres_server"), "bare") as url:
        yield url


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Build site and index of the shipped content once, through the real plugin."""
    return build(tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="session")
def service(built_site: BuiltSite) -> Iterator[Running]:
    """Start the service over the built site once, as an operator does."""
    with running(built_site) as service:
        yield service


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium once for all tests that need it."""
    need(CHROMIUM is not None, "Chromium (Debian: apt-get install chromium)")
    expect.set_options(timeout=WAIT_S * 1000)
    with sync_playwright() as playwright:
        # What a page tells while it closes bears the browser's own name, not the one of its context.
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", f"--user-agent={READER}"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[NewPage]:
    """Open a page of the running service as a visitor of one's own; keywords as of Playwright's contexts.

    Another browser is another visitor, also for the service. A policy of ours that blocks something of
    ours, or a script that fails, fails the test.
    """
    contexts: list[BrowserContext] = []
    failed: list[str] = []

    def opened(
        path: str, *, at: Running | None = None, width: int = 1280, height: int = 900, **wishes: object
    ) -> Page:
        service = at or request.getfixturevalue("service")
        usual = {"service_workers": "block", "user_agent": f"{READER} {request.node.name}/{len(contexts)}"}
        context = chromium.new_context(
            base_url=service.url,
            viewport={"width": width, "height": height},
            **(usual | wishes),  # type: ignore[arg-type]  # Playwright names them one by one
        )
        context.set_default_timeout(WAIT_S * 1000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert failed == []
