"""One address has its budget, and so have all together, so that many addresses are no way around it."""

import pytest

from portal.errors import TooMany
from portal.services.budgets import Budget


def test_many_addresses_share_what_all_may_send() -> None:
    budget = Budget(2, seconds=60, in_all=3)
    for key in ("a", "b", "c"):
        budget.spend(key, now=0)
    with pytest.raises(TooMany) as refused:
        budget.spend("d", now=20)
    assert refused.value.retry_after_s == 41
    budget.spend("d", now=60)


def test_who_is_over_her_own_budget_takes_nothing_from_that_of_all() -> None:
    budget = Budget(1, seconds=60, in_all=2)
    budget.spend("loud", now=0)
    for _ in range(5):
        with pytest.raises(TooMany):
            budget.spend("loud", now=1)
    budget.spend("quiet", now=2)


def test_a_clock_set_back_locks_nobody_out() -> None:
    budget = Budget(1, seconds=60, in_all=1)
    budget.spend("a", now=1000)
    budget.spend("a", now=0)
