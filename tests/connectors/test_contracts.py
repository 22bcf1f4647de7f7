"""What every desk asks for is held against the vendor's own description, where one is at hand."""

from pathlib import Path

import pytest

from tests.connectors.cases import CASES
from tests.connectors.fakes.contract import NOT_AT_HAND, SPECS, find_specs
from tests.connectors.fakes.server import Server
from tests.connectors.schedules import Bench, run_schedule

WITH_CONTRACT = sorted(set(CASES) - {"webhook"})


@pytest.mark.parametrize("vendor", WITH_CONTRACT)
def test_requests_keep_to_the_vendors_contract(bench: Bench, server: Server, vendor: str) -> None:
    if SPECS is None:
        pytest.skip(NOT_AT_HAND)
    result = run_schedule(bench, CASES[vendor], server, 7)
    assert result.wrong == ()
    assert result.checked > 0


def test_the_folder_beside_the_project_is_found_and_a_named_one_goes_first(tmp_path: Path) -> None:
    root = tmp_path / "main"
    assert find_specs("", root) is None
    beside = tmp_path / "shared" / "specs"
    beside.mkdir(parents=True)
    assert find_specs("", root) == beside
    named = tmp_path / "named"
    assert find_specs(str(named), root) is None
    named.mkdir()
    assert find_specs(str(named), root) == named
