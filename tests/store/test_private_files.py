"""What customers wrote can be read by the owner of the service only, whatever the machine's habits are."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.store.database import open_database
from portal.store.schema import migrate

OPEN_TO_ALL = 0o022


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(OPEN_TO_ALL)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}


def test_a_new_database_its_log_and_its_folder_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    engine = open_database(f"sqlite:///{folder / 'portal.db'}")
    migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("select 1 from contact")
        found = modes(folder)
    engine.dispose()
    assert found == {"portal.db": 0o600, "portal.db-wal": 0o600, "portal.db-shm": 0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_database_that_everybody_could_read_is_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / "portal.db"
    file.touch(mode=0o644)
    open_database(f"sqlite:///{file}").dispose()
    assert file.stat().st_mode & 0o777 == 0o600
