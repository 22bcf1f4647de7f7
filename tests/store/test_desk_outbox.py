"""The way of a message to a desk, on both databases: every step is fenced, and tries and tickets are kept."""

from dataclasses import replace

from sqlalchemy import Connection, text

from portal.store import desk_outbox, outbox
from portal.store.contacts import Contact, add_contact
from portal.store.deliveries import (
    Attempt,
    add_attempt,
    attempts_of,
    count_failed,
    handed_on_since,
    stuck_messages,
)
from portal.store.desk_tickets import (
    DeskTicket,
    add_ticket,
    ask_soon,
    change_ticket,
    find_by_ref,
    find_ticket,
    open_tickets,
    tickets_of,
)
from portal.store.promises import Promises, count_promises
from portal.store.retention import delete_contacts_before

CONTACT = Contact(
    contact_id="c1",
    code="4810271",
    created_at=100.0,
    locale="hu",
    topic=None,
    is_counted=1,
    name=None,
    email="anna@example.com",
    order_number=None,
    message="Help",
    journey="[]",
    sid=None,
    article_id=None,
    reply_by=3_700.0,
    deadline_at=None,
    traffic="human",
    submission_key="k1",
)
TICKET = DeskTicket("zendesk", "77", "c1", "pr_1", "77", None, 200.0, changed_at=200.0, asked_at=200.0)


def take(connection: Connection, *, at: float = 100.0) -> outbox.Outgoing:
    if find := connection.execute(text("select count(*) from contact")).scalar():
        assert find == 1
    else:
        add_contact(connection, CONTACT)
        outbox.add_outgoing(connection, outbox.Outgoing("o1", "desk", "c1", "team@example.com", "{}", 0, 100))
    (taken,) = outbox.lease_due(connection, now=at, lease_s=300, limit=1, first_topics=("safety",))
    return taken


def state(connection: Connection) -> tuple[object, ...]:
    return tuple(connection.execute(text("select state, desk, body, unsure_since from outbox")).one())


def test_a_message_keeps_its_way_its_body_and_that_it_was_asked_for(connection: Connection) -> None:
    taken = take(connection)
    assert desk_outbox.begin_desk(connection, taken, desk="zendesk", now=100)
    assert desk_outbox.keep_body(connection, taken, "{}")
    assert desk_outbox.begin_asking(connection, taken, now=101, needs_s=90)
    assert state(connection) == ("sending", "zendesk", "{}", 101.0)
    assert desk_outbox.put_off(connection, taken, reason="r", next_at=110, is_unsure=True)
    again = take(connection, at=110)
    assert (again.desk, again.desk_since, again.body, again.unsure_since) == ("zendesk", 100.0, "{}", 101.0)
    assert desk_outbox.begin_asking(connection, again, now=120, needs_s=90)
    assert state(connection)[3] == 101.0
    assert desk_outbox.forget_asking(connection, again)
    assert desk_outbox.finish(connection, again, now=130)
    assert state(connection) == ("delivered", "zendesk", None, None)


def test_who_lost_the_lease_changes_nothing(connection: Connection) -> None:
    old = take(connection)
    new = take(connection, at=500)
    assert not desk_outbox.begin_asking(connection, old, now=501, needs_s=90)
    assert not desk_outbox.finish(connection, old, now=501)
    assert not desk_outbox.give_up(connection, old, reason="r")
    assert not desk_outbox.begin_asking(connection, new, now=750, needs_s=90)  # the lease ends at 800
    assert desk_outbox.begin_asking(connection, new, now=700, needs_s=90)


def test_a_message_is_handed_on_given_up_and_tried_again(connection: Connection) -> None:
    taken = take(connection)
    assert desk_outbox.begin_desk(connection, taken, desk="zendesk", now=100)
    assert desk_outbox.hand_on(connection, taken, desk="email", reason="no", now=101, is_unsure=False)
    assert state(connection) == ("waiting", "email", None, None)
    taken = take(connection, at=101)
    assert desk_outbox.give_up(connection, taken, reason="550")
    assert count_failed(connection, "desk") == 1
    (stuck,) = stuck_messages(connection)
    assert (stuck.code, stuck.state, stuck.last_error) == ("4810271", "failed", "550")
    assert desk_outbox.try_again(connection, "o1", now=200)
    assert state(connection) == ("waiting", None, None, None)
    assert not desk_outbox.try_again(connection, "nobody", now=200)


def test_tries_are_kept_and_told(connection: Connection) -> None:
    take(connection)
    first = Attempt("o1", 1, 100.0, "zendesk", "handed_on", "down")
    for attempt in (first, first, replace(first, attempt=2, desk="email", outcome="delivered", reason="")):
        add_attempt(connection, attempt)
    assert [one.outcome for one in attempts_of(connection, "o1")] == ["handed_on", "delivered"]
    assert handed_on_since(connection, 0.0) == {"zendesk": 1}
    assert handed_on_since(connection, 101.0) == {}


def test_a_ticket_is_asked_about_until_some_days_after_its_end(connection: Connection) -> None:
    take(connection)
    add_ticket(connection, TICKET)
    add_ticket(connection, TICKET)
    assert tickets_of(connection, "c1") == (TICKET,)
    assert find_by_ref(connection, "zendesk", "pr_1") == find_ticket(connection, "zendesk", "77") == TICKET

    def due(now: float) -> int:
        return len(open_tickets(connection, "zendesk", now=now, every_s=900, limit=5))

    assert (due(1_000), due(1_200)) == (0, 1)
    closed = replace(TICKET, status="solved", closed_at=1_200.0, asked_at=1_200.0, satisfaction="good")
    change_ticket(connection, closed)
    assert (due(3_000), due(88_000), due(400_000)) == (0, 1, 0)
    assert ask_soon(connection, "zendesk", "77")
    assert not ask_soon(connection, "zendesk", "78")
    assert due(400_000) == 1


def test_promises_are_kept_broken_open_or_not_told(connection: Connection) -> None:
    take(connection)

    def count(now: float) -> Promises:
        return count_promises(connection, since=0, until=1_000, now=now)

    assert count(200) == Promises(kept=0, broken=0, open=0, untold=1)
    add_ticket(connection, TICKET)
    assert count(200) == Promises(kept=0, broken=0, open=1, untold=0)
    assert count(4_000) == Promises(kept=0, broken=1, open=0, untold=0)
    change_ticket(connection, replace(TICKET, first_answer_at=3_600.0))
    assert count(4_000) == Promises(kept=1, broken=0, open=0, untold=0)


def test_all_about_a_contact_goes_with_it(connection: Connection) -> None:
    take(connection)
    add_ticket(connection, TICKET)
    add_attempt(connection, Attempt("o1", 1, 100.0, "zendesk", "waiting", ""))
    assert delete_contacts_before(connection, 1_000.0, most=10) == 1
    for table in ("contact", "outbox", "delivery_attempt", "desk_ticket"):
        assert connection.execute(text(f"select count(*) from {table}")).scalar() == 0
