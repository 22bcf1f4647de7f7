"""Whom the shop signed for is recognised, by a keyed hash alone; nobody else is believed."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace

import pytest

from portal.domain.events import EventName, Signal
from portal.domain.visits import account_key
from portal.errors import SettingsError
from portal.services.accounts import NotRecognised, read_account, recognise
from portal.services.answering import answer_query
from portal.services.contacting import ContactForm, send_message
from portal.services.doors import Doors
from portal.services.importing import DeskContact, take_contacts
from portal.settings import load_settings
from portal.store.outcomes import conclude
from tests.services.parts import MONDAY, TurnedClock, rows, visit

KEY = "what shop and help centre know, nobody else"
NOW = MONDAY.timestamp()


def encode(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def sign(claims: object, *, key: str = KEY, head: object = None) -> str:
    body = f"{encode(head or {'alg': 'HS256', 'typ': 'JWT'})}.{encode(claims)}"
    digest = hmac.digest(key.encode(), body.encode(), hashlib.sha256)
    return f"{body}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def claims(**others: object) -> dict[str, object]:
    return {"sub": "customer-4711", "aud": "portal", "exp": int(NOW) + 3600} | others


def with_key(doors: Doors) -> Doors:
    return replace(doors, settings=doors.settings.model_copy(update={"account_secret": KEY}))


def test_a_token_of_the_shop_names_the_account() -> None:
    assert read_account(sign(claims()), KEY, now=NOW) == "customer-4711"


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        (sign(claims(), key="another key, as long as the right one"), "account_signature"),
        (sign(claims(exp=NOW - 1)), "account_expired"),
        (sign({"sub": "x", "aud": "portal"}), "account_expired"),
        (sign(claims(exp=True)), "account_expired"),
        (sign(claims(exp=float("nan"))), "account_too_long"),
        (sign(claims(exp=NOW + 400 * 86_400)), "account_too_long"),
        (sign(claims(aud="shop")), "account_audience"),
        (sign(claims(), head={"alg": "none"}), "account_audience"),
        (sign(claims(), head={"alg": "RS256"}), "account_audience"),
        (sign(claims(sub="")), "account_unreadable"),
        (sign(claims(sub=4711)), "account_unreadable"),
        (sign(claims(sub="x" * 201)), "account_unreadable"),
        (sign([1]), "account_unreadable"),
        (sign(claims()).rpartition(".")[0] + ".", "account_signature"),
        ("a.b", "account_unreadable"),
        ("ä.b.c", "account_unreadable"),
        ("a.b." + "c" * 3_000, "account_unreadable"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_any_other_token_is_not_believed(token: str, reason: str) -> None:
    with pytest.raises(NotRecognised, match=reason):
        read_account(token, KEY, now=NOW)


def test_only_a_keyed_hash_is_kept_and_refusals_are_counted(doors: Doors) -> None:
    doors = with_key(doors)
    visitor = recognise(doors, visit(doors), sign(claims()))
    answer_query(doors, visitor, "refund", lang="en")
    assert recognise(doors, visit(doors), sign(claims(exp=1))).ckey is None
    doors.recorder.flush()
    assert rows(doors, "select ckey from event") == [(account_key(doors.secret, "customer-4711"),)]
    assert rows(doors, "select source, reason, n from refusal") == [("page", "account_expired", 1)]


def test_who_is_not_followed_is_not_recognised_either(sqlite_doors: Doors) -> None:
    doors = with_key(sqlite_doors)
    assert recognise(doors, visit(doors, signal=Signal.GPC), sign(claims())).ckey is None


def test_without_a_key_nobody_is_recognised(sqlite_doors: Doors) -> None:
    assert recognise(sqlite_doors, visit(sqlite_doors), sign(claims(), key="")).ckey is None


def test_a_call_days_later_counts_against_the_visit_of_the_account(doors: Doors, clock: TurnedClock) -> None:
    doors = with_key(doors)
    visitor = recognise(doors, visit(doors), sign(claims()))
    answer_query(doors, visitor, "refund", lang="en")
    doors.recorder.flush()
    clock.turn(days=3)
    take_contacts(doors, [DeskContact("7", clock(), "phone", account="customer-4711")], source="import")
    now = clock().timestamp()
    with doors.engine.connect() as connection:
        (need,) = conclude(connection, since=0, until=now, now=now, definition=doors.definition)
    assert (need.outcome, need.is_linkable) == ("escalated", True)


def test_a_message_of_an_account_is_known_by_the_account(doors: Doors) -> None:
    doors = with_key(doors)
    visitor = recognise(doors, visit(doors), sign(claims()))
    send_message(doors, visitor, ContactForm("Help", "anna@example.com", "en", token="1.a.b"))
    found = rows(doors, f"select distinct ckey from event where ev = '{EventName.CONTACT_CREATED}'")
    assert found == [(account_key(doors.secret, "customer-4711"),)]


@pytest.mark.parametrize("name", ["secret", "desk_secret", "account_secret"])
def test_a_key_that_could_be_guessed_stops_the_start(name: str) -> None:
    with pytest.raises(SettingsError, match=f"PORTAL_{name.upper()}: has 6 characters, at least 32"):
        load_settings(**{name: "secret"})
