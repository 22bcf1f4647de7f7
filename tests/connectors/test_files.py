"""Files follow their message: to the desk that has the ticket, or to the mailbox when it takes none."""

import random

import pytest
from sqlalchemy import text

from portal.connectors.http import Http
from portal.domain.attachments import take_file
from portal.services.attaching import add_rows, keep_files
from portal.services.delivering import deliver_due
from portal.services.desk_delivery import DeskDelivery
from portal.store.contacts import Contact
from tests.connectors.cases import CASES
from tests.connectors.fakes.server import Server
from tests.connectors.schedules import LIMITS, Bench, Mailbox, make_contact, make_fake, make_worker, next_due
from tests.domain.making_files import jpeg, pdf
from tests.services.parts import MONDAY

DOOR = Http(allowed=("127.0.0.0/8",), limits=LIMITS)
RNG = random.Random(11)  # noqa: S311  case numbers only
FILES = (
    take_file("kép.jpeg", jpeg(), most=10_000),
    take_file('számla "május".pdf', pdf(), most=10_000),
)


def begin(
    bench: Bench, server: Server, vendor: str, mailbox: Mailbox, *, faults: tuple[str, ...] = ()
) -> tuple[DeskDelivery, Contact]:
    bench.clock.now = MONDAY
    with bench.doors.engine.begin() as connection:
        for table in ("delivery_attempt", "desk_ticket", "outbox", "attachment", "contact"):
            connection.execute(text(f"delete from {table}"))
    server.fake = make_fake(bench, CASES[vendor])
    contact = make_contact(bench.doors, RNG)
    names = keep_files(bench.doors, FILES, lang="hu")
    with bench.doors.engine.begin() as connection:
        add_rows(connection, contact.contact_id, FILES, names, now=contact.created_at)
    server.fake.faults = list(faults)
    return make_worker(bench, CASES[vendor], server, mailbox, DOOR), contact


def work_on(bench: Bench, worker: DeskDelivery) -> None:
    for _ in range(60):
        deliver_due(bench.doors.engine, worker.sender, worker.write, clock=bench.clock, desks=worker)
        due = next_due(bench.doors.engine)
        if due is None:
            return
        bench.clock.turn(seconds=max(0.0, due - bench.clock().timestamp()) + 0.01)


def states(bench: Bench) -> list[tuple[str, str]]:
    with bench.doors.engine.connect() as connection:
        return [
            tuple(row) for row in connection.execute(text("select kind, state from outbox order by kind"))
        ]


@pytest.mark.parametrize("vendor", sorted(set(CASES) - {"liveagent"}))
def test_the_desk_gets_the_files_under_their_names(bench: Bench, server: Server, vendor: str) -> None:
    mailbox = Mailbox()
    worker, _ = begin(bench, server, vendor, mailbox)
    work_on(bench, worker)
    assert states(bench) == [("desk", "delivered"), ("files", "delivered")]
    assert [body for _, body in server.fake.files] == [one.body for one in FILES]
    assert server.fake.files[0][0] in ("kép.jpg", "k%C3%A9p.jpg")
    assert not mailbox.letters
    assert len(server.fake.tickets) == 1


@pytest.mark.parametrize("vendor", ["freshdesk", "zendesk"])
def test_an_upload_that_breaks_off_is_done_again_and_the_ticket_stays_one(
    bench: Bench, server: Server, vendor: str
) -> None:
    worker, _ = begin(bench, server, vendor, Mailbox())
    deliver_due(bench.doors.engine, worker.sender, worker.write, clock=bench.clock, desks=worker)
    server.fake.faults = ["reset_after", "500_before", "429_seconds"]
    work_on(bench, worker)
    assert {body for _, body in server.fake.files} == {one.body for one in FILES}
    assert len(server.fake.tickets) == 1


def test_what_a_desk_does_not_take_comes_by_mail(bench: Bench, server: Server) -> None:
    mailbox = Mailbox()
    worker, contact = begin(bench, server, "liveagent", mailbox)
    work_on(bench, worker)
    (letter,) = mailbox.letters.values()
    assert [part.get_filename() for part in letter.iter_attachments()] == [one.name for one in FILES]
    assert contact.code[:3] in str(letter["Subject"])
    assert states(bench) == [("desk", "delivered"), ("files", "delivered")]


def test_a_message_that_goes_by_mail_has_its_files_in_the_letter(bench: Bench, server: Server) -> None:
    mailbox = Mailbox()
    worker, _ = begin(bench, server, "freshdesk", mailbox, faults=("refused",))
    work_on(bench, worker)
    (letter,) = mailbox.letters.values()
    names = [part.get_filename() for part in letter.iter_attachments()]
    assert names == ["journey.json", *(one.name for one in FILES)]
    assert states(bench) == [("desk", "delivered")]
