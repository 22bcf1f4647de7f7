"""Whatever breaks, and wherever the worker dies: no message is lost, and none becomes two tickets."""

from collections.abc import Iterator

import pytest

from tests.connectors.cases import CASES
from tests.connectors.fakes.server import Server, serving
from tests.connectors.schedules import Bench, open_bench, run_schedule

SEEDS = range(15)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with open_bench(tmp_path_factory.mktemp("desks")) as opened:
        yield opened


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as served:
        yield served


@pytest.mark.parametrize("vendor", CASES)
def test_no_message_is_lost_and_none_becomes_two_tickets(bench: Bench, server: Server, vendor: str) -> None:
    results = [run_schedule(bench, CASES[vendor], server, seed) for seed in SEEDS]
    assert [one.seed for one in results if one.lost] == []
    assert [one.seed for one in results if one.doubled] == []
    assert [one.wrong for one in results if one.wrong] == []
    assert sum(one.deaths for one in results) > 0
