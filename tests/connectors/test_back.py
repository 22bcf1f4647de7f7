"""Back from the desk: what a person answered, when it was closed, how it was rated; only it is believed."""

import base64
import hashlib
import hmac
import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from portal.connectors.desks.options import Secret
from portal.connectors.http import Http
from portal.domain.events import Event, EventName, Traffic
from portal.domain.references import make_reference
from portal.errors import Forbidden, NotFound
from portal.services.delivering import deliver_due
from portal.services.desk_delivery import DeskDelivery
from portal.services.desk_news import ASK_EVERY_S, ask_desks, read_promises, take_hint
from portal.services.integrations import Configured, Integrations
from portal.services.recomputing import conclude_recent
from portal.store.contacts import Contact
from portal.store.desk_tickets import DeskTicket, tickets_of
from portal.store.events import add_events
from tests.connectors.cases import CASES
from tests.connectors.fakes.server import Server
from tests.connectors.schedules import LIMITS, NAME, Bench, Mailbox, make_contact, make_fake, make_worker
from tests.services.parts import MONDAY

DOOR = Http(allowed=("127.0.0.0/8",), limits=LIMITS)
RNG = random.Random(11)  # noqa: S311  case numbers only
ANSWERED, CLOSED = MONDAY + timedelta(minutes=20), MONDAY + timedelta(minutes=50)
SECRET = "the desk's secret"
URL = "https://help.example/api/desk-news/desk"


def millis(at: datetime) -> dict[str, int]:
    return {"epochMillis": int(at.timestamp() * 1000)}


DONE: dict[str, dict[str, Any]] = {
    "zendesk": {
        "status": "solved",
        "score": "good",
        "metric": {"reply_time_in_minutes": {"calendar": 20}, "solved_at": CLOSED.isoformat()},
    },
    "freshdesk": {
        "status": 5,
        "score": 103,
        "stats": {"first_responded_at": ANSWERED.isoformat(), "closed_at": CLOSED.isoformat()},
    },
    "hubspot": {
        "told": {
            "hs_pipeline_stage": "4",
            "first_agent_reply_date": ANSWERED.isoformat(),
            "closed_date": CLOSED.isoformat(),
        }
    },
    "salesforce": {"told": {"Status": "Closed", "IsClosed": True, "ClosedDate": CLOSED.isoformat()}},
    "zohodesk": {
        "told": {"statusType": "Closed", "closedTime": CLOSED.isoformat()},
        "threads": [
            {"direction": "in", "createdTime": MONDAY.isoformat()},
            {"direction": "out", "author": {"type": "SYSTEM"}, "createdTime": MONDAY.isoformat()},
            {"direction": "out", "author": {"type": "AGENT"}, "createdTime": ANSWERED.isoformat()},
        ],
    },
    "jsm": {
        "status": {"status": "Done", "statusCategory": "DONE", "statusDate": millis(CLOSED)},
        "comments": [
            {"author": {"accountId": "qm:0"}, "created": millis(MONDAY)},
            {"author": {"accountId": "app", "accountType": "app"}, "created": millis(MONDAY)},
            {"author": {"accountId": "agent"}, "created": millis(ANSWERED)},
        ],
    },
    "liveagent": {
        "told": {"status": "R", "date_resolved": CLOSED.isoformat()},
        "groups": [
            {"type": "3", "userid": "c1", "user_full_name": "Anna", "datecreated": MONDAY.isoformat()},
            {
                "type": "4",
                "userid": "system00",
                "user_full_name": "System",
                "datecreated": MONDAY.isoformat(),
            },
            {"type": "I", "userid": "a1", "user_full_name": "Béla", "datecreated": MONDAY.isoformat()},
            {"type": "4", "userid": "a1", "user_full_name": "Béla", "datecreated": ANSWERED.isoformat()},
        ],
    },
}
TELLS_ANSWERS = {"zendesk", "freshdesk", "hubspot", "zohodesk", "jsm", "liveagent"}


@pytest.fixture
def start(bench: Bench, server: Server) -> Callable[[str], tuple[DeskDelivery, Contact]]:
    """Return what brings one message to a vendor's desk."""
    bench.clock.now = MONDAY
    with bench.doors.engine.begin() as connection:
        for table in ("delivery_attempt", "desk_ticket", "outbox", "contact", "desk_delivery", "refusal"):
            connection.execute(text(f"delete from {table}"))

    def started(vendor: str) -> tuple[DeskDelivery, Contact]:
        server.fake = make_fake(bench, CASES[vendor])
        worker = make_worker(bench, CASES[vendor], server, Mailbox(), DOOR)
        contact = make_contact(bench.doors, RNG)
        deliver_due(bench.doors.engine, worker.sender, worker.write, clock=bench.clock, desks=worker)
        return worker, contact

    return started


