"""Databases for tests: a PostgreSQL server of their own, and databases that are migrated once and copied."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, make_url, text

from portal.store.database import open_database
from portal.store.schema import migrate

END_OTHERS = """
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
"""
TABLES = "select tablename from pg_tables where schemaname = 'public' order by tablename"


@cache
def _migrated_file() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "portal.db"
        engine = open_database(f"sqlite:///{file}")
        migrate(engine)
        engine.dispose()
        return file.read_bytes()


def put_migrated(url: str) -> None:
    """Put a migrated database where an address of SQLite names a file that is not there yet."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.query:
        return
    file = Path(str(parsed.database))
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_migrated_file())


def find_postgres() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest first, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[-3])
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


@contextmanager
def serving_postgres(programs: Path) -> Iterator[str]:
    """Start a PostgreSQL in a folder of its own and give its address; it ends with the block."""
    with TemporaryDirectory(prefix="pg") as folder:
        server = _Server(programs, Path(folder))
        server.start()
        try:
            yield server.url
        finally:
            server.stop()


class _Server:
    """A PostgreSQL cluster in a folder, reached through a socket in that folder."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        # PostgreSQL refuses to run as root; Debian's package brings this user.
        self._as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        if os.geteuid() != 0:
            self._as_user = []
        else:
            shutil.chown(folder, "postgres", "postgres")
        self.url = f"postgresql://portal@/postgres?host={folder}"

    def start(self) -> None:
        data = str(self._folder / "data")
        how = ("-U", "portal", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self._run("initdb", "-D", data, *how)
        options = f"-k {self._folder} -c listen_addresses= -c fsync=off -c autovacuum=off"
        self._run("pg_ctl", "-D", data, "-o", options, "-l", str(self._folder / "log"), "-w", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-w", "stop")

    def _run(self, program: str, *words: str) -> None:
        command = [*self._as_user, str(self._programs / program), *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/")
        assert done.returncode == 0, f"{program} failed: {done.stdout}{done.stderr}"


@contextmanager
def created(server: str, name: str) -> Iterator[str]:
    """Create an empty database on a server, give its address, and drop it after the block."""
    admin = open_database(server).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"create database {name}"))
    yield server.replace("/postgres?", f"/{name}?")
    with admin.connect() as connection:
        connection.execute(text(f"drop database {name} with (force)"))
    admin.dispose()


class Emptied:
    """A migrated PostgreSQL database that one test after the other uses, emptied in between."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine: Engine = open_database(url)
        migrate(self._engine)
        self._tables = self._named()

    def empty(self) -> None:
        """End whatever a test left open, and leave no row."""
        with self._engine.begin() as connection:
            connection.execute(text(END_OTHERS))
        assert self._named() == self._tables, "a test changed the tables: let it take `bare_database_url`"
        kept = [name for name in self._tables if name != "alembic_version"]
        filled = " union all ".join(f"select '{name}' where exists (select from {name})" for name in kept)
        with self._engine.begin() as connection:
            names = connection.execute(text(filled)).scalars().all()
            if names:
                connection.execute(text(f"truncate {', '.join(names)} restart identity cascade"))

    def close(self) -> None:
        """Close what it holds open."""
        self._engine.dispose()

    def _named(self) -> list[str]:
        with self._engine.connect() as connection:
            return list(connection.execute(text(TABLES)).scalars())
