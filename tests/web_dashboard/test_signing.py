"""Signing in: who may, how often, and what the browser keeps."""

import pytest
from flask.testing import FlaskClient

from portal.domain.events import Traffic
from portal.errors import TooMany
from portal.services import staff
from portal.services.budgets import Budget
from portal.services.doors import Doors
from portal.services.staff import (
    COOKIE,
    Role,
    add_member,
    ensure_first_administrator,
    renew_password,
    sign_in,
)
from tests.services.parts import CHROME, TurnedClock, close, make_doors, rows, with_budgets
from tests.web_dashboard.conftest import find_token, make_client, send_sign_in, sign_in_as

IN_EARNEST = staff._hasher
PAGES = ("overview", "queries", "articles", "contacts", "password", "export/queries.csv")


def test_the_first_administrator_is_made_once_and_may_come_in(doors: Doors) -> None:
    password = ensure_first_administrator(doors)
    assert password is not None
    assert ensure_first_administrator(doors) is None
    assert send_sign_in(make_client(doors), "admin", password) == 303


def test_the_password_is_not_stored_and_guessing_it_costs_time_and_memory(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff, "_hasher", IN_EARNEST)
    password = ensure_first_administrator(doors)
    ((hashed,),) = rows(doors, "select password_hash from staff")
    assert str(hashed).startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert str(password) not in str(hashed)
    assert send_sign_in(make_client(doors), "admin", str(password)) == 303


@pytest.mark.parametrize("page", PAGES)
def test_nobody_sees_a_page_without_signing_in(doors: Doors, page: str) -> None:
    answer = make_client(doors).get(f"/dashboard/{page}?period=7")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/dashboard/sign-in?next=")


def test_after_signing_in_the_wanted_page_opens(doors: Doors) -> None:
    password = add_member(doors, "anna", role=Role.READER)
    client = make_client(doors)
    token = find_token(client.get("/dashboard/sign-in").text)
    form = {"token": token, "login": "anna", "password": password, "next": "/dashboard/queries?period=7"}
    assert client.post("/dashboard/sign-in", data=form).headers["Location"] == "/dashboard/queries?period=7"


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/en/", "/dashboard/\\x", ""])
def test_it_leads_nowhere_but_into_the_dashboard(doors: Doors, wanted: str) -> None:
    password = add_member(doors, "anna", role=Role.READER)
    client = make_client(doors)
    token = find_token(client.get("/dashboard/sign-in").text)
    form = {"token": token, "login": "anna", "password": password, "next": wanted}
    assert client.post("/dashboard/sign-in", data=form).headers["Location"] == "/dashboard/overview"


@pytest.mark.parametrize("login", ["anna", "nobody", "", "' or 1=1 --"])
def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(doors: Doors, login: str) -> None:
    add_member(doors, "anna", role=Role.READER)
    client = make_client(doors)
    token = find_token(client.get("/dashboard/sign-in").text)
    answer = client.post("/dashboard/sign-in", data={"token": token, "login": login, "password": "wrong"})
    assert answer.status_code == 422
    assert "do not belong together" in answer.text
    assert "<title>Error: " in answer.text
    assert COOKIE not in answer.headers.get("Set-Cookie", "")


def test_an_address_may_try_ten_times_in_a_quarter_of_an_hour(doors: Doors, clock: TurnedClock) -> None:
    password = add_member(doors, "anna", role=Role.READER)
    client = make_client(doors)
    assert [send_sign_in(client, "anna", "wrong") for _ in range(10)] == [422] * 10
    assert send_sign_in(client, "anna", password) == 429
    clock.turn(minutes=16)
    assert send_sign_in(client, "anna", password) == 303


def test_another_address_of_the_same_network_is_no_way_around_it(doors: Doors) -> None:
    for n in range(10):
        sign_in(doors, "anna", "wrong", address=f"2001:db8::{n}")
    with pytest.raises(TooMany):
        sign_in(doors, "anna", "wrong", address="2001:db8::ffff")
    assert sign_in(doors, "anna", "wrong", address="2001:db8:1::1") is None


def test_everybody_together_may_try_so_often_and_no_more(doors: Doors) -> None:
    bounded = with_budgets(doors, sign_ins=Budget(10, seconds=900, in_all=3))
    for n in range(3):
        sign_in(bounded, "anna", "wrong", address=f"203.0.113.{n}")
    with pytest.raises(TooMany):
        sign_in(bounded, "anna", "wrong", address="203.0.113.9")


def test_two_passwords_are_checked_at_once_and_no_more(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staff, "_HASHING_WAIT_S", 0.01)
    with staff._hashing, staff._hashing, pytest.raises(TooMany):
        sign_in(doors, "anna", "wrong", address="203.0.113.1")
    assert sign_in(doors, "anna", "wrong", address="203.0.113.1") is None


def test_the_sign_in_form_of_another_browser_is_refused(doors: Doors) -> None:
    password = add_member(doors, "anna", role=Role.READER)
    token = find_token(make_client(doors).get("/dashboard/sign-in").text)
    other = make_client(doors)
    other.environ_base["HTTP_USER_AGENT"] = CHROME + " other"
    answer = other.post("/dashboard/sign-in", data={"token": token, "login": "anna", "password": password})
    assert answer.status_code == 403


