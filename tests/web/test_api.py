"""What pages send over the API is checked, stored, and answered as the document says."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from portal.services.budgets import Budget
from portal.services.doors import Doors
from portal.services.making_events import new_id
from portal.web.app import create_app
from tests.services.parts import MONDAY, rows, with_budgets
from tests.web.conftest import as_chrome

Json = dict[str, object]


def token(client: FlaskClient) -> str:
    return str(client.get("/api/session?lang=en").get_json()["token"])


def make_event(**others: object) -> Json:
    event: Json = {
        "event_id": new_id(),
        "ev": "article_view",
        "ts": MONDAY.isoformat(),
        "lang": "en",
        "article_id": "refund-times",
        "article_v": "a1b2c3d4",
        "source": "search",
    }
    return event | others


def make_contact(client: FlaskClient, **others: object) -> Json:
    contact: Json = {
        "message": "The kettle came without its lid.",
        "email": "anna@example.com",
        "lang": "en",
        "token": token(client),
        "website": "",
    }
    return contact | others


def test_a_session_gives_token_code_and_what_is_open(client: FlaskClient) -> None:
    found = client.get("/api/session?lang=en").get_json()
    assert found["code_text"] == f"{found['code'][:3]}-{found['code'][3:]}"
    phone = next(one for one in found["channels"] if one["id"] == "phone")
    assert phone == {
        "id": "phone",
        "kind": "phone",
        "is_open": True,
        "lasts_s": 27_000,
        "text": "Available now, until 18:00",
    }
    assert client.get("/api/session?lang=en").get_json()["code"] == found["code"]


def test_events_are_taken_in_batches_and_wrong_ones_named(
    client_of_both: FlaskClient, doors_of_both: Doors
) -> None:
    wrong = make_event(ev="contact_created")
    batch = [make_event(), wrong, make_event(colour="red"), "nothing", make_event(event_id="x")]
    answer = client_of_both.post("/api/events", json={"events": batch})
    assert answer.status_code == 202
    assert answer.get_json() == {
        "accepted": 1,
        "refused": [
            {"event_id": wrong["event_id"], "reason": "ev"},
            {"event_id": batch[2]["event_id"], "reason": "colour"},  # type: ignore[index]  # an event
            {"event_id": None, "reason": "event"},
            {"event_id": "x", "reason": "event_id"},
        ],
    }
    doors_of_both.recorder.flush()
    assert rows(doors_of_both, "select ev, source from event") == [("article_view", "search")]


@pytest.mark.parametrize(
    "fields",
    [
        {"sid": "0" * 32},
        {"traffic": "human"},
        {"ts": "yesterday"},
        {"ts": "2026-11-23T10:00:00"},
        {"position": 0},
        {"visible_s": -1},
        {"visible_s": 1e9},
        {"source": "x" * 200},
        {"source": "a\x00b"},
        {"channel": "pigeon"},
        {"query_id": "9b2fdd0e-6f8e-4a43-8a3b-2f0e5a3c1d4e"},
        {"ts": (MONDAY - timedelta(days=30)).isoformat()},
    ],
    ids=str,
)
def test_an_event_with_a_wrong_field_is_refused(client: FlaskClient, doors: Doors, fields: Json) -> None:
    answer = client.post("/api/events", json={"events": [make_event(**fields)]}).get_json()
    assert answer["accepted"] == 0
    doors.recorder.flush()
    assert rows(doors, "select * from event") == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"events": []}, 422),
        ({"events": [{}] * 51}, 422),
        ({"events": [{}], "more": 1}, 422),
        ({}, 422),
        ([], 422),
    ],
    ids=["none", "too many", "unknown field", "empty", "a list"],
)
def test_a_batch_that_is_none_is_refused(client: FlaskClient, body: object, status: int) -> None:
    assert client.post("/api/events", json=body).status_code == status


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"text": "\\ud83d refund please"}', "application/json", 400),
        (b"text=refund", "application/x-www-form-urlencoded", 415),
        (b'{"text": "where is my refund"}', "text/plain", 415),
    ],
    ids=["cut off", "not text", "half a sign", "a form", "plain text"],
)
def test_a_body_that_is_no_json_is_refused(
    client: FlaskClient, body: bytes, content_type: str, status: int
) -> None:
    answer = client.post("/api/suggestions", data=body, content_type=content_type)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


def test_suggestions_help_and_leave_no_trace_of_the_text(
    client: FlaskClient, doors: Doors, caplog: pytest.LogCaptureFixture
) -> None:
    text = "My name is Zaphod and the refund has not come to my card"
    answer = client.post("/api/suggestions", json={"text": text, "topic": None, "lang": "en"}).get_json()
    assert answer["hits"][0]["article_id"] == "refund-times"
    assert answer["hits"][0]["url"].startswith("/en/returns/refund-times/")
    assert "?q=" not in answer["hits"][0]["url"]
    doors.recorder.flush()
    assert rows(doors, "select ev, q_redacted from event") == [("suggest_eligible", None)]
    assert "Zaphod" not in str(rows(doors, "select * from event")) + caplog.text


def test_nothing_is_suggested_where_nobody_may_be_held_up(client: FlaskClient, doors: Doors) -> None:
    quiet = next(topic.id for topic in doors.shop.topics.values() if not topic.suggest)
    body = {"text": "the refund has not come to my card", "topic": quiet, "lang": "en"}
    assert client.post("/api/suggestions", json=body).get_json() == {"hits": []}


def test_a_vote_is_stored(client_of_both: FlaskClient, doors_of_both: Doors) -> None:
    body = {
        "article_id": "refund-times",
        "article_v": "a1b2c3d4",
        "lang": "en",
        "vote": "no",
        "reason": "wrong",
        "comment": "Mail anna@example.com",
        "token": token(client_of_both),
        "website": "",
    }
    answer = client_of_both.post("/api/votes", json=body)
    assert (answer.status_code, answer.get_json()) == (201, {})
    assert rows(doors_of_both, "select vote, reason from event where ev = 'helpful_vote'") == [
        ("no", "wrong")
    ]
    assert rows(doors_of_both, "select body from comment") == [("Mail [email]",)]


def test_a_message_is_taken_and_its_number_told(client_of_both: FlaskClient, doors_of_both: Doors) -> None:
    code = client_of_both.get("/api/session").get_json()["code"]
    answer = client_of_both.post("/api/contacts", json=make_contact(client_of_both))
    assert answer.status_code == 201
    told = answer.get_json()
    assert (told["code"], told["email"]) == (code, "anna@example.com")
    assert told["reply_by_text"] == "23 November 2026, 11:30 (Budapest time)"
    assert rows(doors_of_both, "select code from contact") == [(code,)]


@pytest.mark.parametrize("path", ["/api/votes", "/api/contacts"])
def test_without_a_fitting_token_nothing_is_stored(client: FlaskClient, doors: Doors, path: str) -> None:
    vote = {"article_id": "refund-times", "vote": "yes", "token": "1.2.3"}
    body = vote if path == "/api/votes" else make_contact(client, token="1.2.3")
    assert client.post(path, json=body).status_code == 403
    assert rows(doors, "select * from contact") == []
    assert rows(doors, "select * from event") == []


def test_a_token_of_another_visitor_does_not_fit(app: object, client: FlaskClient) -> None:
    body = make_contact(client)
    answer = client.post("/api/contacts", json=body, environ_base={"REMOTE_ADDR": "203.0.113.8"})
    assert answer.status_code == 403


def test_a_program_that_fills_in_every_field_is_told_that_nothing_was_sent(
    client: FlaskClient, doors: Doors
) -> None:
    answer = client.post("/api/contacts", json=make_contact(client, website="http://spam.example"))
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == "website"
    assert rows(doors, "select * from contact") == []


def test_wrong_fields_are_told_in_the_customers_language(client: FlaskClient) -> None:
    answer = client.post("/api/contacts", json=make_contact(client, email="anna", lang="hu", message=""))
    assert answer.status_code == 422
    errors = {error["field"]: error["text"] for error in answer.get_json()["errors"]}
    assert set(errors) == {"email", "message"}
    assert "Írja" in errors["message"]


def test_messages_of_one_address_are_bounded(doors: Doors) -> None:
    bounded = with_budgets(doors, contacts=Budget(1, seconds=3600))
    client = as_chrome(create_app(bounded, start_recorder=False))
    assert client.post("/api/contacts", json=make_contact(client)).status_code == 201
    answer = client.post("/api/contacts", json=make_contact(client, message="More"))
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3601
    assert rows(doors, "select count(*) from contact") == [(1,)]


def test_alive_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "alive"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.get_json() == {
        "is_ready": True,
        "database": {"is_ok": True, "detail": ""},
        "index": {"is_ok": True, "detail": ""},
        "site": {"is_ok": True, "detail": ""},
        "worker": {"is_ok": True, "detail": ""},
        "recorder": {"waiting": 0, "lost": 0, "refused": 0, "duplicate": 0},
        "outbox": {"waiting": 0, "sending": 0, "delivered": 0, "failed": 0},
    }


def test_an_unknown_address_of_the_api_is_a_problem_not_a_page(client: FlaskClient) -> None:
    for path in ("/api/nothing", "/api/", "/api"):
        answer = client.get(path)
        assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert client.delete("/api/votes").status_code == 405
