"""The door for outgoing HTTP: where it leads, what it lets in, and what it tells of a call that failed."""

import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from portal.connectors.addresses import AddressRefused, check_address
from portal.connectors.http import Call, Http, Limits, NoAnswer, NotSent
from portal.connectors.waits import MOST_WAIT_S, read_wait
from tests.connectors.fakes.server import Ask, Fake, Reply, Server

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LOOPBACK = ("127.0.0.0/8",)


def at(*addresses: str):  # type: ignore[no-untyped-def]
    return lambda _host, _port: addresses


class Echo(Fake):
    """A server that sends what it is told to."""

    reply: Reply = Reply(200, {"ok": True})

    def handle(self, _ask: Ask) -> Reply:
        return self.reply


@pytest.fixture
def echo(server: Server) -> Echo:
    server.fake = echo = Echo(lambda: NOW)
    return echo


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "240.0.0.1"),
        *("::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "224.0.0.1"),
    ],
)
def test_private_and_local_addresses_are_not_called(address: str) -> None:
    with pytest.raises(AddressRefused):
        check_address("https://desk.example/", resolve=at("93.184.216.34", address))


@pytest.mark.parametrize(
    "url",
    [
        *("http://desk.example/", "ftp://desk.example/", "file:///etc/passwd", "//desk.example", ""),
        *("https://user:secret@desk.example/", "https:///path"),
    ],
)
def test_only_plain_https_addresses_are_called(url: str) -> None:
    with pytest.raises(AddressRefused):
        check_address(url, resolve=at("93.184.216.34"))


def test_a_network_that_the_operator_named_may_be_called() -> None:
    target = check_address("http://desk.local:8080/x?y=1", allowed=("10.0.0.0/8",), resolve=at("10.9.9.9"))
    assert (target.addresses, target.port, target.path) == (("10.9.9.9",), 8080, "/x?y=1")


def test_a_call_goes_to_the_address_that_was_checked(server: Server, echo: Echo) -> None:
    answers = iter([("127.0.0.1",)])
    http = Http(allowed=LOOPBACK, resolve=lambda _host, _port: next(answers))
    port = server.server_address[1]
    assert http.send(Call("GET", f"http://desk.example:{port}/x")).status == 200
    assert echo.asks[0].headers["host"] == f"desk.example:{port}"


def test_a_redirect_is_an_answer_and_is_not_followed(server: Server, echo: Echo) -> None:
    echo.reply = Reply(302, None, {"Location": "http://169.254.169.254/latest"})
    answer = Http(allowed=LOOPBACK).send(Call("GET", f"{server.address}/x"))
    assert answer.status == 302
    assert len(echo.asks) == 1


def test_too_large_an_answer_is_none(server: Server, echo: Echo) -> None:
    echo.reply = Reply(200, b"x" * 2_000)
    with pytest.raises(NoAnswer):
        Http(allowed=LOOPBACK, limits=Limits(most_bytes=1_000)).send(Call("GET", f"{server.address}/x"))


def test_a_header_cannot_bring_another_line(server: Server, echo: Echo) -> None:
    Http(allowed=LOOPBACK).send(Call("GET", f"{server.address}/x", {"X-Case": "1\r\nX-Evil: 2"}))
    assert "x-evil" not in echo.asks[0].headers


def test_what_was_never_sent_is_known_as_that() -> None:
    with pytest.raises(NotSent):
        Http(allowed=LOOPBACK).send(Call("POST", "http://127.0.0.1:1/x"))
    with pytest.raises(NotSent):
        Http(resolve=at("10.0.0.1")).send(Call("POST", "https://desk.example/x"))


def test_a_host_that_cannot_prove_its_name_gets_nothing(server: Server, echo: Echo) -> None:
    http = Http(allowed=LOOPBACK, trust=ssl.create_default_context(), limits=Limits(connect_s=2.0))
    with pytest.raises(NotSent):
        http.send(Call("POST", f"https://127.0.0.1:{server.server_address[1]}/x", {}, b"secret"))
    assert echo.asks == []


def test_a_call_does_not_show_what_it_carries() -> None:
    call = Call("POST", "https://hooks.example/SECRET", {"Authorization": "SECRET"}, b"SECRET")
    assert "SECRET" not in repr(call)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "30"}, 30.0),
        ({"retry-after": format_datetime(NOW + timedelta(seconds=90), usegmt=True)}, 90.0),
        ({"retry-after": format_datetime(NOW - timedelta(days=1), usegmt=True)}, 0.0),
        ({"retry-after": "99999999"}, MOST_WAIT_S),
        ({"x-hubspot-ratelimit-interval-milliseconds": "10000"}, 10.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({}, None),
    ],
)
def test_how_long_to_wait_is_read_in_every_form(headers: dict[str, str], seconds: float | None) -> None:
    assert read_wait(headers, now=NOW) == seconds
