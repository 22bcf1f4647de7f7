"""The dashboard over a real database, empty or filled with the demo's visits, and somebody signed in."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.services.doors import Doors
from portal.services.gaps import refresh_gaps
from portal.services.gaps_articles import judge_articles
from portal.services.simulating import fill_demo
from portal.services.staff import COOKIE, Role, add_member
from portal.web.app import create_app
from tests.services.parts import (
    CHROME,
    TurnedClock,
    cheap_passwords,
    close,
    make_doors,
    make_index,
    make_site,
)

SignIn = Callable[..., FlaskClient]


@pytest.fixture(scope="session", autouse=True)
def passwords_cost_nothing() -> Iterator[None]:
    with cheap_passwords():
        yield


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_index(tmp_path_factory.mktemp("built") / "index")


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def doors(tmp_path: Path, small_index: Path, clock: TurnedClock) -> Iterator[Doors]:
    opened = make_doors(tmp_path / "var", index=small_index, clock=clock)
    make_site(opened.settings.site_dir)
    yield opened
    close(opened)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, small_index: Path) -> Iterator[Doors]:
    """Return doors over a demo's database; tests only read it."""
    opened = make_doors(
        tmp_path_factory.mktemp("filled") / "var", index=small_index, clock=TurnedClock(), demo=True
    )
    fill_demo(opened, days=14)
    refresh_gaps(opened)
    judge_articles(opened)
    yield opened
    close(opened)


def make_client(doors: Doors, *, cookie: str | None = None) -> FlaskClient:
    client = create_app(doors, start_recorder=False).test_client()
    client.environ_base |= {"HTTP_USER_AGENT": CHROME, "REMOTE_ADDR": "203.0.113.7"}
    if cookie is not None:
        client.set_cookie(COOKIE, cookie)
    return client


def find_token(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found, "the page has no form with a token"
    return found[1]


def send_sign_in(client: FlaskClient, login: str, password: str, **more: str) -> int:
    token = find_token(client.get("/dashboard/sign-in").text)
    form = {"token": token, "login": login, "password": password} | more
    return client.post("/dashboard/sign-in", data=form).status_code


def sign_in_as(doors: Doors, role: Role, *, login: str = "") -> FlaskClient:
    """Return the client of a new member of staff who has signed in."""
    name = login or f"{role}-{doors.clock().timestamp()}-{id(doors)}"
    password = add_member(doors, name, role=role)
    client = make_client(doors)
    assert send_sign_in(client, name, password) == 303
    return client


@pytest.fixture
def editor(doors: Doors) -> FlaskClient:
    return sign_in_as(doors, Role.EDITOR)


@pytest.fixture(scope="session")
def filled_cookies(filled: Doors) -> dict[Role, str]:
    """Return the cookie of one member of each role, signed in once for all tests."""
    cookies = {}
    for role in Role:
        cookie = sign_in_as(filled, role).get_cookie(COOKIE)
        assert cookie is not None
        cookies[role] = cookie.value
    return cookies


@pytest.fixture
def filled_editor(filled: Doors, filled_cookies: dict[Role, str]) -> FlaskClient:
    return make_client(filled, cookie=filled_cookies[Role.EDITOR])


@pytest.fixture
def filled_reader(filled: Doors, filled_cookies: dict[Role, str]) -> FlaskClient:
    return make_client(filled, cookie=filled_cookies[Role.READER])
