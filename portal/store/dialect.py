"""What SQLite and PostgreSQL say differently."""

from sqlalchemy import Connection


def for_update_skip_locked(connection: Connection) -> str:
    """Return what keeps two workers from taking the same rows; SQLite has one writer at a time anyway."""
    return " for update skip locked" if connection.dialect.name == "postgresql" else ""
