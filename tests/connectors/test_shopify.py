"""Shopify is asked in GraphQL that its own schema knows, with tokens that end."""

import pytest
from graphql import parse, validate

from portal.connectors.desks.outcomes import Throttled
from portal.connectors.shops.shop import Shop
from tests.connectors.fakes.contract import NOT_AT_HAND
from tests.connectors.fakes.shops import FakeShopify, read_schema
from tests.connectors.shop_parts import look_up
from tests.services.parts import TurnedClock


def test_a_number_cannot_widen_the_question(shopify: tuple[FakeShopify, Shop]) -> None:
    _, shop = shopify
    for number in ('1" OR name:"#1042391', "*", '1\\" OR email:*'):
        assert look_up(shop, number) is None


def test_shopify_is_asked_what_its_schema_knows(shopify: tuple[FakeShopify, Shop]) -> None:
    fake, shop = shopify
    if read_schema() is None:
        pytest.skip(NOT_AT_HAND)
    look_up(shop, "104-2391")
    assert all(finding.is_well for finding in shop.check())
    schema = read_schema()
    assert [error.message for question in fake.questions for error in validate(schema, parse(question))] == []
    assert validate(schema, parse("{ orders(first: 1) { nodes { password } } }"))


def test_a_token_that_ended_is_fetched_again(shopify: tuple[FakeShopify, Shop], clock: TurnedClock) -> None:
    fake, shop = shopify
    assert look_up(shop, "104-2391") is not None
    clock.turn(hours=25)
    assert look_up(shop, "104-2391") is not None
    fake.tokens.clear()
    assert look_up(shop, "104-2391") is not None
    assert fake.tokens_made == 3


def test_an_error_inside_a_good_answer_is_none(shopify: tuple[FakeShopify, Shop]) -> None:
    fake, shop = shopify
    fake.is_throttling = True
    with pytest.raises(Throttled):
        shop.find("1")
