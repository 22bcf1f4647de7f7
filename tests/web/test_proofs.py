"""In a flood, or when one is faster than people, the form asks for a proof, of work or of patience."""

import hashlib
import re
from dataclasses import replace
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.proofs import GOOD_FOR_S, WAIT_S, solve
from portal.services.budgets import Budget
from portal.services.doors import Doors
from portal.services.flooding import Flood
from portal.web.app import create_app
from tests.services.parts import TurnedClock, rows, with_budgets
from tests.web.conftest import as_chrome
from tests.web.test_contacting import MESSAGE, PAGE, fields, told_numbers

LIMIT = 3
MANY = Budget(1_000, seconds=3_600)


@pytest.fixture
def flooded(doors: Doors) -> Flask:
    """Return an application that may get three messages in ten minutes before it asks for proofs."""
    budgets = {"contacts": MANY, "flood": Flood(LIMIT, seconds=600), "waits": Budget(2, seconds=600)}
    return create_app(with_budgets(doors, **budgets), start_recorder=False)


def ask(client: FlaskClient, **others: object) -> dict[str, object]:
    token = client.get("/api/session").get_json()["token"]
    return {"message": MESSAGE, "email": "anna@example.com", "token": token, "lang": "en", **others}


def flood(app: Flask, messages: int, *, proof: str = "") -> list[int]:
    """Send from as many addresses, as programs do; return the answers' statuses."""
    found = []
    for number in range(messages):
        client = as_chrome(app)
        client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number % 250}"
        told = ask(client, message=f"Buy {number}", proof=proof)
        found.append(client.post("/api/contacts", json=told).status_code)
    return found


def count(doors: Doors) -> int:
    ((found,),) = rows(doors, "select count(*) from contact")
    assert isinstance(found, int)
    return found


def demanded(client: FlaskClient) -> tuple[dict[str, object], str]:
    """Return a message that was refused for want of a proof, and the challenge that it got."""
    told = ask(client)
    answer = client.post("/api/contacts", json=told)
    assert answer.status_code == 428
    assert answer.get_json()["proof"] | {"challenge": "", "wait": ""} == {
        "challenge": "",
        "parts": 16,
        "bits": 12,
        "wait": "",
        "wait_s": WAIT_S,
    }
    return told, answer.get_json()["proof"]["challenge"]


def test_nobody_is_asked_while_no_more_come_than_people_send(flooded: Flask) -> None:
    assert flood(flooded, LIMIT) == [201] * LIMIT


def test_a_flood_without_proofs_is_refused_and_nothing_of_it_is_kept(flooded: Flask, doors: Doors) -> None:
    answers = flood(flooded, 60)
    assert answers == [201] * LIMIT + [428] * (60 - LIMIT)
    assert count(doors) == LIMIT


def test_a_person_gets_through_a_flood_with_a_proof(flooded: Flask, doors: Doors) -> None:
    flood(flooded, 10)
    client = as_chrome(flooded)
    told, challenge = demanded(client)
    assert client.post("/api/contacts", json={**told, "proof": solve(challenge)}).status_code == 201
    assert count(doors) == LIMIT + 1


def test_a_proof_is_good_for_one_message(flooded: Flask, doors: Doors) -> None:
    flood(flooded, 10)
    client = as_chrome(flooded)
    told, challenge = demanded(client)
    proof = solve(challenge)
    sent = client.post("/api/contacts", json={**told, "proof": proof}).get_json()
    # The same form sent twice is one message, whose number is told again.
    assert client.post("/api/contacts", json={**told, "proof": proof}).get_json()["code"] == sent["code"]
    again = ask(client, message="Another one", proof=proof)
    assert client.post("/api/contacts", json=again).status_code == 428
    assert count(doors) == LIMIT + 1


@pytest.mark.parametrize("wrong", ["none", "made up", "forged", "cheap", "of another", "old", "endless"])
def test_what_proves_nothing_is_refused(flooded: Flask, doors: Doors, clock: TurnedClock, wrong: str) -> None:
    flood(flooded, 10)
    client = as_chrome(flooded)
    told, challenge = demanded(client)
    other = as_chrome(flooded)
    other.environ_base["REMOTE_ADDR"] = "198.51.100.251"
    proofs = {
        "none": "",
        "made up": "x:1,2,3",
        "forged": f"work.1.aa.{hashlib.sha256().hexdigest()}:" + ",".join("0" * 16),
        "cheap": f"{challenge}:{','.join('0' * 16)}",
        "of another": solve(demanded(other)[1]),
        "old": solve(challenge),
        "endless": f"{challenge}:{'1' * 900}",
    }
    if wrong == "old":
        clock.turn(seconds=GOOD_FOR_S + 1)
        flood(flooded, LIMIT + 1)
    before = count(doors)
    assert client.post("/api/contacts", json={**told, "proof": proofs[wrong]}).status_code == 428
    assert count(doors) == before


