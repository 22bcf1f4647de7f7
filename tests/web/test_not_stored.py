"""What could not be stored is said to be not sent, whatever the reason, and everything typed stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import event, text

from portal.domain.proofs import solve
from portal.services.budgets import Budget
from portal.services.doors import Doors
from portal.services.flooding import Flood
from portal.store.database import open_database
from portal.web.app import create_app
from tests.services.parts import make_page, rows, with_budgets
from tests.web import test_calling, test_request_files, test_requesting
from tests.web.conftest import as_chrome
from tests.web.test_contacting import PAGE, fields, fill_disk, is_all_there

MANY = Budget(1_000, seconds=3_600)
NOT_SENT = "Your message was not sent. Try again or call +36 1 234 5678."


@contextmanager
def locked(doors: Doors) -> Iterator[None]:
    """Let another program write for longer than anybody waits."""
    doors.engine.dispose()

    @event.listens_for(doors.engine, "connect")
    def wait_briefly(connection: object, _record: object) -> None:
        connection.execute("pragma busy_timeout = 30")  # type: ignore[attr-defined]  # a DBAPI connection

    other = open_database(doors.settings.database)
    with other.connect() as connection:
        connection.execute(text("update contact set name = name"))
        yield
        connection.rollback()
    other.dispose()


@pytest.fixture
def app(doors: Doors) -> Flask:
    place = doors.settings.site_dir / "en" / "callback" / "index.html"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(make_page("Call", "<!--portal:callback-->off<!--/portal:callback-->"))
    return create_app(with_budgets(doors, contacts=MANY), start_recorder=False)


def test_a_locked_database_is_told_and_the_same_form_goes_through_afterwards(
    app: Flask, doors: Doors
) -> None:
    client = as_chrome(app)
    posted = fields(client)
    told = {"message": "Hello", "email": "a@example.com", "token": posted["token"], "lang": "en"}
    with locked(doors):
        page = client.post(PAGE, data=posted)
        api = client.post("/api/contacts", json=told)
    assert (page.status_code, api.status_code) == (503, 503)
    assert NOT_SENT in unescape(page.text)
    assert is_all_there(page.text)
    assert rows(doors, "select count(*) from contact") == [(0,)]
    assert client.post(PAGE, data=posted).status_code == 200
    assert client.post("/api/contacts", json=told).status_code == 201


@pytest.mark.parametrize("trouble", ["locked", "full"])
def test_a_wish_for_a_call_is_not_said_to_be_stored(app: Flask, doors: Doors, trouble: str) -> None:
    client = as_chrome(app)
    posted = test_calling.form(client, message="long " * 900)
    if trouble == "full":
        fill_disk(doors)
        page = client.post("/en/callback/", data=posted)
    else:
        with locked(doors):
            page = client.post("/en/callback/", data=posted)
    assert page.status_code == 503
    text_of = unescape(page.text)
    assert "Your wish was not stored. Try again or call +36 1 234 5678." in text_of
    assert "long long" in text_of
    assert 'value="06 30 123 4567"' in text_of
    assert f'value="{test_calling.AT_TWO}" selected' in text_of
    assert rows(doors, "select count(*) from call_back") == [(0,)]


def test_words_added_to_a_request_stay_when_they_cannot_be_kept(doors: Doors) -> None:
    bench = test_requesting.Bench(doors)
    token = bench.token()
    words = "The foil is still closed. " * 150
    with locked(doors):
        status, page = test_request_files.add(bench, message=words, token=token)
    assert status == 503
    assert NOT_SENT in page
    assert words.strip() in page
    assert f'value="{bench.code}"' in page
    assert rows(doors, "select count(*) from follow_up") == [(0,)]


def test_a_proof_is_not_used_up_by_a_message_that_was_not_stored(doors: Doors) -> None:
    client = as_chrome(
        create_app(with_budgets(doors, contacts=MANY, flood=Flood(1, seconds=600)), start_recorder=False)
    )
    token = client.get("/api/session").get_json()["token"]
    told = {"message": "Hello", "email": "a@example.com", "token": token, "lang": "en"}
    client.post("/api/contacts", json={**told, "message": "The first one"})
    challenge = client.post("/api/contacts", json=told).get_json()["proof"]["challenge"]
    told["proof"] = solve(challenge)
    with locked(doors):
        assert client.post("/api/contacts", json=told).status_code == 503
    assert client.post("/api/contacts", json=told).status_code == 201
