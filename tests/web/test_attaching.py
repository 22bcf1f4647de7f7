"""Files in the contact form: told before, looked into, kept with the message or not at all."""

import io
import json
import os
import stat

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from portal.services.attaching import sweep
from portal.services.doors import Doors
from portal.services.erasing import erase_person
from portal.services.keeping import delete_old
from tests.domain.making_files import GPS, ZIP, jpeg, pdf
from tests.services.parts import TurnedClock, rows
from tests.web.test_contacting import FIELDS, PAGE, fields, told_numbers

Given = tuple[str, bytes]


def send(client: FlaskClient, path: str, told: dict[str, str], *files: Given) -> TestResponse:
    """Post fields and files as a browser does, without a file of the client's own on the disk."""
    parts = MultiDict[str, object](list(told.items()))
    for name, body in files:
        parts.add("files", FileStorage(io.BytesIO(body), name))
    boundary, data = encode_multipart(parts)
    return client.post(path, data=data, content_type=f"multipart/form-data; boundary={boundary}")


def post(client: FlaskClient, *files: Given, **others: str) -> tuple[int, str]:
    answer = send(client, PAGE, fields(client, **others), *files)
    return answer.status_code, answer.text


def kept(doors: Doors) -> list[str]:
    folder = doors.settings.attachments_dir
    return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []


def test_what_is_allowed_stands_in_the_form_before_send(client: FlaskClient) -> None:
    page = client.get(PAGE).text
    assert 'enctype="multipart/form-data"' in page
    assert "up to 5 files, 10 MB each, 15 MB together" in page


def test_files_are_kept_with_the_message_for_the_owner_alone(client: FlaskClient, doors: Doors) -> None:
    status, page = post(client, ("kép.jpg", jpeg()), ("bill.pdf", pdf()))
    assert status == 200
    assert told_numbers(page)
    found = rows(doors, "select name, media_type, attachment_id from attachment order by place")
    assert [row[:2] for row in found] == [("kép.jpg", "image/jpeg"), ("bill.pdf", "application/pdf")]
    assert kept(doors) == sorted(str(row[2]) for row in found)
    for row in found:
        path = doors.settings.attachments_dir / str(row[2])
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert GPS not in path.read_bytes()
    assert not doors.settings.attachments_dir.is_relative_to(doors.settings.site_dir)


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("photo.jpg", ZIP, "cannot take this kind of file"),
        ("a.pdf", pdf(b"/Encrypt 1 0 R"), "is protected"),
        ("a.pdf", pdf(b"/S /JavaScript"), "has scripts"),
        ("a.svg", b"<svg onload=alert(1)>", "cannot take this kind"),
        ("big.txt", b"a" * (10 * 1024 * 1024 + 1), "too large. The limit is 10 MB"),
        ("<b>x.png", b"\x89PNG\r\n\x1a\n", "_b_x.png: this file is damaged"),
    ],
)
def test_a_file_that_is_not_taken_is_named_and_nothing_is_said_to_be_sent(
    client: FlaskClient, doors: Doors, name: str, body: bytes, words: str
) -> None:
    status, page = post(client, (name, body))
    assert status == 422
    assert words in page
    assert FIELDS["email"] in page
    assert told_numbers(page) == []
    assert rows(doors, "select count(*) from contact") == [(0,)]
    assert kept(doors) == []


def test_far_too_much_is_refused_before_it_is_read(client: FlaskClient, doors: Doors) -> None:
    status, page = post(client, *((f"{number}.txt", b"a" * 9_000_000) for number in range(5)))
    assert status == 422
    assert "Together the files are too large" in page
    assert rows(doors, "select count(*) from contact") == [(0,)]


def test_the_same_form_with_the_same_files_is_one_case(client: FlaskClient, doors: Doors) -> None:
    told = fields(client)
    numbers = {told_numbers(send(client, PAGE, told, ("a.txt", b"hello")).text)[0] for _ in range(2)}
    assert len(numbers) == 1
    assert len(kept(doors)) == 1


def test_programs_send_the_same_fields_as_a_form_and_json_stays_as_it_is(
    client: FlaskClient, doors: Doors
) -> None:
    token = client.get("/api/session").get_json()["token"]
    told = {"message": "Hello", "email": "anna@example.com", "token": token, "lang": "en"}
    made = send(client, "/api/contacts", told, ("a.txt", b"hello"))
    assert made.status_code == 201
    refused = send(client, "/api/contacts", told | {"message": "Two"}, ("a.txt", ZIP))
    assert refused.status_code == 422
    assert refused.get_json()["errors"][0]["field"] == "files"
    strange = send(client, "/api/contacts", told | {"odd": "1"}, ("a.txt", b"hello"))
    assert strange.status_code == 422
    plain = client.post("/api/contacts", json=told | {"message": "Three"})
    assert plain.status_code == 201
    large = client.post("/api/contacts", data=json.dumps(told | {"message": "x" * 70_000}))
    assert large.status_code in (413, 415)
    assert rows(doors, "select count(*) from attachment") == [(1,)]


def test_a_message_that_cannot_be_stored_leaves_a_file_only_until_the_sweep(
    client: FlaskClient, doors: Doors, clock: TurnedClock
) -> None:
    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("insert into attachment"):
            raise OSError("the disk is full")

    told = fields(client)
    event.listen(doors.engine, "before_cursor_execute", fail)
    answer = send(client, PAGE, told, ("a.txt", b"hello"))
    event.remove(doors.engine, "before_cursor_execute", fail)
    assert answer.status_code >= 500
    assert told_numbers(answer.text) == []
    assert rows(doors, "select count(*) from contact") == [(0,)]
    (name,) = kept(doors)
    now = clock().timestamp()
    os.utime(doors.settings.attachments_dir / name, (now, now))
    assert sweep(doors) == 0
    clock.turn(hours=2)
    assert sweep(doors) == 1
    assert kept(doors) == []


def test_files_go_with_their_message_when_its_time_is_over_or_she_asks(
    client: FlaskClient, doors: Doors, clock: TurnedClock
) -> None:
    post(client, ("a.txt", b"hello"))
    assert len(kept(doors)) == 1
    erase_person(doors, "anna@example.com", is_written=False)
    assert len(kept(doors)) == 1
    erase_person(doors, "anna@example.com", is_written=True)
    assert kept(doors) == []
    post(client, ("a.txt", b"hello"), message="another")
    clock.turn(days=5 * 366)
    delete_old(doors)
    assert rows(doors, "select count(*) from attachment") == [(0,)]
    assert kept(doors) == []
