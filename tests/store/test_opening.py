"""Processes that start together open a new database together."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from sqlalchemy import Engine

from portal.store.database import open_database

_TOGETHER = 4
_TIMES = 30


def test_those_who_open_a_new_database_at_once_all_get_it(tmp_path: Path) -> None:
    start = Barrier(_TOGETHER)

    def ask(engine: Engine) -> object:
        start.wait()
        with engine.connect() as connection:
            mode = connection.exec_driver_sql("pragma journal_mode").scalar()
        engine.dispose()
        return mode

    with ThreadPoolExecutor(_TOGETHER) as threads:
        for number in range(_TIMES):
            engines = [open_database(f"sqlite:///{tmp_path / str(number)}.db") for _ in range(_TOGETHER)]
            assert set(threads.map(ask, engines)) == {"wal"}
