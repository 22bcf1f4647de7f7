"""Which messages to a person are statements of legal weight, and how far their receipts are."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, String, bindparam, text

RECEIPT = "receipt"
"""The kind of a receipt in the outbox."""


@dataclass(frozen=True, slots=True)
class LegalAct:
    """What a message is: `choice` is what was chosen of the act's options, `register_no` its own number."""

    contact_id: str
    act: str
    choice: str | None
    register_no: str | None


def add_act(connection: Connection, act: LegalAct) -> None:
    """Add what a message is, in the transaction that adds the message."""
    connection.execute(
        text(
            "insert into legal_act (contact_id, act, choice, register_no) "
            "values (:contact_id, :act, :choice, :register_no)"
        ),
        asdict(act),
    )


def find_act(connection: Connection, contact_id: str) -> LegalAct | None:
    """Return what a message is, or None for an ordinary one."""
    row = connection.execute(
        text("select contact_id, act, choice, register_no from legal_act where contact_id = :contact_id"),
        {"contact_id": contact_id},
    ).one_or_none()
    return LegalAct(**row._mapping) if row else None


def acts_of(connection: Connection, contact_ids: tuple[str, ...]) -> dict[str, LegalAct]:
    """Return what messages are, by their ids; ordinary ones are left out."""
    rows = connection.execute(
        text(
            "select contact_id, act, choice, register_no from legal_act where contact_id in :ids"
        ).bindparams(bindparam("ids", expanding=True, type_=String())),
        {"ids": contact_ids},
    )
    return {row.contact_id: LegalAct(**row._mapping) for row in rows}


def receipt_state(connection: Connection, contact_id: str) -> tuple[str, str | None] | None:
    """Return the state of a message's receipt and why it has not left; None when there is none."""
    row = connection.execute(
        text("select state, last_error from outbox where contact_id = :contact_id and kind = :kind"),
        {"contact_id": contact_id, "kind": RECEIPT},
    ).one_or_none()
    return (row.state, row.last_error) if row else None
