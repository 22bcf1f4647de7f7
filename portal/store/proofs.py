"""Which proofs were used up: each is good for one message."""

from sqlalchemy import Connection, text


def spend_proof(connection: Connection, nonce: str, *, now: float, forget_before: float) -> bool:
    """Use a proof up; return False if it was before. Those that have ended are forgotten."""
    connection.execute(text("delete from spent_proof where spent_at < :ts"), {"ts": forget_before})
    done = connection.execute(
        text(
            "insert into spent_proof (nonce, spent_at) values (:nonce, :now) on conflict (nonce) do nothing"
        ),
        {"nonce": nonce, "now": now},
    )
    return done.rowcount == 1
