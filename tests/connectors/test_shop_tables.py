"""A folder of CSV files and an SQLite file are shops, too."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from portal.connectors.desks.outcomes import NotReached
from portal.connectors.shops.table import Table, read_folder
from portal.services.shops import DEMO_ORDERS
from portal.store.shop_tables import read_shop_tables
from tests.connectors.shop_parts import look_up


def test_an_sqlite_file_says_what_the_folder_says(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    with closing(sqlite3.connect(file)) as database:
        for name, rows in read_folder(DEMO_ORDERS).items():
            told = list(rows)
            columns = list(told[0])
            database.execute(f"create table {name} ({', '.join(columns)})")
            marks = ", ".join("?" for _ in columns)
            database.executemany(
                f"insert into {name} values ({marks})", [tuple(row.values()) for row in told]
            )
        database.commit()
    folder, base = Table(DEMO_ORDERS, read_shop_tables), Table(file, read_shop_tables)
    for number in ("104-2391", "104-2377", "104-2350", "1"):
        assert base.find(number) == folder.find(number)


def test_a_changed_file_is_read_again_and_a_broken_one_is_no_answer(tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text("number,email,state\nA-1,anna@example.com,received\n", encoding="utf-8")
    shop = Table(tmp_path, read_shop_tables)
    assert look_up(shop, "a1") is not None
    orders.write_text("number,email,state\nA-22,anna@example.com,delivered\n", encoding="utf-8")
    assert look_up(shop, "a1") is None
    assert look_up(shop, "A 22") is not None
    orders.write_text("number,email,state\nA-333,anna@example.com,lost at sea\n", encoding="utf-8")
    with pytest.raises(NotReached):
        shop.find("A-333")
    with pytest.raises(NotReached):
        replace(shop, path=tmp_path / "none").find("1")
