"""Who is withheld from is chance, but the same chance every time."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from portal.domain.assignment import Arm, Assignment, assign

SECRET = b"k" * 32
units = st.text(max_size=40)
shares = st.floats(0, 0.5)


@given(units, shares)
def test_the_same_person_is_always_told_the_same(unit: str, share: float) -> None:
    assert assign(SECRET, "form", unit, share=share) == assign(SECRET, "form", unit, share=share)


@given(units, shares, shares)
def test_a_raised_share_lets_nobody_go(unit: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    if assign(SECRET, "form", unit, share=low).arm is Arm.WITHHELD:
        assert assign(SECRET, "form", unit, share=high).arm is Arm.WITHHELD


@given(units)
def test_it_is_the_published_formula(unit: str) -> None:
    number = int(hmac.new(SECRET, f"form|{unit}".encode(), hashlib.sha256).hexdigest()[:16], 16)
    expected = Arm.WITHHELD if number / 2**64 < 0.2 else Arm.SHOWN
    assert assign(SECRET, "form", unit, share=0.2).arm is expected


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2, 0.5])
def test_the_share_withheld_from_is_the_share_asked_for(share: float) -> None:
    withheld = sum(assign(SECRET, "form", f"u{n}", share=share).arm is Arm.WITHHELD for n in range(20_000))
    assert binomtest(withheld, 20_000, share).pvalue > 1e-4


def test_experiments_are_independent_of_each_other() -> None:
    both = sum(
        assign(SECRET, "form", f"u{n}", share=0.5) == assign(SECRET, "other", f"u{n}", share=0.5)
        for n in range(20_000)
    )
    assert binomtest(both, 20_000, 0.5).pvalue > 1e-4


def test_the_probability_told_is_that_of_the_arm() -> None:
    told = {assign(SECRET, "form", f"u{n}", share=0.2) for n in range(200)}
    assert told == {Assignment(Arm.WITHHELD, 0.2), Assignment(Arm.SHOWN, 0.8)}


def test_with_nothing_withheld_everybody_is_shown_suggestions() -> None:
    told = {assign(SECRET, "form", f"u{n}", share=0) for n in range(200)}
    assert told == {Assignment(Arm.SHOWN, 1.0)}


@pytest.mark.parametrize("share", [-0.1, 0.51, float("nan")])
def test_other_shares_are_refused(share: float) -> None:
    with pytest.raises(ValueError, match="50%"):
        assign(SECRET, "form", "u", share=share)
