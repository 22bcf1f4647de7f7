"""Many at once, on both databases: everybody is answered, and everything taken is there afterwards."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient

from portal.services.doors import Doors
from portal.services.making_events import new_id
from portal.web.app import create_app
from tests.services.parts import CHROME, MONDAY, rows

PEOPLE, ROUNDS = 8, 3


def client_of(app: Flask, number: int) -> FlaskClient:
    client = app.test_client()
    client.environ_base.update({"HTTP_USER_AGENT": CHROME, "REMOTE_ADDR": f"198.51.100.{number}"})
    return client


def live(app: Flask, number: int) -> list[int]:
    """Ask, read, vote and write, as one person does; return the statuses."""
    client = client_of(app, number)
    statuses = []
    for turn in range(ROUNDS):
        found = client.get(f"/api/search?q=refund+{turn}&lang=en")
        event = {
            "event_id": new_id(),
            "ev": "article_view",
            "ts": MONDAY.isoformat(),
            "lang": "en",
            "article_id": "refund-times",
        }
        told = client.post("/api/events", json={"events": [event]})
        page = client.get("/en/contact/")
        token = re.search(r'name="token" value="([^"]+)"', page.text)
        assert token is not None
        vote = {"article_id": "refund-times", "vote": "yes", "token": token[1], "lang": "en"}
        voted = client.post("/api/votes", json=vote)
        # Each writes from an address of one's own: one recipient gets few acknowledgements a day.
        email = f"a{number}-{turn}@example.com"
        message = {"message": f"{number}-{turn}", "email": email, "token": token[1], "lang": "en"}
        sent = client.post("/api/contacts", json=message)
        statuses += [answer.status_code for answer in (found, told, page, voted, sent)]
    return statuses


def test_people_who_come_together_are_all_served(doors_of_both: Doors) -> None:
    app = create_app(doors_of_both)
    with ThreadPoolExecutor(PEOPLE) as pool:
        statuses = list(pool.map(lambda number: live(app, number), range(PEOPLE)))
    doors_of_both.recorder.flush()
    assert statuses == [[200, 202, 200, 201, 201] * ROUNDS] * PEOPLE
    counted = {
        name: rows(doors_of_both, "select count(*) from event where ev = :name", name=name)
        for name in ("contact_created", "helpful_vote", "article_view")
    }
    assert set(map(tuple, counted.values())) == {((PEOPLE * ROUNDS,),)}
    assert rows(doors_of_both, "select count(distinct code) from contact") == [(PEOPLE * ROUNDS,)]
    assert rows(doors_of_both, "select count(*) from outbox") == [(2 * PEOPLE * ROUNDS,)]
    assert rows(doors_of_both, "select count(distinct sid) from event") == [(PEOPLE,)]
    assert doors_of_both.recorder.health().lost == 0


def test_an_address_that_a_trusted_proxy_tells_is_believed(doors_of_both: Doors) -> None:
    settings = doors_of_both.settings.model_copy(update={"trusted_proxies": 1})
    client = client_of(create_app(replace(doors_of_both, settings=settings), start_recorder=False), 1)
    for number in range(3):
        client.get("/api/session", headers={"X-Forwarded-For": f"1.1.1.1, 192.0.2.{number}"})
    assert rows(doors_of_both, "select count(*) from visit") == [(3,)]
    client.get("/api/session", headers={"X-Forwarded-For": "9.9.9.9, 192.0.2.1"})
    assert rows(doors_of_both, "select count(*) from visit") == [(3,)]
