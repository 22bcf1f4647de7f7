"""What SQLite and PostgreSQL say differently."""

from sqlalchemy import Connection, Engine, text


def for_update_skip_locked(connection: Connection) -> str:
    """Return what keeps two workers from taking the same rows; SQLite has one writer at a time anyway."""
    return " for update skip locked" if connection.dialect.name == "postgresql" else ""


def lock_name(connection: Connection, name: str) -> None:
    """Let one transaction at a time do what has this name; SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def has_one_writer(engine: Engine) -> bool:
    """Tell whether everybody who writes waits for whoever writes now."""
    return engine.dialect.name == "sqlite"


def checkpoint(engine: Engine) -> None:
    """Write SQLite's log back, as far as nobody is in the way; PostgreSQL does that itself."""
    if has_one_writer(engine):
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("pragma wal_checkpoint(passive)")
        finally:
            raw.close()
