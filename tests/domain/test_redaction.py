"""Personal data goes out of a query before it is stored; ordinary words stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.order_numbers import find_order_number
from portal.domain.redaction import is_card, is_iban, is_only_a_number, redact


@pytest.mark.parametrize(
    ("query", "stored"),
    [
        ("order for anna.kovacs@example.com", "order for [email]"),
        ("почта иван@почта.рф", "почта [email]"),
        ("call me +36 30 123 4567", "call me [phone]"),
        ("телефон 8 (495) 123-45-67 не отвечает", "телефон [phone] не отвечает"),
        ("hívjon: 06 30 123 4567", "hívjon: [phone]"),
        ("card 4111 1111 1111 1111 refused", "card [card] refused"),
        ("iban HU42 1177 3016 1111 1018 0000 0000", "iban [iban]"),
        ("where is 104-2391", "where is [order]"),
        ("write to anna＠example．com", "write to [email]"),
        ("ａｎｎａ﹫example.com", "[email]"),
        ("телефон ８（４９５）１２３４５６７", "телефон [phone]"),
        ("заказ №1042391", "заказ [order]"),
        ("parcel 90219283746", "parcel [phone]"),
    ],
)
def test_it_removes_what_leads_to_a_person(query: str, stored: str) -> None:
    assert redact(query) == stored


@pytest.mark.parametrize(
    "query",
    [
        "14 days refund",
        "Kávés 900",
        "visszaküldés 20 000 Ft felett",
        "гарантия 2 года",
        "christmas 2026",
        "60 × 61 × 36 cm",
        "фильтр за 3490",
        "½ … ² ﬁlter № 5",
    ],
)
def test_it_leaves_ordinary_questions_alone(query: str) -> None:
    assert redact(query) == query


@given(st.text(max_size=300))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@given(
    st.from_regex(r"[a-z]{1,10}\.[a-z]{1,10}@[a-z]{2,10}\.(com|hu|ru)", fullmatch=True), st.text(max_size=30)
)
def test_no_address_survives(address: str, around: str) -> None:
    assert address not in redact(f"{around} {address} {around}")


@given(st.integers(min_value=200_000_000, max_value=999_999_999))
def test_no_hungarian_mobile_number_survives(number: int) -> None:
    assert str(number)[2:] not in redact(f"hívjon +36{number} holnap").replace(" ", "")


@pytest.mark.parametrize("text", ["104-2391", "#104 2391", "KH-104-2391", "1042391", "+36 30 123 4567"])
def test_a_bare_number_is_not_recorded(text: str) -> None:
    assert is_only_a_number(text)


@pytest.mark.parametrize("text", ["where is 104-2391", "refund", "14", "2026", "", "🙂"])
def test_anything_else_is(text: str) -> None:
    assert not is_only_a_number(text)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("104-2391", "104-2391"),
        (" 104 2391 ", "104-2391"),
        ("#1042391", "104-2391"),
        ("КН-104-2391", "104-2391"),
        ("no. 1O4-2391", "104-2391"),
        ("rendelés 104", None),
        ("104-23911", None),
    ],
)
def test_an_order_number_is_read_as_people_type_it(typed: str, number: str | None) -> None:
    assert find_order_number(typed) == number


def test_cards_and_ibans_are_known_by_their_check_digits() -> None:
    assert is_card("4111111111111111")
    assert not is_card("4111111111111112")
    assert is_iban("HU42117730161111101800000000")
    assert not is_iban("HU43117730161111101800000000")
