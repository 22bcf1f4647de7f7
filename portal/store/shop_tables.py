"""Read the tables of a shop's own SQLite file, which is only ever read."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

TABLES = {
    "orders": "select * from orders",
    "items": "select * from items",
    "parcels": "select * from parcels",
    "refunds": "select * from refunds",
    "returns": "select * from returns",
}


def read_shop_tables(file: Path) -> dict[str, list[Mapping[str, str]]]:
    """Return all rows of the tables there are, as text; raises ValueError for what is no such file."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=2)) as database:
            database.row_factory = sqlite3.Row
            known = {row[0] for row in database.execute("select name from sqlite_master")}
            return {
                name: [_as_text(row) for row in database.execute(statement)]
                for name, statement in TABLES.items()
                if name == "orders" or name in known
            }
    except sqlite3.Error as error:
        raise ValueError(type(error).__name__) from None


def _as_text(row: sqlite3.Row) -> dict[str, str]:
    names = row.keys()
    return {name: "" if value is None else str(value) for name, value in zip(names, tuple(row), strict=True)}