Start = Callable[[str], tuple[DeskDelivery, Contact]]


def ticket_of(bench: Bench, contact: Contact) -> DeskTicket:
    with bench.doors.engine.connect() as connection:
        (ticket,) = tickets_of(connection, contact.contact_id)
    return ticket


@pytest.mark.parametrize("vendor", sorted(DONE))
def test_what_became_of_a_ticket_is_asked(bench: Bench, start: Start, server: Server, vendor: str) -> None:
    worker, contact = start(vendor)
    bench.clock.turn(seconds=ASK_EVERY_S + 1)
    ask_desks(bench.doors, worker.integrations)
    before = ticket_of(bench, contact)
    assert (before.status, before.first_answer_at, before.closed_at) == ("received", None, None)
    server.fake.tickets[0].update(DONE[vendor])
    bench.clock.turn(seconds=ASK_EVERY_S + 1)
    assert ask_desks(bench.doors, worker.integrations) == 1
    after = ticket_of(bench, contact)
    assert (after.status, after.closed_at) == ("solved", CLOSED.timestamp())
    assert after.first_answer_at == (ANSWERED.timestamp() if vendor in TELLS_ANSWERS else None)
    assert after.satisfaction == ("good" if vendor in ("zendesk", "freshdesk") else None)


def test_a_desk_that_does_not_answer_is_asked_again_later(bench: Bench, start: Start, server: Server) -> None:
    worker, contact = start("freshdesk")
    server.fake.tickets[0].update(DONE["freshdesk"])
    server.fake.faults = ["500_before"]
    bench.clock.turn(seconds=ASK_EVERY_S + 1)
    assert ask_desks(bench.doors, worker.integrations) == 0
    assert ask_desks(bench.doors, worker.integrations) == 1
    assert ticket_of(bench, contact).status == "solved"


def with_secret(worker: DeskDelivery) -> Integrations:
    """Return the desks with a secret for what they tell, as the file would name it."""

    class Known(Secret):
        def read(self) -> str:
            return SECRET

    one = worker.integrations.desks[NAME]
    options = one.options.model_copy(update={"webhook_secret": Known(env="X")})
    return Integrations({NAME: replace(one, options=options)})


def signed(vendor: str, body: bytes, at: datetime) -> dict[str, str]:
    """Return the headers as the vendor would send them."""
    key = SECRET.encode()
    if vendor == "zendesk":
        stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ")
        mac = hmac.new(key, stamp.encode() + body, hashlib.sha256).digest()
        return {
            "x-zendesk-webhook-signature": base64.b64encode(mac).decode(),
            "x-zendesk-webhook-signature-timestamp": stamp,
        }
    if vendor == "hubspot":
        stamp = str(int(at.timestamp() * 1000))
        mac = hmac.new(key, b"POST" + URL.encode() + body + stamp.encode(), hashlib.sha256).digest()
        return {
            "x-hubspot-signature-v3": base64.b64encode(mac).decode(),
            "x-hubspot-request-timestamp": stamp,
        }
    if vendor == "jsm":
        return {"x-hub-signature": "sha256=" + hmac.new(key, body, hashlib.sha256).hexdigest()}
    return {"x-portal-token": SECRET}


def hint_for(vendor: str, number: str, at: datetime) -> bytes:
    if vendor == "jsm":
        return json.dumps({"timestamp": int(at.timestamp() * 1000), "issue": {"id": number}}).encode()
    return json.dumps({"type": "changed", "detail": {"id": number}}).encode()


@pytest.mark.parametrize("vendor", sorted(DONE))
def test_a_hint_is_believed_once_and_only_from_the_desk(
    bench: Bench, start: Start, server: Server, vendor: str
) -> None:
    worker, contact = start(vendor)
    desks = with_secret(worker)
    server.fake.tickets[0].update(DONE[vendor])
    number = ticket_of(bench, contact).external_id
    body = hint_for(vendor, number, bench.clock())
    headers = signed(vendor, body, bench.clock())

    def tell(headers: dict[str, str], body: bytes = body) -> int:
        return take_hint(bench.doors, desks, NAME, headers=headers, body=body, url=URL).tickets

    for wrong in ({}, {name: f"{value[:-1]}x" for name, value in headers.items()}):
        with pytest.raises(Forbidden):
            tell(wrong)
    assert tell(headers) == 1
    with pytest.raises(Forbidden, match="replayed"):
        tell(headers)
    ask_desks(bench.doors, desks)
    assert ticket_of(bench, contact).status == "solved"
    bench.clock.turn(seconds=301)
    if vendor in ("zendesk", "hubspot", "jsm"):
        with pytest.raises(Forbidden, match=r"too old|replayed"):
            tell(headers)


