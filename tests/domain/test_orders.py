"""Order numbers are read as people type them, links are safe, and states join to one."""

import pytest

from portal.domain.order_matching import find_match
from portal.domain.order_numbers import is_like_order_number, is_like_parcel_number, plain_order_number
from portal.domain.orders import Order, OrderState, SecondField, join_states, tracking_url

KEY = b"key"


def make_order(number: str = "104-2391", **seconds: str) -> Order:
    told = {SecondField(name): value for name, value in seconds.items()}
    return Order(number=number, state=OrderState.RECEIVED, seconds=told)


@pytest.mark.parametrize(
    "typed",
    [
        "104-2391",
        " 104 2391 ",
        "#104-2391",
        "№ 104–2391",
        "1O4-2391",
        "KH-104-2391",
        "кн 104 2391",
        "rendelés 1042391",
        "заказ № 104-2391",
        "１０４－２３９１",
        "104\u2011\u20602391\u200b",
    ],
)
def test_a_number_is_known_however_it_is_typed(typed: str) -> None:
    assert plain_order_number(typed) == plain_order_number("104-2391")


def test_the_shops_own_prefix_may_be_left_out_and_typed_in_cyrillic() -> None:
    forms = ("SHOP-1001", "1001", "#1001", "shop 1001", "№ 1001")
    assert {plain_order_number(form, prefix="SHOP-") for form in forms} == {"1001"}
    assert plain_order_number("КМ-7001", prefix="KM-") == "7001"


@pytest.mark.parametrize(
    ("typed", "is_like"),
    [
        ("104-2391", True),
        ("#1001", True),
        ("№ 104 2391", True),
        ("refund", False),
        ("2026", False),
        ("a 104", False),
    ],
)
def test_a_query_that_looks_like_a_number_is_told_from_others(typed: str, is_like: bool) -> None:
    assert is_like_order_number(typed) is is_like


@pytest.mark.parametrize(
    ("by", "known", "typed"),
    [
        ("email", "Anna@Example.com", " anna@example.COM "),
        ("email", "anna@xn--bcher-kva.example", "anna@bücher.example"),
        ("phone", "+36 30 123 4567", "06 30/123-4567"),
        ("last_name", "Szűcs", " SZŰCS "),
        ("postcode", "H-1117", "h 1117"),
    ],
)
def test_a_second_field_is_compared_kindly(by: str, known: str, typed: str) -> None:
    order = make_order(**{by: known})
    assert find_match([order], "104 2391", typed, by=SecondField(by), key=KEY) is order


@pytest.mark.parametrize(
    ("number", "email"),
    [
        ("104-2392", "anna@example.com"),
        ("104-2391", "anne@example.com"),
        ("104-2391", ""),
        ("", "anna@example.com"),
    ],
)
def test_one_wrong_field_is_no_match(number: str, email: str) -> None:
    orders = [make_order(email="anna@example.com"), make_order()]
    assert find_match(orders, number, email, by=SecondField.EMAIL, key=KEY) is None


def test_an_order_without_an_address_matches_nobody() -> None:
    assert find_match([make_order()], "104-2391", "\x00", by=SecondField.EMAIL, key=KEY) is None


@pytest.mark.parametrize(
    ("given", "carrier", "number", "shown"),
    [
        ("https://gls.example/t/1", "GLS", "1", "https://gls.example/t/1"),
        ("http://gls.example/t/1", "", "1", ""),
        ("javascript:alert(1)", "", "1", ""),
        ("https://posta.hu@evil.example/", "", "1", ""),
        ("", "Foxpost", "CL 1", "https://foxpost.hu/csomagkovetes/?code=CL%201"),
        ("", "Magyar Posta", "RR1", "https://www.posta.hu/nyomkovetes/nyitooldal?searchvalue=RR1"),
        ("", "A carrier nobody knows", "1", ""),
        ("", "GLS", "", ""),
    ],
)
def test_a_parcel_is_followed_by_https_alone(given: str, carrier: str, number: str, shown: str) -> None:
    assert tracking_url(given, carrier=carrier, number=number) == shown


@pytest.mark.parametrize(
    ("states", "all_sent", "joined"),
    [
        ((), False, "packing"),
        ((), True, "handed_over"),
        (("delivered", "on_its_way"), True, "on_its_way"),
        (("delivered", "delivered"), True, "delivered"),
        (("delivered", "coming_back"), True, "coming_back"),
        (("delivered",), False, "partly_sent"),
    ],
)
def test_an_order_is_as_far_as_its_last_parcel(states: tuple[str, ...], all_sent: bool, joined: str) -> None:
    assert join_states(tuple(map(OrderState, states)), all_sent=all_sent) == joined


@pytest.mark.parametrize(
    ("typed", "is_like"),
    [
        ("RR123456789HU", True),
        ("1Z 999 AA1 0123 4567 84", True),
        ("00123456789012", True),
        ("+36 1 234 5678", False),
        ("2026-11-22", False),
        ("withdraw within 14 days", False),
        ("0" * 200, False),
    ],
)
def test_a_query_that_may_be_the_number_of_a_parcel_is_told_from_others(typed: str, is_like: bool) -> None:
    assert is_like_parcel_number(typed) is is_like
