"""The real application over a real database, the small index and the small site."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.services.doors import Doors
from portal.services.working import Worker
from portal.web.app import create_app
from tests.services.parts import CHROME, TurnedClock, close, make_doors, make_index, make_site

AS_CHROME = {"HTTP_USER_AGENT": CHROME, "REMOTE_ADDR": "203.0.113.7"}


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


@pytest.fixture
def app(doors: Doors) -> Flask:
    return create_app(doors, start_recorder=False)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return as_chrome(app)


@pytest.fixture
def doors_of_both(
    tmp_path: Path, small_index: Path, clock: TurnedClock, database_url: str
) -> Iterator[Doors]:
    """Return doors over SQLite and over PostgreSQL."""
    opened = make_doors(tmp_path / "var", index=small_index, clock=clock, database_url=database_url)
    make_site(opened.settings.site_dir)
    yield opened
    close(opened)


@pytest.fixture
def client_of_both(doors_of_both: Doors) -> FlaskClient:
    return as_chrome(create_app(doors_of_both, start_recorder=False))


def as_chrome(app: Flask) -> FlaskClient:
    """Return a client that looks like a person's browser."""
    client = app.test_client()
    client.environ_base.update(AS_CHROME)
    return client


def letters_of(doors: Doors) -> Callable[[], list[EmailMessage]]:
    """Return a call that delivers what waits and tells all letters that it has sent so far."""
    sent: list[EmailMessage] = []

    class Sender:
        def send(self, message: EmailMessage) -> None:
            sent.append(message)

    worker = Worker(doors, Sender())

    def deliver() -> list[EmailMessage]:
        worker.deliver_all()
        return sent

    return deliver
