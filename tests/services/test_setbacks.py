"""Two failures in one visit put a person first."""

import pytest

from portal.services.setbacks import Setbacks

NOW = 1_000.0


def search(
    setbacks: Setbacks, query: str, *, found: bool = True, sid: str | None = "a", at: float = NOW
) -> bool:
    return setbacks.note_search(sid, query, found=found, at=at)


def test_nothing_found_twice_is_enough() -> None:
    setbacks = Setbacks()
    assert not search(setbacks, "quartz", found=False)
    assert search(setbacks, "zebra", found=False)


def test_a_no_and_a_reworded_query_are_enough() -> None:
    setbacks = Setbacks()
    assert not search(setbacks, "refund card")
    setbacks.note("a", at=NOW)
    assert search(setbacks, "where is my refund")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("refund", "refund", id="same-again"),
        pytest.param("refund", "password", id="another-need"),
    ],
)
def test_asking_again_or_something_else_is_no_failure(first: str, second: str) -> None:
    setbacks = Setbacks()
    assert not search(setbacks, first)
    setbacks.note("a", at=NOW)
    assert not search(setbacks, second)


def test_a_solution_and_a_pause_wipe_the_slate() -> None:
    setbacks = Setbacks()
    search(setbacks, "quartz", found=False)
    setbacks.note_success("a")
    assert not search(setbacks, "zebra", found=False)
    assert not search(setbacks, "onyx", found=False, at=NOW + 7_200)


def test_visits_are_kept_apart_and_the_unlinked_have_none() -> None:
    setbacks = Setbacks()
    search(setbacks, "quartz", found=False)
    assert not search(setbacks, "zebra", found=False, sid="b")
    assert not search(setbacks, "quartz", found=False, sid=None)
    assert not search(setbacks, "zebra", found=False, sid=None)
