"""Open the database: SQLite in WAL by default, PostgreSQL where there is more than one machine."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from portal.errors import NotStored, SettingsError, Unavailable

log = logging.getLogger(__name__)

BUSY_SECONDS = 5.0
IMPATIENT_SECONDS = 0.25
"""How long a note about a visit waits for the writer before it; a customer's message waits longer."""

_IS_WRITING = "portal_is_writing"
_TURNS = 5


class Collision(NotStored):
    """Somebody else wrote the same at the same moment; trying once more helps."""


def open_database(url: str, *, is_durable: bool = True) -> Engine:
    """Return an engine for a SQLAlchemy address; raise SettingsError for one that cannot be used.

    `is_durable=False` is for what is recorded of visits: on SQLite such writes survive a killed process, but
    not a power cut, and cost a tenth of the time.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _open_sqlite(url, parsed.database, is_durable=is_durable)
        if parsed.get_backend_name() == "postgresql":
            return create_engine(
                parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True
            )
    except (SQLAlchemyError, ImportError) as error:
        raise SettingsError(f"PORTAL_DATABASE_URL cannot be used: {error}") from None
    raise SettingsError(f"PORTAL_DATABASE_URL must start with sqlite or postgresql, not {parsed.drivername}.")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that is kept whole or not at all.

    What it reads stays true until it writes, as far as the database goes: SQLite admits one writer at a time.
    Raises Collision if somebody else wrote the same, NotStored if it could not be kept.
    """
    try:
        with engine.execution_options(**{_IS_WRITING: True}).begin() as connection:
            yield connection
    except IntegrityError as error:
        raise Collision("Somebody else wrote the same at the same moment.") from error
    except SQLAlchemyError as error:
        raise NotStored(f"The database did not take it: {type(error).__name__}.") from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a connection for reading; raise Unavailable if the database does not answer."""
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise Unavailable(f"The database did not answer: {type(error).__name__}.") from error


def _open_sqlite(url: str, database: str | None, *, is_durable: bool) -> Engine:
    if database and database != ":memory:" and not database.startswith("file:"):
        _keep_private(Path(database))
    timeout = BUSY_SECONDS if is_durable else IMPATIENT_SECONDS
    # Errors are logged, and the values of a statement are what customers wrote.
    engine = create_engine(url, connect_args={"timeout": timeout}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def set_up(connection: object, _record: object) -> None:
        # The driver would begin only at the first change, after what was read for it.
        connection.isolation_level = None  # type: ignore[attr-defined]  # a DBAPI connection
        cursor = connection.cursor()  # type: ignore[attr-defined]  # a DBAPI connection
        # WAL: readers never wait for the writer. FULL: a message that was acknowledged survives a power cut.
        _write_ahead(cursor)
        cursor.execute(f"pragma synchronous = {'full' if is_durable else 'normal'}")
        cursor.execute("pragma foreign_keys = on")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_writing = connection.get_execution_options().get(_IS_WRITING, False)
        # A reader that turns writer is refused when somebody wrote meanwhile; a writer waits its turn.
        connection.exec_driver_sql("begin immediate" if is_writing else "begin")

    return engine


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Let a database write ahead; of those that do so to a new one at once, all but one wait."""
    for _ in range(_TURNS):
        try:
            cursor.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError:
            # Changing the mode is refused at once where somebody else is about to; reading waits for her.
            cursor.execute("select count(*) from sqlite_master").fetchall()
        else:
            return
    cursor.execute("pragma journal_mode = wal")


def _keep_private(file: Path) -> None:
    """Let only the owner read what customers wrote; SQLite gives its log the modes of the database."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        file.touch(mode=0o600)
        for one in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
            if one.exists() and one.stat().st_mode & 0o077:
                one.chmod(0o600)
    except OSError as error:
        # Another user's file, or a disk for reading only: whoever writes there says what is wrong.
        log.warning("the modes of the database stay as they are: %s", error.strerror)