def test_a_changed_body_is_not_the_desks(bench: Bench, start: Start) -> None:
    worker, contact = start("zendesk")
    body = hint_for("zendesk", ticket_of(bench, contact).external_id, bench.clock())
    headers = signed("zendesk", body, bench.clock())
    with pytest.raises(Forbidden):
        take_hint(bench.doors, with_secret(worker), NAME, headers=headers, body=body + b" ", url=URL)


def test_a_desk_without_a_secret_tells_nothing(bench: Bench, start: Start) -> None:
    worker, _ = start("zendesk")
    with pytest.raises(NotFound):
        take_hint(bench.doors, worker.integrations, NAME, headers={}, body=b"{}", url=URL)


def test_a_standard_webhook_says_itself_how_the_ticket_stands(bench: Bench, start: Start) -> None:
    worker, contact = start("webhook")
    secret = "whsec_" + base64.b64encode(SECRET.encode() * 2).decode()

    class Known(Secret):
        def read(self) -> str:
            return secret

    one: Configured = worker.integrations.desks[NAME]
    options = one.options.model_copy(update={"webhook_secret": Known(env="X")})
    told = {
        "ref": make_reference(contact.contact_id),
        "status": "solved",
        "first_answer_at": ANSWERED.isoformat(),
        "closed_at": CLOSED.isoformat(),
        "satisfaction": "bad",
    }
    body = json.dumps({"type": "ticket.changed", "data": told}).encode()
    at = str(int(bench.clock().timestamp()))
    mac = hmac.new(SECRET.encode() * 2, f"m1.{at}.".encode() + body, hashlib.sha256).digest()
    headers = {
        "webhook-id": "m1",
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{base64.b64encode(b'x' * 32).decode()} v1,{base64.b64encode(mac).decode()}",
    }
    desks = Integrations({NAME: replace(one, options=options)})
    assert take_hint(bench.doors, desks, NAME, headers=headers, body=body, url=URL).tickets == 1
    ticket = ticket_of(bench, contact)
    assert (ticket.status, ticket.satisfaction) == ("solved", "bad")
    assert ticket.first_answer_at == ANSWERED.timestamp()


def test_promises_are_counted_by_the_first_answer_of_a_person(
    bench: Bench, start: Start, server: Server
) -> None:
    worker, _ = start("zendesk")
    day = (MONDAY - timedelta(days=1), MONDAY + timedelta(days=1))
    assert read_promises(bench.doors, *day).open == 1
    bench.clock.turn(hours=2)
    assert read_promises(bench.doors, *day).broken == 1
    server.fake.tickets[0].update(DONE["zendesk"])
    ask_desks(bench.doors, worker.integrations)
    found = read_promises(bench.doors, *day)
    assert (found.kept, found.broken, found.open, found.untold) == (1, 0, 0, 0)


SAID: dict[str, tuple[dict[str, Any], str]] = {
    "freshdesk": ({"spam": True}, "spam"),
    "liveagent": ({"told": {"status": "B"}}, "spam"),
    "zendesk": ({"status": "closed", "tags": ["self_service", "closed_by_merge"]}, "duplicate"),
    "zohodesk": ({"told": {"isSpam": True}}, "spam"),
}


@pytest.mark.parametrize("vendor", sorted(SAID))
def test_what_agents_call_spam_or_a_duplicate_counts_no_more(
    bench: Bench, start: Start, server: Server, vendor: str
) -> None:
    worker, contact = start(vendor)
    told, mark = SAID[vendor]
    at = contact.created_at
    with bench.doors.engine.begin() as connection:
        for table in ("event", "outcome", "outcome_day", "concluded_day"):
            connection.execute(text(f"delete from {table}"))
        names = (EventName.CONTACT_INTENT, EventName.CONTACT_CREATED)
        events = [
            Event(
                f"e-{ev}", at, ev, "en", Traffic.HUMAN, "test", sid="s", ticket_id=contact.contact_id, valid=1
            )
            for ev in names
        ]
        add_events(connection, events)
    server.fake.tickets[0].update(told)
    bench.clock.turn(hours=1)
    conclude_recent(bench.doors)
    ask_desks(bench.doors, worker.integrations)
    assert conclude_recent(bench.doors).restated == 1
    with bench.doors.engine.connect() as connection:
        marks = connection.execute(
            text("select reason, created_by from event where ev = 'contact_marked'")
        ).all()
        restated = connection.execute(
            text("select old_outcome, new_outcome, cause from event where ev = 'outcome_revision'")
        ).all()
    assert [tuple(row) for row in marks] == [(mark, f"desk {NAME}")]
    assert [tuple(row) for row in restated] == [("escalated", "unknown", "mark")]
