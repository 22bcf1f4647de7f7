"""Staff come in through the house's own provider (a real one, on loopback) or its proxy; nobody else does."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from portal.clock import utc_now
from portal.domain.staff_roles import Role, find_role, read_roles
from portal.errors import SettingsError
from portal.services.doors import Doors
from portal.services.single_sign_on import COOKIE as STATE_COOKIE
from portal.services.staff import COOKIE, list_members
from portal.settings import load_settings
from tests.services.parts import close, make_doors
from tests.web_dashboard.conftest import find_token, make_client

ROLES = "anna@shop.example=administrator, support=editor"
Make = Callable[..., Doors]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Start a provider that others wrote, in a process of its own."""
    users: list[dict[str, object]] = [
        {"sub": "1", "email": "anna@shop.example", "email_verified": True},
        {"sub": "2", "email": "anna@shop.example", "email_verified": False},
        {"sub": "3", "email": "bela@shop.example", "email_verified": True, "groups": ["support"]},
        {"sub": "4", "email": "nobody@shop.example", "email_verified": True},
    ]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = [word for user in users for word in ("--user-claims", json.dumps(user))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "-n", *told]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until_listening(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_until_listening(port: int) -> None:
    for _ in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        threading.Event().wait(0.1)
    pytest.fail("The provider did not start.")


@pytest.fixture
def make(tmp_path: Path, small_index: Path) -> Iterator[Make]:
    made: list[Doors] = []

    def doors(**settings: object) -> Doors:
        given = {"staff_roles": ROLES, "base_url": "http://localhost/"} | settings
        made.append(make_doors(tmp_path / "var", index=small_index, clock=utc_now, **given))  # type: ignore[arg-type]  # any clock
        return made[-1]

    yield doors
    for one in made:
        close(one)


@pytest.fixture
def offered(make: Make, provider: str) -> Doors:
    return make(oidc_issuer=provider, oidc_client_secret="shared", oidc_networks="127.0.0.0/8")


def agree(url: str, sub: str) -> str:
    """Say yes at the provider, as a browser would, and return where it sends the browser."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    body = urlencode({"sub": sub})
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", f"{parts.path}?{parts.query}", body, kind)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status in {302, 303}, answer.status
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def leave(client: FlaskClient) -> str:
    answer = client.get("/dashboard/sso?next=/dashboard/gaps")
    assert answer.status_code == 303
    return answer.location


def test_somebody_with_a_role_comes_in_and_goes_out(offered: Doors) -> None:
    client = make_client(offered)
    assert "/dashboard/sso" in client.get("/dashboard/sign-in").text
    there = leave(client)
    asked = parse_qs(urlsplit(there).query)
    assert asked["code_challenge_method"] == ["S256"]
    answer = client.get(agree(there, "1"))
    assert (answer.status_code, answer.location) == (303, "/dashboard/gaps")
    assert client.get_cookie(STATE_COOKIE, path="/dashboard/sso") is None
    page = client.get("/dashboard/gaps")
    assert page.status_code == 200
    assert [(one.login, one.role) for one in list_members(offered)] == [
        ("anna@shop.example (single sign-on)", Role.ADMINISTRATOR)
    ]
    assert client.post("/dashboard/sign-out", data={"token": find_token(page.text)}).status_code == 303
    assert client.get("/dashboard/gaps").status_code == 303


def test_a_group_gives_a_role(offered: Doors) -> None:
    client = make_client(offered)
    assert client.get(agree(leave(client), "3")).status_code == 303
    assert [one.role for one in list_members(offered)] == [Role.EDITOR]


@pytest.mark.parametrize("sub", ["2", "4"], ids=["an address nobody verified", "nobody gave a role"])
def test_nobody_else_comes_in(offered: Doors, sub: str) -> None:
    client = make_client(offered)
    assert client.get(agree(leave(client), sub)).status_code == 403
    assert client.get_cookie(COOKIE) is None
    assert list_members(offered) == ()


def test_a_sign_in_gets_a_token_of_its_own(offered: Doors) -> None:
    client = make_client(offered, cookie="planted")
    assert client.get(agree(leave(client), "1")).status_code == 303
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    assert cookie.value != "planted"


def test_an_answer_belongs_to_the_browser_that_asked(offered: Doors) -> None:
    asked, other = make_client(offered), make_client(offered)
    back = agree(leave(asked), "1")
    assert other.get(back).status_code == 403, "it asked for nothing"
    leave(other)
    assert other.get(back).status_code == 403, "it asked for something else"
    forged = back.replace("state=", "state=x")
    assert asked.get(forged).status_code == 403
    assert asked.get("/dashboard/sso/back").status_code == 403


def test_an_answer_counts_once(offered: Doors) -> None:
    client = make_client(offered)
    there = leave(client)
    kept = client.get_cookie(STATE_COOKIE, path="/dashboard/sso")
    back = agree(there, "1")
    assert client.get(back).status_code == 303
    assert kept is not None
    again = make_client(offered)
    again.set_cookie(STATE_COOKIE, kept.value, path="/dashboard/sso")
    assert again.get(back).status_code in {403, 503}


def test_a_provider_that_calls_itself_otherwise_is_not_believed(make: Make, provider: str) -> None:
    doors = make(oidc_issuer=f"{provider}/", oidc_networks="127.0.0.0/8")
    assert make_client(doors).get("/dashboard/sso").status_code == 503


def test_without_a_provider_there_is_no_such_way(make: Make) -> None:
    client = make_client(make())
    assert "/dashboard/sso" not in client.get("/dashboard/sign-in").text
    assert client.get("/dashboard/sso").status_code == 404
    assert client.get("/dashboard/sso/back?state=a&code=b").status_code == 404


PROXY = {"proxy_login_header": "X-Forwarded-Email", "proxy_login_from": "203.0.113.0/28"}


def test_a_trusted_proxy_says_who_it_is(make: Make) -> None:
    client = make_client(make(**PROXY))
    client.environ_base["HTTP_X_FORWARDED_EMAIL"] = "anna@shop.example"
    answer = client.get("/dashboard/gaps", follow_redirects=True)
    assert answer.status_code == 200
    assert "anna@shop.example" in answer.text


def test_another_person_at_the_same_browser_is_not_taken_for_the_first(make: Make) -> None:
    doors = make(**PROXY, staff_roles="anna@shop.example=administrator, bela@shop.example=reader")
    client = make_client(doors)
    for name in ("anna@shop.example", "bela@shop.example"):
        client.environ_base["HTTP_X_FORWARDED_EMAIL"] = name
        assert name in client.get("/dashboard/gaps", follow_redirects=True).text


@pytest.mark.parametrize("path", ["/dashboard/gaps", "/dashboard/sign-in"])
def test_nobody_else_may_say_it(make: Make, path: str) -> None:
    client = make_client(make(**(PROXY | {"proxy_login_from": "198.51.100.7"})))
    client.environ_base["HTTP_X_FORWARDED_EMAIL"] = "anna@shop.example"
    assert client.get(path).status_code == 403
    assert client.get_cookie(COOKIE) is None


def test_the_peer_is_who_spoke_and_not_whom_a_header_names(make: Make) -> None:
    client = make_client(make(**(PROXY | {"proxy_login_from": "198.51.100.7"}), trusted_proxies=1))
    client.environ_base["HTTP_X_FORWARDED_EMAIL"] = "anna@shop.example"
    client.environ_base["HTTP_X_FORWARDED_FOR"] = "198.51.100.7"
    assert client.get("/dashboard/gaps").status_code == 403


def test_without_the_setting_the_header_means_nothing(make: Make) -> None:
    client = make_client(make())
    client.environ_base["HTTP_X_FORWARDED_EMAIL"] = "anna@shop.example"
    assert client.get("/dashboard/gaps").status_code == 303


def test_the_highest_role_of_all_that_fit_holds() -> None:
    roles = read_roles("support=reader, leads=editor, Anna@Shop.example=administrator")
    assert find_role(roles, email="", groups=("support", "Leads")) is Role.EDITOR
    assert find_role(roles, email="ANNA@shop.example", groups=("support",)) is Role.ADMINISTRATOR
    assert find_role(roles, email="x@shop.example", groups=("anna@shop.example",)) is None


@pytest.mark.parametrize(
    "wrong",
    [{"staff_roles": "anna"}, {"staff_roles": "anna=boss"}, {"proxy_login_from": "the proxy"}],
    ids=str,
)
def test_settings_that_cannot_be_read_stop_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="PORTAL_"):
        load_settings(**wrong)
