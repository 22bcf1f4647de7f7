"""A migrated database without a row for every test of the store."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine

from portal.store.database import open_database


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = open_database(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.begin() as opened:
        yield opened
