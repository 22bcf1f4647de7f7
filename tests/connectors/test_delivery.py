"""Messages find their way: by route, in time, on to the mailbox, kept and told when nothing takes them."""

import random
from collections.abc import Callable

import pytest
from sqlalchemy import text

from portal.connectors.http import Http
from portal.domain.references import make_reference
from portal.services.delivering import LEASE_S, Round, deliver_due
from portal.services.desk_delivery import PATIENCE_S, USUAL_PATIENCE_S, DeskDelivery
from portal.services.health import look
from portal.services.outbox_care import read_stuck, retry
from portal.store import outbox
from portal.store.contacts import Contact
from portal.store.deliveries import attempts_of
from portal.store.desk_tickets import tickets_of
from tests.connectors.cases import CASES
from tests.connectors.fakes.server import Fake, Server
from tests.connectors.schedules import LIMITS, Bench, Mailbox, make_contact, make_fake, make_worker, next_due
from tests.services.parts import MONDAY

DOOR = Http(allowed=("127.0.0.0/8",), limits=LIMITS)
RNG = random.Random(7)  # noqa: S311  case numbers only
Start = Callable[[str], DeskDelivery]


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def start(bench: Bench, server: Server, mailbox: Mailbox) -> Start:
    """Return what starts a worker for a vendor, on an empty outbox."""
    bench.clock.now = MONDAY
    with bench.doors.engine.begin() as connection:
        for table in ("delivery_attempt", "desk_ticket", "outbox", "contact"):
            connection.execute(text(f"delete from {table}"))

    def started(vendor: str) -> DeskDelivery:
        server.fake = make_fake(bench, CASES[vendor])
        return make_worker(bench, CASES[vendor], server, mailbox, DOOR)

    return started


def work(bench: Bench, worker: DeskDelivery) -> Round:
    return deliver_due(bench.doors.engine, worker.sender, worker.write, clock=bench.clock, desks=worker)


def work_on(bench: Bench, worker: DeskDelivery, *, rounds: int = 60) -> None:
    for _ in range(rounds):
        work(bench, worker)
        due = next_due(bench.doors.engine)
        if due is None:
            return
        bench.clock.turn(seconds=max(0.0, due - bench.clock().timestamp()) + 0.01)


def one(bench: Bench, columns: str) -> object:
    with bench.doors.engine.connect() as connection:
        row = connection.execute(text(f"select {columns} from outbox")).one()
    return tuple(row) if len(row) > 1 else row[0]


def outcomes(bench: Bench) -> list[tuple[str, str]]:
    with bench.doors.engine.connect() as connection:
        found = attempts_of(connection, str(one(bench, "outbox_id")))
    return [(attempt.desk, attempt.outcome) for attempt in found]


def write(bench: Bench, *, topic: str | None = "refund") -> Contact:
    return make_contact(bench.doors, RNG, topic=topic)


def test_a_delivered_message_leaves_a_ticket_and_no_copy_of_its_words(bench: Bench, start: Start) -> None:
    worker = start("zendesk")
    contact = write(bench)
    assert work(bench, worker) == Round(delivered=1, postponed=0, failed=0)
    assert one(bench, "state, body, unsure_since, last_error") == ("delivered", None, None, None)
    with bench.doors.engine.connect() as connection:
        (ticket,) = tickets_of(connection, contact.contact_id)
    assert (ticket.ref, ticket.status) == (make_reference(contact.contact_id), "received")
    assert ticket.url
    assert outcomes(bench) == [("desk", "delivered")]


def test_a_complaint_goes_to_the_head_office_and_what_is_urgent_says_so(
    bench: Bench, start: Start, server: Server
) -> None:
    worker = start("zendesk")
    write(bench, topic="safety")
    work(bench, worker)
    told = server.fake.tickets[0]["body"]
    assert (told["group_id"], told["priority"]) == (77, "urgent")


def test_what_is_urgent_leaves_before_what_waits_longer(bench: Bench, start: Start, server: Server) -> None:
    worker = start("freshdesk")
    for topic in ("refund", "safety", "refund"):
        write(bench, topic=topic)
        bench.clock.turn(seconds=1)
    topics = ("safety", "phishing")
    engine = bench.doors.engine
    deliver_due(engine, worker.sender, worker.write, clock=bench.clock, desks=worker, first_topics=topics)
    assert [one["body"]["priority"] for one in server.fake.tickets] == [4, 2, 2]


def test_without_a_desk_messages_go_by_mail_as_ever(bench: Bench, start: Start, mailbox: Mailbox) -> None:
    worker = start("zendesk")
    worker.integrations = type(worker.integrations)()
    write(bench)
    assert work(bench, worker).delivered == 1
    assert len(mailbox.letters) == 1


def test_a_refusal_hands_the_message_on_at_once_and_is_told(
    bench: Bench, start: Start, server: Server, mailbox: Mailbox
) -> None:
    worker = start("freshdesk")
    server.fake.faults = ["refused"]
    write(bench)
    work(bench, worker)
    assert outcomes(bench) == [("desk", "refused"), ("email", "delivered")]
    assert (len(mailbox.letters), server.fake.tickets) == (1, [])
    assert "may have this message" not in str(next(iter(mailbox.letters.values())))
    detail = look(bench.doors).worker.detail
    assert "desk did not take 1 messages" in detail