def test_the_cookie_is_out_of_reach_of_scripts_and_its_token_is_not_stored(doors: Doors) -> None:
    password = add_member(doors, "anna", role=Role.READER)
    client = make_client(doors)
    token = find_token(client.get("/dashboard/sign-in").text)
    answer = client.post("/dashboard/sign-in", data={"token": token, "login": "anna", "password": password})
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{COOKIE}="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    value = cookie.partition("=")[2].partition(";")[0]
    assert rows(doors, "select count(*) from staff_session where token_hash = :v", v=value) == [(0,)]


def test_the_cookie_is_secure_where_the_site_is(
    tmp_path: object, small_index: object, clock: TurnedClock
) -> None:
    opened = make_doors(tmp_path / "var", index=small_index, clock=clock, base_url="https://help.example/")  # type: ignore[operator,arg-type]  # paths
    client = make_client(opened)
    password = add_member(opened, "anna", role=Role.READER)
    token = find_token(client.get("/dashboard/sign-in").text)
    answer = client.post("/dashboard/sign-in", data={"token": token, "login": "anna", "password": password})
    assert all("Secure" in cookie for cookie in answer.headers.getlist("Set-Cookie"))
    close(opened)


@pytest.mark.parametrize("address", ["/dashboard/sign-in", "/en/", "/dashboard/"])
def test_a_reader_of_the_site_gets_no_cookie(doors: Doors, address: str) -> None:
    assert "Set-Cookie" not in make_client(doors).get(address).headers


def test_a_sign_in_ends_after_twelve_hours(editor: FlaskClient, clock: TurnedClock) -> None:
    clock.turn(hours=11, minutes=59)
    assert editor.get("/dashboard/password").status_code == 200
    clock.turn(minutes=2)
    assert editor.get("/dashboard/password").status_code == 303


def test_signing_out_ends_the_sign_in_on_the_server_too(editor: FlaskClient, doors: Doors) -> None:
    token = find_token(editor.get("/dashboard/password").text)
    assert editor.post("/dashboard/sign-out", data={"token": token}).status_code == 303
    assert editor.get("/dashboard/password").status_code == 303
    assert rows(doors, "select count(*) from staff_session") == [(0,)]


@pytest.mark.parametrize("address", ["/dashboard/sign-out", "/dashboard/password"])
@pytest.mark.parametrize("token", ["", "x", "é"])
def test_a_form_without_its_token_does_nothing(
    editor: FlaskClient, doors: Doors, address: str, token: str
) -> None:
    assert editor.post(address, data={"token": token, "old": "x", "new": "y" * 12}).status_code == 403
    assert rows(doors, "select count(*) from staff_session") == [(1,)]


def test_the_token_of_another_sign_in_does_not_fit(doors: Doors) -> None:
    first = sign_in_as(doors, Role.READER, login="anna")
    second = sign_in_as(doors, Role.READER, login="bela")
    token = find_token(first.get("/dashboard/password").text)
    assert second.post("/dashboard/sign-out", data={"token": token}).status_code == 403


def test_a_changed_password_counts_and_ends_every_sign_in(doors: Doors) -> None:
    password = add_member(doors, "anna", role=Role.READER)
    here, there = make_client(doors), make_client(doors)
    assert {send_sign_in(client, "anna", password) for client in (here, there)} == {303}
    token = find_token(here.get("/dashboard/password").text)
    form = {"token": token, "old": password, "new": "four words in a row"}
    assert here.post("/dashboard/password", data=form).status_code == 303
    assert there.get("/dashboard/password").status_code == 303
    assert send_sign_in(here, "anna", password) == 422
    assert send_sign_in(here, "anna", "four words in a row") == 303


@pytest.mark.parametrize(
    ("old", "new", "said"), [("wrong", "long enough now", "not your current"), (None, "short", "10 to 200")]
)
def test_a_password_is_not_changed_by_a_wrong_form(
    doors: Doors, old: str | None, new: str, said: str
) -> None:
    password = add_member(doors, "anna", role=Role.READER)
    client = make_client(doors)
    send_sign_in(client, "anna", password)
    form = {
        "token": find_token(client.get("/dashboard/password").text),
        "old": old or password,
        "new": new,
    }
    answer = client.post("/dashboard/password", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert send_sign_in(make_client(doors), "anna", password) == 303


def test_a_renewed_password_ends_every_sign_in(doors: Doors) -> None:
    client = sign_in_as(doors, Role.EDITOR, login="anna")
    password = renew_password(doors, "anna")
    assert client.get("/dashboard/password").status_code == 303
    assert send_sign_in(client, "anna", password) == 303


def test_what_staff_do_on_the_public_site_is_labelled(editor: FlaskClient, doors: Doors) -> None:
    editor.get("/api/search?q=cancel&lang=en")
    make_client(doors).get("/api/search?q=refund&lang=en")
    doors.recorder.flush()
    found = set(rows(doors, "select q_redacted, traffic from event"))
    assert found == {("cancel", Traffic.STAFF), ("refund", Traffic.HUMAN)}
