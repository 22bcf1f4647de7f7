"""Which files belong to which message; `attachment_id` is the name of the file in var/attachments."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, String, bindparam, text


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a message; `passed_at` is when its desk took it, None before that."""

    attachment_id: str
    contact_id: str
    place: int
    name: str
    media_type: str
    bytes: int
    digest: str
    created_at: float
    passed_at: float | None = None
    follow_up_id: str | None = None
    """With which addition to the message it came; None if it came with the message itself."""


_COLUMNS = (
    "attachment_id, contact_id, place, name, media_type, bytes, digest, created_at, passed_at, follow_up_id"
)


def add_attachment(connection: Connection, stored: StoredFile) -> None:
    """Add a file that stands in its folder already."""
    values = ", ".join(f":{name.strip()}" for name in _COLUMNS.split(","))
    connection.execute(text(f"insert into attachment ({_COLUMNS}) values ({values})"), asdict(stored))


def attachments_of(connection: Connection, contact_id: str) -> tuple[StoredFile, ...]:
    """Return the files of a message, in the order they were chosen."""
    rows = connection.execute(
        text(f"select {_COLUMNS} from attachment where contact_id = :contact_id order by place"),
        {"contact_id": contact_id},
    )
    return tuple(StoredFile(*row) for row in rows)


def files_of(connection: Connection, contact_ids: Sequence[str]) -> tuple[StoredFile, ...]:
    """Return the files of several messages."""
    rows = connection.execute(
        text(
            f"select {_COLUMNS} from attachment where contact_id in :ids order by contact_id, place"
        ).bindparams(bindparam("ids", expanding=True, type_=String())),
        {"ids": list(contact_ids)},
    )
    return tuple(StoredFile(*row) for row in rows)


def find_attachment(connection: Connection, attachment_id: str) -> StoredFile | None:
    """Return a file by its name in the folder, or None."""
    row = connection.execute(
        text(f"select {_COLUMNS} from attachment where attachment_id = :attachment_id"),
        {"attachment_id": attachment_id},
    ).one_or_none()
    return StoredFile(*row) if row else None


def added_files(connection: Connection, follow_up_id: str) -> tuple[StoredFile, ...]:
    """Return the files that came with an addition to a message."""
    rows = connection.execute(
        text(f"select {_COLUMNS} from attachment where follow_up_id = :follow_up_id order by place"),
        {"follow_up_id": follow_up_id},
    )
    return tuple(StoredFile(*row) for row in rows)


def mark_passed(connection: Connection, attachment_id: str, *, now: float) -> None:
    """Record that the desk has the file."""
    connection.execute(
        text("update attachment set passed_at = :now where attachment_id = :attachment_id"),
        {"attachment_id": attachment_id, "now": now},
    )


def bytes_in_all(connection: Connection) -> int:
    """Return how much all files hold."""
    found: int = connection.execute(text("select coalesce(sum(bytes), 0) from attachment")).scalar_one()
    return found


def known_files(connection: Connection, names: Sequence[str]) -> frozenset[str]:
    """Return which of these names belong to a message."""
    found = connection.execute(
        text("select attachment_id from attachment where attachment_id in :names").bindparams(
            bindparam("names", expanding=True, type_=String())
        ),
        {"names": list(names)},
    ).scalars()
    return frozenset(found)
