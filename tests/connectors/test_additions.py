"""What customers add goes into the ticket: never lost, and once wherever a desk can be asked."""

import json
import random

import pytest
from sqlalchemy import text

from portal.connectors.http import Http
from portal.domain.attachments import take_file
from portal.services.attaching import add_rows, keep_files
from portal.services.delivering import deliver_due
from portal.services.desk_delivery import DeskDelivery
from portal.store import follow_ups, outbox
from portal.store.contacts import Contact
from portal.store.follow_ups import FollowUp
from tests.connectors.cases import CASES
from tests.connectors.fakes.server import AFTER, BEFORE, Server
from tests.connectors.schedules import (
    LIMITS,
    Bench,
    Chances,
    Killed,
    Mailbox,
    MortalHttp,
    dying_at_commits,
    make_contact,
    make_fake,
    make_worker,
    next_due,
)
from tests.domain.making_files import jpeg
from tests.services.parts import MONDAY

DOOR = Http(allowed=("127.0.0.0/8",), limits=LIMITS)
WORDS = 'It came back. <b>Bold</b> & "more"'
TABLES = ("delivery_attempt", "desk_ticket", "outbox", "attachment", "follow_up", "contact")
WITH_WAY = sorted(set(CASES) - {"liveagent"})
HEARING = sorted(set(CASES) - {"liveagent", "webhook"})
"""Desks that keep words where the fake shows them; a webhook's receiver keeps whole messages."""


def begin(bench: Bench, server: Server, vendor: str, mailbox: Mailbox) -> tuple[DeskDelivery, Contact]:
    """Bring a message to its desk without any fault."""
    bench.clock.now = MONDAY
    with bench.doors.engine.begin() as connection:
        for table in TABLES:
            connection.execute(text(f"delete from {table}"))
    server.fake = make_fake(bench, CASES[vendor])
    contact = make_contact(bench.doors, random.Random(7))  # noqa: S311  case numbers only
    worker = make_worker(bench, CASES[vendor], server, mailbox, DOOR)
    work_on(bench, worker)
    assert len(server.fake.refs()) == 1
    return worker, contact


def add(bench: Bench, contact: Contact, *, id_: str, kind: str = "message", words: str = WORDS) -> None:
    now = bench.clock().timestamp()
    row = outbox.Outgoing(f"add-{id_[:8]}", "follow_up", contact.contact_id, "team@example.com", "", 0, now)
    with bench.doors.engine.begin() as connection:
        follow_ups.add_follow_up(connection, FollowUp(id_, contact.contact_id, now, kind, words))
        outbox.add_outgoing(connection, _with_payload(row, id_))


def _with_payload(row: outbox.Outgoing, id_: str) -> outbox.Outgoing:
    return outbox.Outgoing(
        row.outbox_id,
        row.kind,
        row.contact_id,
        row.recipient,
        json.dumps({"follow_up_id": id_}),
        0,
        row.created_at,
    )


def work_on(bench: Bench, worker: DeskDelivery) -> None:
    for _ in range(80):
        deliver_due(bench.doors.engine, worker.sender, worker.write, clock=bench.clock, desks=worker)
        due = next_due(bench.doors.engine)
        if due is None:
            return
        bench.clock.turn(seconds=max(0.0, due - bench.clock().timestamp()) + 0.01)
    raise AssertionError("It does not come to an end.")


def added_letters(mailbox: Mailbox) -> list[str]:
    return [name for name in mailbox.letters if name.startswith("<add-")]


@pytest.mark.parametrize("vendor", HEARING)
def test_words_go_into_the_ticket_escaped_and_for_the_team_alone(
    bench: Bench, server: Server, vendor: str
) -> None:
    mailbox = Mailbox()
    worker, contact = begin(bench, server, vendor, mailbox)
    add(bench, contact, id_="a" * 64)
    add(bench, contact, id_="b" * 64, kind="closed", words="")
    work_on(bench, worker)
    first, second = server.fake.words
    assert "It came back." in first
    assert f"fu_{'a' * 24}" in first
    assert ("<b>" in first) is (vendor not in ("freshdesk", "hubspot"))
    assert "was solved meanwhile" in second
    assert added_letters(mailbox) == []
    assert server.fake.wrong == []


