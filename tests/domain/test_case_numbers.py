"""Case numbers can be said on the phone: a wrong or swapped digit is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.case_numbers import find_case_number, format_case_number, make_case_number

numbers = st.integers(min_value=0, max_value=999_999)


@given(numbers)
def test_a_made_number_is_found_with_and_without_its_dash(number: int) -> None:
    code = make_case_number(number)
    assert find_case_number(code) == find_case_number(format_case_number(code)) == code


@given(numbers, st.integers(min_value=0, max_value=6), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_is_noticed(number: int, place: int, shift: int) -> None:
    code = make_case_number(number)
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    assert find_case_number(wrong) is None


@given(numbers, st.integers(min_value=0, max_value=5))
def test_two_swapped_neighbours_are_noticed(number: int, place: int) -> None:
    code = make_case_number(number)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert swapped == code or find_case_number(swapped) is None


@pytest.mark.parametrize("text", ["№ 481-0271", "481\u2011\u20600271", "481\u00a00271", "2026/481–0271"])
def test_a_number_is_found_as_it_was_copied(text: str) -> None:
    assert find_case_number(text) == "4810271"


@pytest.mark.parametrize("text", ["", "123", "12345678", "abc-defg", "481 0271x", "٤٨١٠٢٧١"])
def test_other_texts_are_no_case_numbers(text: str) -> None:
    assert find_case_number(text) is None


def test_numbers_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="999999"):
        make_case_number(1_000_000)
