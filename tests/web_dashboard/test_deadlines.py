"""Staff see how long each deadline has left, in words, and say which are dealt with."""

import json
import random

import pytest
from click.testing import CliRunner

from portal.cli.doctor import doctor
from portal.services.doors import Doors
from portal.services.staff import Role
from portal.store.legal_acts import LegalAct, add_act
from tests.connectors.schedules import make_contact
from tests.services.parts import TurnedClock, rows
from tests.web_dashboard.conftest import find_token, sign_in_as

DAY = 86_400.0
RNG = random.Random(3)  # noqa: S311  case numbers only


def message(doors: Doors, days: float, topic: str = "complaint") -> str:
    at = doors.clock().timestamp() + days * DAY
    return make_contact(doors, RNG, topic=topic, deadline_at=at).contact_id


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("3 days late", "ended today", "ends today", "1 day left", "12 days left")),
        ("ru", ("просрочено на 3 дня", "истёк сегодня", "истекает сегодня", "1 день", "12 дней")),
        ("hu", ("3 napja lejárt", "ma lejárt", "ma jár le", "még 1 nap", "még 12 nap")),
    ],
)
def test_time_left_is_told_in_words_and_the_nearest_stands_first(
    doors: Doors, lang: str, words: tuple[str, ...]
) -> None:
    for days in (12, 1, 0.1, -0.1, -3):
        message(doors, days)
    page = sign_in_as(doors, Role.READER).get(f"/dashboard/deadlines?ui={lang}").text
    places = [page.index(word) for word in words]
    assert places == sorted(places)


def test_an_editor_marks_what_is_ticked_and_takes_it_back(doors: Doors) -> None:
    first, second, third = (message(doors, days) for days in (1, 2, 3))
    editor = sign_in_as(doors, Role.EDITOR)
    token = find_token(editor.get("/dashboard/deadlines?ui=en").text)
    done = editor.post("/dashboard/deadlines", data={"token": token, "id": [first, third]})
    assert done.status_code == 303
    page = editor.get(done.headers["Location"]).text
    assert "2 messages marked as dealt with." in page
    assert second in page
    assert rows(doors, "select count(*) from deadline_end") == [(2,)]
    editor.post("/dashboard/deadlines", data={"token": token, "id": first, "act": "back"})
    assert rows(doors, "select contact_id from deadline_end") == [(third,)]
    assert editor.post("/dashboard/deadlines", data={"token": token}).status_code == 400


def test_a_reader_sees_the_clock_and_stops_nothing(doors: Doors) -> None:
    contact_id = message(doors, 1)
    reader = sign_in_as(doors, Role.READER)
    page = reader.get("/dashboard/deadlines?ui=en").text
    assert "1 day left" in page
    assert 'type="checkbox"' not in page
    assert "anna@example.com" not in page
    token = find_token(reader.get("/dashboard/password").text)
    refused = reader.post("/dashboard/deadlines", data={"token": token, "id": contact_id})
    assert refused.status_code == 403
    assert rows(doors, "select * from deadline_end") == []


def test_the_overview_says_first_what_has_passed_and_what_is_near(doors: Doors, clock: TurnedClock) -> None:
    reader = sign_in_as(doors, Role.READER)
    assert '/dashboard/deadlines">Deadlines</a></p>' not in reader.get("/dashboard/overview?ui=en").text
    message(doors, 1)
    assert "1 deadline ends within 48 hours." in reader.get("/dashboard/overview?ui=en").text
    clock.turn(hours=30)
    page = sign_in_as(doors, Role.READER).get("/dashboard/overview?ui=en").text
    assert "1 deadline has passed" in page


def test_what_runs_can_be_taken_along(doors: Doors) -> None:
    message(doors, 5, topic="my-data")
    editor = sign_in_as(doors, Role.EDITOR)
    (row,) = json.loads(editor.get("/dashboard/export/deadlines.json").text)["rows"]
    assert row["days_left"] == 5
    assert row["topic"] == "My personal data"
    assert "days_left" in editor.get("/dashboard/export/deadlines.csv").text


def test_the_number_of_a_complaint_stands_beside_its_case_and_in_the_download(doors: Doors) -> None:
    contact_id = message(doors, 5)
    with doors.engine.begin() as connection:
        add_act(connection, LegalAct(contact_id, "complaint", None, "2026/481-0271"))
    message(doors, 5, topic="refund")
    editor = sign_in_as(doors, Role.EDITOR)
    for page in ("contacts", "deadlines"):
        assert "2026/481-0271" in editor.get(f"/dashboard/{page}?ui=en").text
    told = json.loads(editor.get("/dashboard/export/contacts.json").text)["rows"]
    assert {(row["act"], row["register_no"]) for row in told} == {
        ("complaint", "2026/481-0271"),
        (None, None),
    }


def test_the_doctor_says_that_deadlines_have_passed(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    make_contact(doors, RNG, topic="complaint", deadline_at=1.0)
    make_contact(doors, RNG, topic="complaint", deadline_at=4e9)
    monkeypatch.setattr("portal.cli.doctor.load_settings", lambda: doors.settings)
    found = json.loads(CliRunner().invoke(doctor, ["--json"]).output)
    (told,) = [one for one in found if one["part"] == "deadlines"]
    assert told["state"] == "running 1, passed 1"
    assert not told["is_well"]
