"""WooCommerce tells parcels by its extension or with the order, and says what a wrong key lacks."""

import pytest

from portal.connectors.desks.outcomes import Refused
from portal.connectors.shops.shop import Shop
from tests.connectors.fakes.shops import FakeWooCommerce
from tests.connectors.shop_parts import WOO, Opened, look_up
from tests.services.parts import TurnedClock


def test_tracking_that_is_not_installed_costs_nothing_else(woo: tuple[FakeWooCommerce, Shop]) -> None:
    fake, shop = woo
    fake.has_tracking = False
    order = look_up(shop, "KH-104-2391")
    assert order is not None
    assert order.parcels == ()


def test_tracking_may_stand_with_the_order_itself(woo: tuple[FakeWooCommerce, Shop]) -> None:
    fake, shop = woo
    kept = [
        {
            "custom_tracking_provider": "GLS",
            "tracking_number": "5",
            "custom_tracking_link": "https://g.example/5",
        }
    ]
    fake.orders = [WOO | {"meta_data": [{"id": 1, "key": "_wc_shipment_tracking_items", "value": kept}]}]
    order = look_up(shop, "104-2391")
    assert order is not None
    assert [(one.number, one.url) for one in order.parcels] == [("5", "https://g.example/5")]


@pytest.mark.parametrize("which", ["wrong keys", "right keys"])
def test_check_says_what_to_change(opened: Opened, clock: TurnedClock, which: str) -> None:
    fake = FakeWooCommerce(clock, orders=[WOO])
    secret = "cs_secret" if which == "right keys" else "another"
    shop = opened(fake, {"consumer_key": "ck_key", "consumer_secret": secret}, vendor="woocommerce")
    (finding,) = shop.check()
    assert finding.is_well is (which == "right keys")
    assert ("REST API" in finding.advice) is (which == "wrong keys")


def test_refusals_carry_no_address(woo: tuple[FakeWooCommerce, Shop]) -> None:
    fake, shop = woo
    fake.key = ("other", "other")
    with pytest.raises(Refused) as error:
        shop.find("104-2391")
    assert "104" not in str(error.value)
