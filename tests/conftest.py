"""What all tests share: real databases, one built site, one running service, one browser."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from sqlalchemy import text

from portal.store.database import open_database
from tests.building import BuiltSite, build
from tests.running import WAIT_S, Running, running

# A machine that others use is no stopwatch: the limit of time for one example would fail by chance.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")

IN_CI = os.environ.get("CI") == "true"  # noqa: TID251  tests are told by their environment
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NewPage = Callable[..., Page]
READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let whoever has time look longer."""
    parser.addoption("--edits", type=int, default=0, help="random edits in tests/site/test_same_result.py")


def need(is_there: bool, what: str) -> None:
    """Skip a test that needs more than the machine has, with one line; fail instead in CI."""
    if is_there:
        return
    message = f"not on this machine: install {what} to run this test"
    if IN_CI:
        pytest.fail(message)
    pytest.skip(message)


def find_postgres() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest first, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[-3])
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start a real PostgreSQL for the tests and return its address; it ends with them."""
    programs = find_postgres()
    need(programs is not None, "PostgreSQL (Debian: apt-get install postgresql)")
    assert programs is not None
    with TemporaryDirectory(prefix="pg") as folder:
        server = _Server(programs, Path(folder))
        server.start()
        try:
            yield server.url
        finally:
            server.stop()


class _Server:
    """A PostgreSQL cluster in a folder, reached through a socket in that folder."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        # PostgreSQL refuses to run as root; Debian's package brings this user.
        self._as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        if os.geteuid() != 0:
            self._as_user = []
        else:
            shutil.chown(folder, "postgres", "postgres")
        self.url = f"postgresql://portal@/postgres?host={folder}"

    def start(self) -> None:
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", "portal", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-k {self._folder} -c listen_addresses= -c fsync=off"
        self._run("pg_ctl", "-D", data, "-o", options, "-l", str(self._folder / "log"), "-w", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *words: str) -> None:
        command = [*self._as_user, str(self._programs / program), *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/")
        assert done.returncode == 0, f"{program} failed: {done.stdout}{done.stderr}"


@pytest.fixture
def postgres_url(postgres_server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """Return the address of an empty PostgreSQL database."""
    name = f"test_{abs(hash(request.node.nodeid)):x}"
    admin = open_database(postgres_server).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"create database {name}"))
    yield postgres_server.replace("/postgres?", f"/{name}?")
    with admin.connect() as connection:
        connection.execute(text(f"drop database {name} with (force)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'portal.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


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