def test_a_receiver_gets_them_as_a_message_with_an_id_of_its_own(bench: Bench, server: Server) -> None:
    worker, contact = begin(bench, server, "webhook", Mailbox())
    add(bench, contact, id_="a" * 64)
    work_on(bench, worker)
    told = server.fake.asks[-1]
    assert told.headers["webhook-id"].endswith(f"-fu_{'a' * 24}")
    assert told.json()["type"] == "contact.message"


def test_a_desk_that_takes_none_has_them_by_mail(bench: Bench, server: Server) -> None:
    mailbox = Mailbox()
    worker, contact = begin(bench, server, "liveagent", mailbox)
    add(bench, contact, id_="a" * 64)
    work_on(bench, worker)
    assert len(added_letters(mailbox)) == 1


@pytest.mark.parametrize("vendor", HEARING)
def test_what_a_desk_refuses_comes_by_mail(bench: Bench, server: Server, vendor: str) -> None:
    mailbox = Mailbox()
    worker, contact = begin(bench, server, vendor, mailbox)
    add(bench, contact, id_="a" * 64)
    server.fake.faults = ["refused"]
    work_on(bench, worker)
    assert (len(added_letters(mailbox)), server.fake.words) == (1, [])


@pytest.mark.parametrize("vendor", HEARING)
@pytest.mark.parametrize("fault", [one for one in AFTER if one not in ("slow_after", "error_in_200")])
def test_an_answer_that_breaks_off_doubles_nothing(
    bench: Bench, server: Server, vendor: str, fault: str
) -> None:
    mailbox = Mailbox()
    worker, contact = begin(bench, server, vendor, mailbox)
    add(bench, contact, id_="a" * 64)
    server.fake.faults = [fault]
    work_on(bench, worker)
    assert (len(server.fake.words), added_letters(mailbox)) == (1, [])


@pytest.mark.parametrize("vendor", WITH_WAY)
def test_no_schedule_of_faults_and_deaths_loses_or_doubles_words(
    bench: Bench, server: Server, vendor: str
) -> None:
    for seed in range(6):
        rng = random.Random(f"added/{vendor}/{seed}")  # noqa: S311  schedules that repeat
        mailbox = Mailbox(failures=0)
        worker, contact = begin(bench, server, vendor, mailbox)
        add(bench, contact, id_=f"{seed:064}")
        kinds = [one for one in (*BEFORE, *AFTER) if one != "slow_after"]
        server.fake.faults = [rng.choice(("", *kinds)) for _ in range(rng.randrange(1, 8))]
        chances = Chances(frozenset(rng.sample(range(1, 16), rng.randrange(3))))
        mortal = make_worker(bench, CASES[vendor], server, mailbox, MortalHttp(chances))
        with dying_at_commits(bench.doors.engine, chances):
            for _ in range(200):
                try:
                    deliver_due(bench.doors.engine, mailbox, mortal.write, clock=bench.clock, desks=mortal)
                except Killed:
                    mortal = make_worker(bench, CASES[vendor], server, mailbox, MortalHttp(chances))
                due = next_due(bench.doors.engine)
                if due is None:
                    break
                bench.clock.turn(seconds=max(0.0, due - bench.clock().timestamp()) + 0.01)
        assert worker.doors is bench.doors
        letters = added_letters(mailbox)
        if vendor == "webhook":
            ids = {
                ask.headers["webhook-id"] for ask in server.fake.asks if "fu_" in ask.headers["webhook-id"]
            }
            assert ids or letters, seed
        else:
            assert len(server.fake.words) <= 1, (seed, server.fake.words)
            assert server.fake.words or letters, seed


def test_a_photo_follows_its_words_to_the_ticket(bench: Bench, server: Server) -> None:
    worker, contact = begin(bench, server, "zendesk", Mailbox())
    photo = take_file("foil.jpg", jpeg(), most=10_000)
    names = keep_files(bench.doors, (photo,), lang="en")
    with bench.doors.engine.begin() as connection:
        add_rows(connection, contact.contact_id, (photo,), names, now=0.0, follow_up_id="a" * 64)
    add(bench, contact, id_="a" * 64)
    work_on(bench, worker)
    assert len(server.fake.words) == 1
    assert [name for name, _ in server.fake.files] == ["foil.jpg"]