def test_the_state_ends_by_itself(flooded: Flask, clock: TurnedClock) -> None:
    flood(flooded, 10)
    assert flood(flooded, 1) == [428]
    clock.turn(seconds=601)
    assert flood(flooded, 1) == [201]


def hidden(page: str) -> str:
    found = re.search(r'name="proof" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_without_scripts_one_waits_and_keeps_what_was_typed(
    flooded: Flask, doors: Doors, clock: TurnedClock, lang: str
) -> None:
    flood(flooded, 10)
    client, path = as_chrome(flooded), f"/{lang}/contact/"
    first = client.post(path, data=fields(client))
    assert first.status_code == 428
    page = unescape(first.text)
    assert told_numbers(page) == []
    assert f"{MESSAGE}</textarea>" in page
    assert doors.words.get(lang, "form.proof.wait", seconds=WAIT_S) in page
    assert "+36 1 234 5678" in page
    ticket = hidden(page)
    clock.turn(seconds=5)
    early = client.post(path, data=fields(client) | {"proof": ticket})
    assert early.status_code == 428
    assert hidden(early.text) == ticket
    clock.turn(seconds=WAIT_S)
    sent = client.post(path, data=fields(client) | {"proof": ticket})
    assert sent.status_code == 200
    assert len(told_numbers(sent.text)) == 1
    another = client.post(path, data=fields(client, message="Another one") | {"proof": ticket})
    assert another.status_code == 428


def test_only_so_many_may_wait_instead_of_proving(flooded: Flask, clock: TurnedClock) -> None:
    flood(flooded, 10)
    client = as_chrome(flooded)
    tickets = [hidden(client.post(PAGE, data=fields(client)).text) for _ in range(3)]
    clock.turn(seconds=WAIT_S + 1)
    answers = [
        client.post(PAGE, data=fields(client, message=f"Message {place}") | {"proof": ticket}).status_code
        for place, ticket in enumerate(tickets)
    ]
    assert answers == [200, 200, 428]


def test_spent_proofs_are_forgotten_when_they_would_have_ended(
    flooded: Flask, doors: Doors, clock: TurnedClock
) -> None:
    for _ in range(2):
        flood(flooded, LIMIT + 1)
        client = as_chrome(flooded)
        told, challenge = demanded(client)
        client.post("/api/contacts", json={**told, "message": str(clock.now), "proof": solve(challenge)})
        clock.turn(seconds=GOOD_FOR_S + 1)
    assert rows(doors, "select count(*) from spent_proof") == [(1,)]


@pytest.fixture
def careful(doors: Doors) -> Flask:
    """Return an application that asks for a proof of whoever sends within two seconds."""
    settings = doors.settings.model_copy(update={"least_writing_s": 2})
    return create_app(replace(doors, settings=settings), start_recorder=False)


def test_who_sends_faster_than_people_write_is_asked_for_a_proof(careful: Flask, doors: Doors) -> None:
    client = as_chrome(careful)
    told, challenge = demanded(client)
    assert count(doors) == 0
    assert client.post("/api/contacts", json={**told, "proof": solve(challenge)}).status_code == 201
    assert count(doors) == 1


def test_who_takes_her_time_is_never_asked(careful: Flask, clock: TurnedClock) -> None:
    client = as_chrome(careful)
    told = ask(client)
    clock.turn(seconds=2)
    assert client.post("/api/contacts", json=told).status_code == 201


@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_the_page_tells_the_quick_what_to_do_and_keeps_their_words(
    careful: Flask, doors: Doors, clock: TurnedClock, lang: str
) -> None:
    client, path = as_chrome(careful), f"/{lang}/contact/"
    filled = fields(client)
    first = client.post(path, data=filled)
    page = unescape(first.text)
    assert first.status_code == 428
    assert doors.words.get(lang, "form.proof.quick", seconds=WAIT_S) in page
    assert f"{MESSAGE}</textarea>" in page
    clock.turn(seconds=WAIT_S)
    assert client.post(path, data=filled | {"proof": hidden(page)}).status_code == 200
