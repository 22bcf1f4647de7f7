"""What a help desk tells is taken once, and only when it signed it a moment ago."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.services.desk_webhook import sign
from portal.services.doors import Doors
from portal.web.app import create_app
from tests.services.parts import TurnedClock, close, make_doors, make_site, rows

SECRET = "what the help desk and we know, nobody else"
CONTACT = {"external_id": "Z-1", "at": "2026-11-22T12:00:00+01:00", "channel": "phone", "tags": ["WISMO"]}


@pytest.fixture
def desk_doors(tmp_path: Path, small_index: Path, clock: TurnedClock) -> Iterator[Doors]:
    doors = make_doors(tmp_path / "var", index=small_index, clock=clock, desk_secret=SECRET)
    make_site(doors.settings.site_dir)
    yield doors
    close(doors)


@pytest.fixture
def desk(desk_doors: Doors) -> FlaskClient:
    return create_app(desk_doors, start_recorder=False).test_client()


def send(desk: FlaskClient, *contacts: object, at: float, secret: str = SECRET) -> TestResponse:
    body = json.dumps({"contacts": contacts}).encode()
    headers = {"X-Portal-Timestamp": str(int(at)), "X-Portal-Signature": sign(secret, str(int(at)), body)}
    return desk.post("/api/desk-contacts", data=body, headers=headers, content_type="application/json")


def test_a_signed_contact_is_taken_and_the_same_again_is_known(
    desk: FlaskClient, desk_doors: Doors, clock: TurnedClock
) -> None:
    now = clock().timestamp()
    assert send(desk, CONTACT, at=now).json == {"new": 1, "known": 0, "restated": 0, "refused": []}
    assert send(desk, CONTACT, at=now + 1).json == {"new": 0, "known": 1, "restated": 0, "refused": []}
    assert rows(desk_doors, "select topic, channel, created_by from event") == [
        ("order-status", "phone", "webhook")
    ]


def test_a_replayed_an_old_and_a_forged_delivery_are_refused_and_counted(
    desk: FlaskClient, desk_doors: Doors, clock: TurnedClock
) -> None:
    now = clock().timestamp()
    assert send(desk, CONTACT, at=now).status_code == 202
    assert send(desk, CONTACT, at=now).status_code == 403
    assert send(desk, CONTACT, at=now - 301).status_code == 403
    assert send(desk, CONTACT, at=now, secret="another").status_code == 403
    assert rows(desk_doors, "select reason, n from refusal order by reason") == [
        ("not signed by the desk", 1),
        ("replayed", 1),
        ("too old", 1),
    ]


def test_one_wrong_contact_spoils_no_other(desk: FlaskClient, clock: TurnedClock) -> None:
    ahead = {**CONTACT, "external_id": "Z-2", "at": "2027-11-22T12:00:00+01:00"}
    reply = send(desk, CONTACT, ahead, at=clock().timestamp())
    assert reply.json is not None
    assert (reply.json["new"], [one["external_id"] for one in reply.json["refused"]]) == (1, ["Z-2"])


def test_without_a_secret_nothing_is_taken(client: FlaskClient, clock: TurnedClock) -> None:
    assert send(client, CONTACT, at=clock().timestamp(), secret="").status_code == 403
