"""One database and one server of a vendor for each module; a fresh vendor for each test."""

from collections.abc import Iterator

import pytest

from tests.connectors.fakes.server import Server, serving
from tests.connectors.schedules import Bench, open_bench


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with open_bench(tmp_path_factory.mktemp("desks")) as opened:
        yield opened


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as served:
        yield served
