"""A vote can be cast without scripts; nothing is counted before the form is sent."""

import re

import pytest
from flask.testing import FlaskClient

from portal.services.doors import Doors
from tests.services.parts import TurnedClock, rows

PAGE = "/en/feedback/"


def find_token(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def fields(client: FlaskClient, **others: str) -> dict[str, str]:
    page = client.get(f"{PAGE}?article_id=refund-times&vote=no").text
    form = {"article_id": "refund-times", "article_v": "a1b2c3d4", "vote": "no", "reason": "hard"}
    return form | {"token": find_token(page), "website": ""} | others


def test_the_buttons_of_an_article_lead_to_the_question(client: FlaskClient, doors: Doors) -> None:
    page = client.get(f"{PAGE}?article_id=refund-times&vote=no").text
    assert 'value="no" checked' in page
    assert "How long a refund takes" in page
    assert "Clear, but I do not agree with the rule" in page
    doors.recorder.flush()
    assert rows(doors, "select * from event") == []


def test_a_vote_is_stored_and_thanked_for(client_of_both: FlaskClient, doors_of_both: Doors) -> None:
    page = client_of_both.post(PAGE, data=fields(client_of_both, comment="Call me: +36 30 123 4567"))
    assert page.status_code == 200
    assert "Thank you" in page.text
    assert rows(doors_of_both, "select vote, reason, article_v from event") == [("no", "hard", "a1b2c3d4")]
    assert rows(doors_of_both, "select body from comment") == [("Call me: [phone]",)]


@pytest.mark.parametrize(
    ("others", "status", "words"),
    [
        ({"vote": ""}, 422, "Was this helpful?"),
        ({"reason": "nix"}, 422, "Choose a reason"),
        ({"comment": "x" * 2_001}, 422, "2000"),
        ({"website": "spam"}, 422, "hidden field"),
        ({"token": "1.2.3"}, 403, "open for a long time"),
    ],
    ids=["no answer", "unknown reason", "long comment", "a program", "expired"],
)
def test_what_is_wrong_is_told_and_nothing_is_stored(
    client: FlaskClient, doors: Doors, others: dict[str, str], status: int, words: str
) -> None:
    page = client.post(PAGE, data=fields(client, **others))
    assert page.status_code == status
    assert words in page.text
    assert rows(doors, "select * from event") == []


def test_an_expired_form_comes_back_with_what_was_typed(client: FlaskClient, clock: TurnedClock) -> None:
    posted = fields(client, comment="The table is wrong")
    clock.turn(hours=20)
    page = client.post(PAGE, data=posted)
    assert page.status_code == 403
    assert "The table is wrong" in page.text
    assert client.post(PAGE, data=posted | {"token": find_token(page.text)}).status_code == 200


def test_without_an_article_there_is_nothing_to_judge(client: FlaskClient) -> None:
    assert client.get(PAGE).location == "/en/"
    assert client.get(f"{PAGE}?article_id=nix").location == "/en/"
    assert client.post(PAGE, data={"article_id": "nix"}).location == "/en/"
