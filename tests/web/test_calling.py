"""A call is asked for: in the shop's hours, with a number, and it goes the way of every message."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from flask.testing import FlaskClient

from portal.domain.case_numbers import find_case_number
from portal.services.doors import Doors
from portal.services.erasing import erase_person
from portal.services.tickets import make_ticket
from portal.store.contacts import find_by_code
from portal.web.app import create_app
from tests.services.parts import TurnedClock, make_page, rows
from tests.web.conftest import as_chrome

SATURDAY = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
AT_TWO = "2026-11-23T13:00Z"
FREE = re.compile(r'<option value="(2[^"]+)"( selected)?>([^<]+)</option>')


def plain(text: str) -> str:
    return unescape(text).replace("\u00a0", " ")


def form(client: FlaskClient, lang: str = "en", **others: str) -> dict[str, str]:
    found = re.search(r'name="token" value="([^"]+)"', client.get(f"/{lang}/callback/").text)
    assert found is not None
    usual = {"phone": "06 30 123 4567", "window": AT_TWO, "email": "anna@example.com", "message": "My refund"}
    return {"token": found[1], "website": "", "topic": "", "name": "", **usual, **others}


@pytest.fixture(autouse=True)
def _page(doors: Doors) -> None:
    for lang in doors.words.languages:
        place = doors.settings.site_dir / lang / "callback" / "index.html"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(make_page("Call", "<!--portal:callback-->off<!--/portal:callback-->"))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "We will call +36 30 123 4567: Monday, 23 November 2026, 14:00–15:00 (Budapest time)"),
        ("ru", "Позвоним по номеру +36 30 123 4567: понедельник, 23 ноября 2026 г., 14:00–15:00"),
        ("hu", "Ezt a számot hívjuk: +36 30 123 4567. Időpont: 2026. november 23., hétfő, 14:00–15:00"),
    ],
)
def test_a_call_is_kept_as_a_message_with_window_and_number(
    client: FlaskClient, doors: Doors, lang: str, said: str
) -> None:
    page = plain(client.post(f"/{lang}/callback/", data=form(client, lang)).text)
    assert said in page
    code = find_case_number(re.findall(r"\d{3}-\d{4}", page)[0])
    with doors.engine.connect() as connection:
        contact = find_by_code(connection, code or "")
    assert contact is not None
    ticket = make_ticket(doors, contact)
    assert (ticket.message, ticket.title) == ("My refund", "Call back: No topic chosen")
    assert ticket.facts[0][0] == "Call back"
    assert "+36 30 123 4567: Monday, 23 November 2026, 14:00–15:00" in plain(ticket.facts[0][1])
    assert contact.reply_by == datetime(2026, 11, 23, 14, 0, tzinfo=UTC).timestamp()
    assert rows(doors, "select kind, recipient from outbox order by kind") == [
        ("acknowledgement", "anna@example.com"),
        ("desk", doors.settings.desk_email),
    ]


def test_it_is_a_step_to_a_person_by_its_own_way(client: FlaskClient, doors: Doors) -> None:
    client.post("/en/callback/", data=form(client))
    told = rows(doors, "select ev, channel from event where ev like 'contact%' order by ts")
    assert told == [("contact_intent", "callback"), ("contact_created", "callback")]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"window": "2026-11-23T08:00Z"}, "This time can no longer be had."),
        ({"window": "2026-11-28T13:00Z"}, "Nobody is here at that time."),
        ({"window": "2026-11-23T22:00Z"}, "Nobody is here at that time."),
        ({"window": "soon"}, "Choose one of the times in the list"),
        ({"window": ""}, "Choose one of the times in the list"),
        ({"phone": "call me"}, "Enter a phone number"),
        ({"phone": "12"}, "Enter a phone number"),
        ({"phone": "+36 30 123 4567\r\nBcc: x@y"}, "Enter a phone number"),
        ({"email": "anna"}, "Enter an e-mail address"),
        ({"topic": "no-such-topic"}, "Choose a topic from the list"),
    ],
)
def test_what_cannot_be_is_refused_with_a_word_the_free_times_and_all_that_was_typed(
    client: FlaskClient, doors: Doors, wrong: dict[str, str], said: str
) -> None:
    response = client.post("/en/callback/", data=form(client, **wrong))
    page = unescape(response.text)
    assert response.status_code == 422
    assert said in page
    assert len(FREE.findall(page)) > 10
    assert "My refund</textarea>" in page
    assert rows(doors, "select count(*) from contact") == [(0,)]


@pytest.mark.parametrize(
    ("lang", "said", "zone"),
    [
        ("en", "On the phone we speak Hungarian and English.", "Budapest time"),
        ("ru", "По телефону мы говорим по-венгерски и по-английски.", "По будапештскому времени"),
        ("hu", "Telefonon magyarul és angolul beszélünk.", "Budapesti idő szerint"),
    ],
)
def test_whose_language_and_whose_time_it_is_stands_there_before_anybody_asks(
    client: FlaskClient, lang: str, said: str, zone: str
) -> None:
    page = plain(client.get(f"/{lang}/callback/").text)
    assert said in page
    assert f'id="window-hint">{zone}<' in page


def test_the_free_times_are_those_of_the_next_open_days(client: FlaskClient, clock: TurnedClock) -> None:
    clock.now = SATURDAY
    page = unescape(client.get("/en/callback/").text)
    days = re.findall(r'<optgroup label="([^"]+)">', page)
    assert days[:3] == [
        "Monday, 23 November 2026",
        "Tuesday, 24 November 2026",
        "Wednesday, 25 November 2026",
    ]
    assert FREE.findall(page)[0][2] == "Mon 9:00–10:00"


def test_the_same_form_sent_twice_is_one_call(client: FlaskClient, doors: Doors) -> None:
    posted = form(client)
    for _ in range(2):
        assert client.post("/en/callback/", data=posted).status_code == 200
    assert rows(doors, "select count(*) from call_back") == [(1,)]


def test_without_words_of_hers_the_wish_speaks(client: FlaskClient, doors: Doors) -> None:
    client.post("/hu/callback/", data=form(client, "hu", message=" "))
    assert rows(doors, "select message from contact") == [("Kérem, hívjanak vissza.",)]


def test_the_number_goes_with_the_person(client: FlaskClient, doors: Doors) -> None:
    client.post("/en/callback/", data=form(client))
    erase_person(doors, "anna@example.com", is_written=True)
    assert rows(doors, "select count(*) from call_back") == [(0,)]


def ask_after(client: FlaskClient, code: str, action: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get("/en/requests/").text)
    assert found is not None
    posted = {"case": code, "email": "anna@example.com", "token": found[1], "action": action}
    return plain(client.post("/en/requests/", data=posted).text)


def test_no_call_is_promised_once_the_matter_is_closed_or_the_time_is_over(
    client: FlaskClient, doors: Doors, clock: TurnedClock
) -> None:
    place = doors.settings.site_dir / "en" / "requests" / "index.html"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(make_page("Yours", "<!--portal:requests-->off<!--/portal:requests-->"))
    pages = [
        plain(client.post("/en/callback/", data=form(client, email="anna@example.com", message=one)).text)
        for one in "ab"
    ]
    first, second = (re.findall(r"\d{3}-\d{4}", page)[0] for page in pages)
    assert "We will call" in ask_after(client, first, "find")
    assert "We will call" not in ask_after(client, first, "close")
    clock.turn(days=7)
    over = ask_after(client, second, "find")
    assert second in over
    assert "We will call" not in over
    assert "We will reply to" not in over


def test_a_program_that_fills_in_everything_is_refused(client: FlaskClient, doors: Doors) -> None:
    assert client.post("/en/callback/", data=form(client, website="https://spam.example")).status_code == 422
    assert client.post("/en/callback/", data=form(client) | {"token": "made.up.token"}).status_code == 403
    assert rows(doors, "select count(*) from contact") == [(0,)]


def test_a_shop_that_calls_nobody_back_has_no_such_page(doors: Doors) -> None:
    ways = {name: way for name, way in doors.shop.channels.items() if way.kind != "callback"}
    others = replace(doors, shop=replace(doors.shop, channels=ways))
    client = as_chrome(create_app(others, start_recorder=False))
    assert client.get("/en/callback/").status_code == 404
    assert client.get("/en/chat/").status_code == 404
