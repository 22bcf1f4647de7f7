"""What programs send to the contact form is refused with a clear word, and never said to be sent."""

import json
from email import message_from_bytes
from email.policy import default

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import encode_multipart

from portal.services.doors import Doors
from portal.services.working import Worker
from tests.services.parts import rows
from tests.web.test_contacting import PAGE, fields, told_numbers

HEADERS = "\r\nBcc: everybody@evil.example\r\nX-Evil: 1"


def ask(client: FlaskClient, **others: object) -> dict[str, object]:
    token = client.get("/api/session").get_json()["token"]
    return {"message": "Hello", "email": "anna@example.com", "token": token, "lang": "en", **others}


def count(doors: Doors) -> int:
    ((found,),) = rows(doors, "select count(*) from contact")
    assert isinstance(found, int)
    return found


@pytest.mark.parametrize("field", ["email", "name", "order_number"])
def test_lines_for_the_head_of_a_letter_are_refused_field_by_field(
    client: FlaskClient, doors: Doors, field: str
) -> None:
    value = f"{'anna@example.com' if field == 'email' else 'Anna'}{HEADERS}"
    answer = client.post("/api/contacts", json=ask(client, **{field: value}))
    assert answer.status_code == 422
    assert [one["field"] for one in answer.get_json()["errors"]] == [field]
    page = client.post(PAGE, data=fields(client, **{field: value}))
    assert page.status_code == 422
    assert told_numbers(page.text) == []
    assert count(doors) == 0


def test_such_lines_in_her_words_and_ids_stay_words(client: FlaskClient, doors: Doors) -> None:
    told = ask(client, message=f"Hello{HEADERS}", article_id=f"x{HEADERS}", query_id=f"y{HEADERS}")
    assert client.post("/api/contacts", json=told).status_code == 201
    Worker(doors).deliver_all()
    letters = [
        message_from_bytes(file.read_bytes(), policy=default)
        for file in doors.settings.outbox_dir.glob("*.eml")
    ]
    assert len(letters) == 2
    for letter in letters:
        assert letter["Bcc"] is None
        assert letter["X-Evil"] is None
        assert len(letter.get_all("To", [])) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 30_000 + b"]" * 30_000,
        b'{"message":' * 5_000 + b"1" + b"}" * 5_000,
        b'{"message": "x", "message": {"a": 1}}',
        b'{"message": NaN}',
        b"\xff\xfe{}",
        b"",
    ],
    ids=["nested lists", "nested objects", "a message that is none", "no number", "no text", "nothing"],
)
def test_odd_json_is_answered_and_not_followed(client: FlaskClient, doors: Doors, body: bytes) -> None:
    answer = client.post("/api/contacts", data=body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.content_type == "application/problem+json"
    assert count(doors) == 0


def test_giant_bodies_are_not_read(client: FlaskClient, doors: Doors) -> None:
    big = json.dumps(ask(client, message="x" * 100_000))
    assert client.post("/api/contacts", data=big, content_type="application/json").status_code == 413
    assert client.post(PAGE, data=fields(client, message="x" * 100_000)).status_code in (413, 422)
    parts = MultiDict[str, object]([("odd", f"{number}") for number in range(300)])
    boundary, data = encode_multipart(parts)
    kind = f"multipart/form-data; boundary={boundary}"
    assert client.post(PAGE, data=data, content_type=kind).status_code in (413, 422)
    assert client.post("/api/contacts", data=data, content_type=kind).status_code in (413, 422)
    assert count(doors) == 0


def test_a_story_cannot_be_sent_along_only_lived(client: FlaskClient, doors: Doors) -> None:
    story = [{"at": 1, "kind": "searched", "text": "you promised me money", "n_results": 1}]
    for name in ("journey", "sid", "code", "traffic"):
        answer = client.post("/api/contacts", json=ask(client, **{name: story}))
        assert answer.status_code == 422
        assert answer.get_json()["errors"][0]["field"] == name
    client.post(PAGE, data=fields(client) | {"journey": json.dumps(story), "sid": "another"})
    ((journey,),) = rows(doors, "select journey from contact")
    assert "promised" not in str(journey)


def test_a_program_is_told_why_and_nothing_is_stored(client: FlaskClient, doors: Doors) -> None:
    filled = client.post("/api/contacts", json=ask(client, website="https://evil.example"))
    assert filled.status_code == 422
    assert "hidden field" in filled.text
    for token in ("", "1.a.b", "x" * 200):
        answer = client.post("/api/contacts", json=ask(client) | {"token": token})
        assert answer.status_code in (403, 422)
    assert count(doors) == 0


def test_who_sends_too_often_is_told_so_and_how_else_to_reach_us(client: FlaskClient, doors: Doors) -> None:
    most = doors.settings.contacts_per_hour
    statuses = [
        client.post("/api/contacts", json=ask(client, message=f"Message {number}")).status_code
        for number in range(most + 2)
    ]
    assert statuses == [201] * most + [429, 429]
    last = client.post("/api/contacts", json=ask(client, message="once more"))
    assert "call +36" in last.text
    assert int(last.headers["Retry-After"]) > 0
    assert count(doors) == most