@pytest.mark.parametrize(
    ("topic", "patience"), [("safety", PATIENCE_S["urgent"]), ("refund", USUAL_PATIENCE_S)]
)
def test_a_desk_that_is_down_is_waited_for_as_long_as_the_topic_bears(
    bench: Bench, start: Start, server: Server, mailbox: Mailbox, topic: str, patience: float
) -> None:
    worker = start("freshdesk")
    server.fake.faults = ["429_seconds"] * 400
    write(bench, topic=topic)
    work_on(bench, worker, rounds=200)
    waited = bench.clock().timestamp() - MONDAY.timestamp()
    assert patience / 2 < waited <= patience + 60
    assert (len(mailbox.letters), server.fake.tickets) == (1, [])


def test_a_desk_that_broke_off_and_stays_down_is_named_in_the_letter(
    bench: Bench, start: Start, server: Server, mailbox: Mailbox
) -> None:
    worker = start("freshdesk")
    server.fake.faults = ["reset_after", *["500_before"] * 400]
    contact = write(bench, topic="safety")
    work_on(bench, worker, rounds=200)
    (letter,) = mailbox.letters.values()
    assert make_reference(contact.contact_id) in str(letter.get_body())
    assert len(server.fake.tickets) == 1


def test_what_nobody_takes_is_kept_told_and_can_be_tried_again(
    bench: Bench, start: Start, server: Server, mailbox: Mailbox
) -> None:
    worker = start("freshdesk")
    server.fake.faults = ["refused"]
    mailbox.failures = 1000
    write(bench)
    work_on(bench, worker)
    assert one(bench, "state") == "failed"
    (stuck,) = read_stuck(bench.doors)
    assert stuck.last_error == "The mail server cannot be reached."
    assert "reached nobody" in look(bench.doors).worker.detail
    mailbox.failures = 0
    assert retry(bench.doors, (stuck.outbox_id,)) == 1
    assert work(bench, worker).delivered == 1
    assert len(server.fake.tickets) == 1


def test_a_mailbox_is_tried_for_a_week_however_often_the_desk_was(
    bench: Bench, start: Start, server: Server, mailbox: Mailbox
) -> None:
    worker = start("freshdesk")
    server.fake.faults = ["refused"]
    write(bench)
    with bench.doors.engine.begin() as connection:
        connection.execute(text("update outbox set attempts = 200"))
    mailbox.failures = 30
    work_on(bench, worker)
    assert one(bench, "state") == "delivered"
    assert bench.clock().timestamp() - MONDAY.timestamp() > 2 * 86_400


def test_a_search_that_lags_delays_and_doubles_nothing(bench: Bench, start: Start, server: Server) -> None:
    worker = start("freshdesk")
    server.fake.lag_s = 500.0
    server.fake.faults = ["reset_after"]
    write(bench)
    work_on(bench, worker)
    assert len(server.fake.tickets) == 1
    assert bench.clock().timestamp() - MONDAY.timestamp() >= 500
    assert outcomes(bench)[-1] == ("desk", "delivered")


def test_a_worker_that_lost_its_lease_asks_for_nothing_more(
    bench: Bench, start: Start, server: Server
) -> None:
    worker = start("freshdesk")
    write(bench)
    with bench.doors.engine.begin() as connection:
        (old,) = outbox.lease_due(connection, now=bench.clock().timestamp(), lease_s=LEASE_S, limit=1)
    bench.clock.turn(seconds=LEASE_S)
    with bench.doors.engine.begin() as connection:
        outbox.lease_due(connection, now=bench.clock().timestamp(), lease_s=LEASE_S, limit=1)
    assert worker.deliver(old) == "postponed"
    assert server.fake.asks == []


def test_other_messages_do_not_wait_for_a_desk_that_asked_us_to(
    bench: Bench, start: Start, server: Server
) -> None:
    worker = start("freshdesk")
    server.fake.faults = ["429_seconds"]
    for _ in range(5):
        write(bench)
    work(bench, worker)
    assert len(server.fake.asks) == 1


def test_a_rotated_or_counted_token_is_shared_by_all_processes(
    bench: Bench, start: Start, server: Server
) -> None:
    start("zohodesk")
    for _ in range(12):
        write(bench)
        work(bench, make_worker(bench, CASES["zohodesk"], server, Mailbox(), DOOR))
    kept = bench.folder / "tokens" / "zohodesk.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "zoho-refresh" not in str(one_secret(bench))
    assert [ask.path for ask in server.fake.asks].count("/oauth/v2/token") == 1
    assert len(server.fake.tickets) == 12


def one_secret(bench: Bench) -> list[str]:
    """Return everything the database says, to look for secrets in it."""
    found = []
    with bench.doors.engine.connect() as connection:
        for table in ("outbox", "delivery_attempt", "desk_ticket", "contact"):
            found += [str(row) for row in connection.execute(text(f"select * from {table}"))]
    return found


def test_no_secret_is_stored_or_logged(
    bench: Bench, start: Start, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    worker = start("zendesk")
    server.fake.faults = ["", "refused"]
    write(bench)
    work_on(bench, worker)
    told = caplog.text + str(one_secret(bench)) + repr(worker.integrations)
    for secret in ("zendesk-secret", *fake_tokens(server.fake)):
        assert secret not in told
    assert "anna@example.com" not in caplog.text


def fake_tokens(fake: Fake) -> list[str]:
    return list(fake.tokens)
