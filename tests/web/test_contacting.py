"""The contact page works without scripts, keeps what was typed, and says "sent" only when it was kept."""

import re
import shutil
from html import unescape
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from portal.services.budgets import Budget
from portal.services.doors import Doors
from portal.services.making_events import new_id
from portal.web.app import create_app
from tests.services.parts import TurnedClock, close, make_doors, rows, with_budgets
from tests.web.conftest import as_chrome

PAGE = "/en/contact/"
MESSAGE = "The refund for my order has not come.\nWhat now? <b>Ж ő</b>"
FIELDS = {
    "message": MESSAGE,
    "topic": "refund",
    "name": "Anna",
    "email": "anna@example.com",
    "order_number": "104-2391",
}


def find_token(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def fields(client: FlaskClient, action: str = "send", **others: str) -> dict[str, str]:
    return FIELDS | {"token": find_token(client.get(PAGE).text), "website": "", "action": action} | others


def told_numbers(page: str) -> list[str]:
    """Return the case number of a page that says that the message was taken."""
    return re.findall(r'data-fill="code">([\d-]+)<', page)


def is_all_there(page: str) -> bool:
    """Tell whether everything typed stands in the page."""
    text = unescape(page)
    return all(value.replace("\r\n", "\n") in text for value in FIELDS.values())


def test_the_form_shows_number_notices_topics_and_where_she_comes_from(
    client: FlaskClient, doors: Doors
) -> None:
    query_id = new_id()
    page = client.get(f"{PAGE}?article=refund-times&q={query_id}").text
    code = client.get("/api/session").get_json()["code_text"]
    assert code in page
    assert "How long a refund takes" in page
    assert query_id in page
    assert doors.shop.topics["refund"].title["en"] in unescape(page)
    assert 'action="/en/contact/"' in page
    assert "static contact" not in page
    assert "Before Christmas" in page


@pytest.mark.parametrize("query", ["article=nix", "q=nix", "article=%00", "article=" + quote("<script>")])
def test_a_strange_address_still_shows_the_form(client: FlaskClient, query: str) -> None:
    page = client.get(f"{PAGE}?{query}")
    assert page.status_code == 200
    assert "<script>" not in page.text


def test_a_message_is_taken_and_what_happens_next_is_told(
    client_of_both: FlaskClient, doors_of_both: Doors
) -> None:
    code = client_of_both.get("/api/session").get_json()["code_text"]
    page = client_of_both.post(PAGE, data=fields(client_of_both))
    assert page.status_code == 200
    assert told_numbers(page.text) == [code]
    assert "anna@example.com by 23 November 2026, 11:30" in page.text
    assert rows(doors_of_both, "select message, name, topic from contact") == [(MESSAGE, "Anna", "refund")]
    events = rows(doors_of_both, "select ev from event order by ts")
    assert events == [("contact_intent",), ("contact_created",)]


def test_sending_the_same_form_again_gives_the_same_number(client: FlaskClient, doors: Doors) -> None:
    posted = fields(client)
    first, again = (client.post(PAGE, data=posted).text for _ in range(2))
    assert told_numbers(first) == told_numbers(again) != []
    assert rows(doors, "select count(*) from contact") == [(1,)]


def test_errors_stand_beside_their_fields_and_nothing_is_lost(client: FlaskClient, doors: Doors) -> None:
    page = client.post(PAGE, data=fields(client, email="anna"))
    assert page.status_code == 422
    assert 'href="#email"' in page.text
    assert 'id="email-error"' in page.text
    assert "Anna" in page.text
    assert MESSAGE in unescape(page.text)
    assert rows(doors, "select * from contact") == []


def test_a_form_left_open_too_long_comes_back_as_it_was(
    client: FlaskClient, doors: Doors, clock: TurnedClock
) -> None:
    posted = fields(client)
    clock.turn(hours=20)
    page = client.post(PAGE, data=posted)
    assert page.status_code == 403
    assert "The form had been open for a long time" in page.text
    assert is_all_there(page.text)
    assert rows(doors, "select * from contact") == []
    again = client.post(PAGE, data=posted | {"token": find_token(page.text)})
    assert again.status_code == 200
    assert rows(doors, "select count(*) from contact") == [(1,)]


def test_suggestions_can_be_asked_for(client: FlaskClient, doors: Doors) -> None:
    page = client.post(PAGE, data=fields(client, "suggest"))
    assert page.status_code == 200
    assert 'data-suggested="refund-times"' in page.text
    assert is_all_there(page.text)
    doors.recorder.flush()
    assert rows(doors, "select ev from event order by ts") == [("contact_intent",), ("suggest_eligible",)]
    assert "Ж ő" not in str(rows(doors, "select * from event"))


def test_solved_ends_happily_keeps_the_text_and_can_be_taken_back(
    client: FlaskClient, doors: Doors, clock: TurnedClock
) -> None:
    solved = client.post(PAGE, data=fields(client, "solved"))
    assert "We have not sent anything" in solved.text
    assert is_all_there(solved.text)
    clock.turn(seconds=3)
    undone = client.post(PAGE, data=FIELDS | {"token": find_token(solved.text), "action": "undo"})
    assert 'id="contact-form"' in undone.text
    assert is_all_there(undone.text)
    doors.recorder.flush()
    found = rows(doors, "select ev, prompt_id from event where ev <> 'contact_intent' order by ts")
    assert found == [("solved_yes", "form"), ("solved_no", "form")]
    assert rows(doors, "select * from contact") == []


def test_a_program_that_fills_in_every_field_is_not_told_sent(client: FlaskClient, doors: Doors) -> None:
    page = client.post(PAGE, data=fields(client, website="http://spam.example"))
    assert page.status_code == 422
    assert "hidden field" in page.text
    assert rows(doors, "select * from contact") == []


def test_an_unknown_button_is_refused(client: FlaskClient) -> None:
    assert client.post(PAGE, data=fields(client, "destroy")).status_code == 422


def test_too_many_messages_are_told_how_else_to_reach_a_person(doors: Doors) -> None:
    bounded = with_budgets(doors, contacts_in_all=Budget(1, seconds=3600))
    client = as_chrome(create_app(bounded, start_recorder=False))
    client.post(PAGE, data=fields(client))
    page = client.post(PAGE, data=fields(client, message="Another message, quite different"))
    assert page.status_code == 429
    assert "+36 1 234 5678" in page.text
    assert told_numbers(page.text) == []


def fill_disk(doors: Doors) -> None:
    doors.engine.dispose()

    @event.listens_for(doors.engine, "connect")
    def limit(connection: object, _record: object) -> None:
        connection.execute("pragma max_page_count = 1")  # type: ignore[attr-defined]  # a DBAPI connection


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "Your message was not sent"), ("ru", "не отправлено"), ("hu", "nem")],
)
def test_on_a_full_disk_she_is_told_it_was_not_sent_and_how_else(
    client: FlaskClient, doors: Doors, lang: str, words: str
) -> None:
    posted = fields(client, message="long " * 900)
    fill_disk(doors)
    page = client.post(f"/{lang}/contact/", data=posted)
    assert page.status_code == 503
    assert words in page.text
    assert "+36 1 234 5678" in page.text
    assert "long long" in page.text
    api = client.post(
        "/api/contacts",
        json={"message": "long " * 900, "email": "a@example.com", "token": posted["token"], "lang": lang},
    )
    assert api.status_code == 503
    assert rows(doors, "select * from contact") == []


