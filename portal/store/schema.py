"""Bring a database up to the newest schema; the only place that imports alembic (0.3 s to import)."""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from portal.store.database import writing
from portal.store.dialect import lock_name

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> None:
    """Run every migration that the database has not seen; safe to call at every start."""
    if is_current(engine):
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(engine) as connection:
        # Web and worker may start together on a new database: one migrates, the other finds it done.
        lock_name(connection, "migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(engine: Engine) -> bool:
    """Tell whether the newest migration has run, without importing alembic."""
    if not inspect(engine).has_table("alembic_version"):
        return False
    with engine.connect() as connection:
        found = connection.execute(text("select version_num from alembic_version")).scalar()
    return bool(found == newest_revision())


def newest_revision() -> str:
    """Return the newest migration's name: the files' names begin with their dates."""
    return max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("2*.py"))
