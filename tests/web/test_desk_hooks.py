"""Help desks tell us that something has changed; whoever is not the desk is refused and counted."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.web.app import create_app
from tests.services.parts import TurnedClock, close, make_doors, make_site, rows

SECRET = "what the desk's rule sends"


@pytest.fixture
def client(tmp_path: Path, small_index: Path, clock: TurnedClock) -> FlaskClient:
    (tmp_path / "key").write_text(SECRET, encoding="utf-8")
    desk = {
        "vendor": "freshdesk",
        "address": "https://shop.freshdesk.com",
        "api_key": {"file": str(tmp_path / "key")},
        "webhook_secret": {"file": str(tmp_path / "key")},
    }
    path = tmp_path / "integrations.yml"
    path.write_text(json.dumps({"desks": {"fresh": desk}}), encoding="utf-8")
    doors = make_doors(tmp_path / "var", index=small_index, clock=clock, integrations=path)
    make_site(doors.settings.site_dir)
    client = create_app(doors, start_recorder=False).test_client()
    client.application.extensions["test-doors"] = doors
    return client


def test_a_desk_is_heard_and_nobody_else(client: FlaskClient) -> None:
    doors = client.application.extensions["test-doors"]
    told = {"ticket_id": 17}
    answer = client.post("/api/desk-news/fresh", json=told, headers={"X-Portal-Token": SECRET})
    assert (answer.status_code, answer.get_json()) == (202, {"tickets": 0})
    answer = client.post("/api/desk-news/fresh", json=told, headers={"X-Portal-Token": "guess"})
    assert answer.status_code == 403
    assert client.post("/api/desk-news/nobody", json=told).status_code == 404
    assert rows(doors, "select source, reason, n from refusal") == [
        ("desk fresh", "not signed by the desk", 1)
    ]
    close(doors)


def test_a_wrong_file_of_desks_turns_no_customer_away(
    tmp_path: Path, small_index: Path, clock: TurnedClock
) -> None:
    path = tmp_path / "integrations.yml"
    path.write_text("desks: [", encoding="utf-8")
    doors = make_doors(tmp_path / "var", index=small_index, clock=clock, integrations=path)
    client = create_app(doors, start_recorder=False).test_client()
    assert client.get("/healthz").status_code == 200
    assert client.post("/api/desk-news/fresh", json={}).status_code == 404
    close(doors)
