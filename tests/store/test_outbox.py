"""What waits in the outbox is delivered once, and never lost."""

from sqlalchemy import Connection

from portal.store import outbox


def make_outgoing(name: str, *, at: float = 100.0) -> outbox.Outgoing:
    return outbox.Outgoing(name, "desk", None, "team@example.com", "{}", 0, at)


def test_a_message_is_due_at_once_and_leased_to_one_worker(connection: Connection) -> None:
    outbox.add_outgoing(connection, make_outgoing("a"))
    (first,) = outbox.lease_due(connection, now=100, lease_s=60, limit=10)
    assert (first.outbox_id, first.attempts) == ("a", 1)
    assert outbox.lease_due(connection, now=101, lease_s=60, limit=10) == ()


def test_a_message_whose_worker_died_is_due_again_when_its_lease_ends(connection: Connection) -> None:
    outbox.add_outgoing(connection, make_outgoing("a"))
    outbox.lease_due(connection, now=100, lease_s=60, limit=10)
    (again,) = outbox.lease_due(connection, now=161, lease_s=60, limit=10)
    assert again.attempts == 2


def test_a_delivered_message_is_never_due_again(connection: Connection) -> None:
    outbox.add_outgoing(connection, make_outgoing("a"))
    outbox.lease_due(connection, now=100, lease_s=60, limit=10)
    outbox.mark_delivered(connection, "a", now=105)
    assert outbox.lease_due(connection, now=10_000, lease_s=60, limit=10) == ()
    assert outbox.count_by_state(connection) == {"delivered": 1}


def test_a_postponed_message_waits_until_its_time(connection: Connection) -> None:
    outbox.add_outgoing(connection, make_outgoing("a"))
    outbox.lease_due(connection, now=100, lease_s=60, limit=10)
    outbox.mark_undelivered(connection, "a", error="451", next_at=130)
    assert outbox.lease_due(connection, now=129, lease_s=60, limit=10) == ()
    assert len(outbox.lease_due(connection, now=130, lease_s=60, limit=10)) == 1


def test_a_failed_message_stays_and_says_why(connection: Connection) -> None:
    outbox.add_outgoing(connection, make_outgoing("a"))
    outbox.mark_undelivered(connection, "a", error="550", next_at=None)
    assert outbox.count_by_state(connection) == {"failed": 1}
    assert outbox.lease_due(connection, now=10_000, lease_s=60, limit=10) == ()
