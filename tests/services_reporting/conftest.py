"""Doors over an empty database, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.services.doors import Doors
from tests.services.parts import TurnedClock, close, make_doors, make_index


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_index(tmp_path_factory.mktemp("built") / "index")


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def doors(tmp_path: Path, small_index: Path, clock: TurnedClock, database_url: str) -> Iterator[Doors]:
    opened = make_doors(tmp_path / "var", index=small_index, clock=clock, database_url=database_url)
    yield opened
    close(opened)
