"""Whatever breaks, and wherever the worker dies: no message is lost, and none becomes two tickets."""

import pytest

from portal.connectors.desks.freshdesk import Freshdesk
from tests.connectors.cases import CASES
from tests.connectors.fakes.server import Server
from tests.connectors.schedules import Bench, run_schedule

SEEDS = range(15)


@pytest.mark.parametrize("vendor", CASES)
def test_no_message_is_lost_and_none_becomes_two_tickets(bench: Bench, server: Server, vendor: str) -> None:
    results = [run_schedule(bench, CASES[vendor], server, seed) for seed in SEEDS]
    assert [one.seed for one in results if one.lost] == []
    assert [one.seed for one in results if one.doubled] == []
    assert [one.wrong for one in results if one.wrong] == []
    assert sum(one.deaths for one in results) > 0


def test_these_schedules_find_a_worker_that_asks_again_without_looking(
    bench: Bench, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Freshdesk, "repeats_s", 9e9)
    results = [run_schedule(bench, CASES["freshdesk"], server, seed) for seed in SEEDS]
    assert sum(one.doubled for one in results) > 0