def test_a_database_that_cannot_be_written_fails_forms_and_no_pages(
    tmp_path_factory: pytest.TempPathFactory, doors: Doors, small_index: object, clock: TurnedClock
) -> None:
    file = doors.settings.var_dir / "portal.db"
    url = f"sqlite:///file:{file}?mode=ro&uri=true"
    var = tmp_path_factory.mktemp("read-only")
    frozen = make_doors(var, index=doors.settings.index_dir, clock=clock, database_url=url)
    doors.settings.site_dir.rename(frozen.settings.site_dir)
    client = as_chrome(create_app(frozen, start_recorder=False))
    assert client.get("/en/").status_code == 200
    assert client.get("/en/search/?q=refund").status_code == 200
    form = client.get(PAGE)
    assert form.status_code == 200
    page = client.post(PAGE, data=FIELDS | {"token": find_token(form.text)})
    assert page.status_code == 503
    assert "Your message was not sent" in page.text
    assert is_all_there(page.text)
    vote = {"article_id": "refund-times", "vote": "yes", "token": find_token(form.text)}
    assert client.post("/en/feedback/", data=vote).status_code == 503
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()["outbox"]) == (503, None)
    close(frozen)


def test_without_the_page_nothing_is_stored_that_it_could_not_tell(client: FlaskClient, doors: Doors) -> None:
    posted = fields(client)
    shutil.rmtree(doors.settings.site_dir)
    assert client.post(PAGE, data=posted).status_code == 503
    assert rows(doors, "select * from contact") == []


def test_a_page_that_asks_not_to_be_followed_can_write(client: FlaskClient, doors: Doors) -> None:
    client.environ_base["HTTP_SEC_GPC"] = "1"
    page = client.post(PAGE, data=fields(client))
    assert len(told_numbers(page.text)) == 1
    assert rows(doors, "select sid from contact") == [(None,)]


@pytest.mark.parametrize("lang", ["de", "xx", "admin"])
def test_a_language_there_is_not_has_no_form(client: FlaskClient, lang: str) -> None:
    assert client.get(f"/{lang}/contact/").status_code == 404
    assert client.get(f"/{lang}/search/").status_code == 404
    assert client.get(f"/{lang}/feedback/").status_code == 404
