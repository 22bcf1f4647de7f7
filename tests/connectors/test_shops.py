"""Each shop tells orders in our own words, is asked the same for what there is and what there is not."""

import base64
import hmac
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from graphql import parse, validate

from portal.cli import main
from portal.connectors.desks.outcomes import DeskError, NotReached, Refused, Throttled
from portal.connectors.http import Limits
from portal.connectors.oauth1 import Credentials, sign
from portal.connectors.shops.shop import Shop
from portal.connectors.shops.table import Table, read_folder
from portal.domain.order_matching import find_match
from portal.domain.orders import Order, SecondField
from portal.errors import SettingsError
from portal.services.shops import DEMO_ORDERS, open_shop
from portal.store.shop_tables import read_shop_tables
from tests.connectors.fakes.server import Fake, JsonObject, Server
from tests.connectors.fakes.shops import FakeMagento, FakeShopify, FakeWooCommerce, read_schema
from tests.services.parts import TurnedClock, make_settings

QUICK = Limits(connect_s=1.0, read_s=1.0, total_s=2.0)
ANNA = "anna@example.com"
Opened = Callable[..., Shop]


def money(amount: str) -> JsonObject:
    return {"shopMoney": {"amount": amount, "currencyCode": "HUF"}}


WOO = {
    "id": 727,
    "number": "KH-1042391",
    "status": "completed",
    "currency": "HUF",
    "total": "14990",
    "date_created_gmt": "2026-11-18T16:42:00",
    "billing": {
        "email": "Anna@Example.com",
        "last_name": "Kovács",
        "phone": "+36 30 123 4567",
        "postcode": "1117",
    },
    "shipping": {
        "first_name": "Anna",
        "last_name": "Kovács",
        "address_1": "Minta utca 3.",
        "city": "Budapest",
    },
    "line_items": [{"name": "Tóra", "quantity": 2}],
    "meta_data": [],
    "full_refunds": [{"id": 9, "amount": "990.00", "date_created_gmt": "2026-11-20T08:00:00"}],
    "trackings": [
        {"tracking_provider": "GLS", "tracking_number": "77", "tracking_link": "https://gls.example/77"},
        {"tracking_provider": "Foxpost", "tracking_number": "78", "tracking_link": "http://evil.example/"},
    ],
}
SHOPIFY = {
    "id": "gid://shopify/Order/1",
    "name": "#1042391",
    "number": 1042391,
    "email": ANNA,
    "processedAt": "2026-11-18T16:42:00Z",
    "cancelledAt": None,
    "displayFinancialStatus": "PARTIALLY_REFUNDED",
    "displayFulfillmentStatus": "FULFILLED",
    "returnStatus": "RETURN_REQUESTED",
    "statusPageUrl": "https://shop.example/orders/secret",
    "shippingAddress": {"zip": "1117", "countryCodeV2": "HU"},
    "currentTotalPriceSet": money("14990.0"),
    "fulfillments": [
        {
            "displayStatus": status,
            "estimatedDeliveryAt": "2026-11-24T00:00:00Z",
            "deliveredAt": None,
            "trackingInfo": [{"company": "GLS", "number": number, "url": None}],
        }
        for status, number in (("IN_TRANSIT", "77"), ("DELIVERED", "78"))
    ],
    "refunds": [{"createdAt": "2026-11-20T08:00:00Z", "totalRefundedSet": money("990.0")}],
    "returns": {
        "nodes": [{"name": "#104-2391-R1", "status": "REQUESTED", "createdAt": "2026-11-20T08:00:00Z"}]
    },
    "lineItems": {"nodes": [{"title": "Tóra", "quantity": 2}]},
}
MAGENTO = {
    "entity_id": 5,
    "increment_id": "000104239",
    "status": "processing",
    "state": "processing",
    "customer_email": ANNA,
    "customer_lastname": "Kovács",
    "created_at": "2026-11-18 16:42:00",
    "grand_total": 14990,
    "order_currency_code": "HUF",
    "billing_address": {
        "street": ["Minta utca 3."],
        "postcode": "1117",
        "city": "Budapest",
        "telephone": "+36301234567",
    },
    "items": [
        {"name": "Tóra", "qty_ordered": 2},
        {"name": "part of it", "qty_ordered": 2, "parent_item_id": 1},
    ],
}
MAGENTO_LISTS = {
    "shipments": [
        {"order_id": 5, "tracks": [{"track_number": "77", "title": "GLS", "carrier_code": "custom"}]}
    ],
    "creditmemos": [
        {"order_id": 5, "grand_total": 990, "order_currency_code": "HUF", "created_at": "2026-11-20 08:00:00"}
    ],
    "returns": [
        {"order_id": 5, "increment_id": "R1", "status": "pending", "date_requested": "2026-11-20 08:00:00"}
    ],
}


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def opened(server: Server, tmp_path: Path, clock: TurnedClock) -> Opened:
    """Return how to open a shop that integrations.yml describes, its secrets in files."""

    def opening(fake: Fake, secrets: dict[str, str], **told: Any) -> Shop:
        server.fake = fake
        for name, secret in secrets.items():
            (tmp_path / name).write_text(secret, encoding="utf-8")
            told[name] = {"file": str(tmp_path / name)}
        shop = {"address": server.address, "allow_networks": ["127.0.0.0/8"], **told}
        path = tmp_path / "integrations.yml"
        path.write_text(yaml.safe_dump({"shop": shop}), encoding="utf-8")
        found = open_shop(make_settings(tmp_path, integrations=path), clock, limits=QUICK)
        assert found is not None
        return found

    return opening


@pytest.fixture
def woo(opened: Opened, clock: TurnedClock) -> tuple[FakeWooCommerce, Shop]:
    fake = FakeWooCommerce(
        clock, orders=[WOO, WOO | {"id": 104, "number": "900-0001", "billing": {"email": "b@example.com"}}]
    )
    keys = {"consumer_key": "ck_key", "consumer_secret": "cs_secret"}
    return fake, opened(fake, keys, vendor="woocommerce", prefix="KH-")


@pytest.fixture
def shopify(opened: Opened, clock: TurnedClock) -> tuple[FakeShopify, Shop]:
    fake = FakeShopify(clock, orders=[SHOPIFY])
    return fake, opened(fake, {"client_secret": fake.secret}, vendor="shopify", client_id="app")


@pytest.fixture
def magento(opened: Opened, clock: TurnedClock) -> tuple[FakeMagento, Shop]:
    fake = FakeMagento(clock, orders=[MAGENTO], lists=dict(MAGENTO_LISTS))
    names = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
    keys = dict(zip(names, fake.secrets, strict=True))
    return fake, opened(fake, keys, vendor="magento", has_returns=True)


@pytest.fixture(params=["woo", "shopify", "magento"])
def any_shop(request: pytest.FixtureRequest) -> tuple[Fake, Shop]:
    found: tuple[Fake, Shop] = request.getfixturevalue(request.param)
    return found


def look_up(shop: Shop, number: str, email: str = ANNA) -> Order | None:
    found = find_match(shop.find(number), number, email, by=SecondField.EMAIL, key=b"k", prefix=shop.prefix)
    return shop.complete(found) if found else None


def number_of(shop: Shop) -> str:
    return "000104239" if type(shop).__name__ == "Magento" else "#104 2391"


def test_an_order_is_told_in_our_own_words(any_shop: tuple[Fake, Shop]) -> None:
    _, shop = any_shop
    order = look_up(shop, number_of(shop))
    assert order is not None
    states = {"WooCommerce": "handed_over", "Shopify": "on_its_way", "Magento": "partly_sent"}
    assert order.state == states[type(shop).__name__]
    assert order.placed_at is not None
    assert order.placed_at.isoformat() == "2026-11-18T16:42:00+00:00"
    assert [(str(one.money.amount).split(".")[0], one.money.currency) for one in order.refunds] == [
        ("990", "HUF")
    ]
    assert (order.parcels[0].carrier, order.parcels[0].number) == ("GLS", "77")
    assert all(parcel.url.startswith("https://") for parcel in order.parcels)
    assert (order.details.items[0].title, order.details.items[0].quantity) == ("Tóra", 2)
    assert order.details.total is not None


@pytest.mark.parametrize("any_shop", ["shopify", "magento"], indirect=True)
def test_returns_are_told_where_the_shop_knows_them(any_shop: tuple[Fake, Shop]) -> None:
    _, shop = any_shop
    order = look_up(shop, number_of(shop))
    assert order is not None
    assert [one.state.value for one in order.returns] == ["requested"]


@pytest.mark.parametrize("email", ["boris@example.com", "anna@example.co", "anna@example.com.example"])
def test_the_shops_own_search_is_never_believed(any_shop: tuple[Fake, Shop], email: str) -> None:
    _, shop = any_shop
    assert look_up(shop, number_of(shop), email) is None


def test_a_shop_is_asked_as_often_for_what_there_is_not(any_shop: tuple[Fake, Shop]) -> None:
    fake, shop = any_shop
    counts = set()
    shop.find("1")  # the token is had now
    known = number_of(shop)
    for number in (known, known[:-2] + "77", known[:-2] + "88"):
        before = len(fake.asks)
        find_match(shop.find(number), number, "nobody@example.com", by=SecondField.EMAIL, key=b"k")
        counts.add(len(fake.asks) - before)
    assert len(counts) == 1


def test_a_number_cannot_widen_the_question(shopify: tuple[FakeShopify, Shop]) -> None:
    _, shop = shopify
    for number in ('1" OR name:"#1042391', "*", '1\\" OR email:*'):
        assert look_up(shop, number) is None


def test_shopify_is_asked_what_its_schema_knows(shopify: tuple[FakeShopify, Shop]) -> None:
    fake, shop = shopify
    if read_schema() is None:
        pytest.skip("HELP_DESK_SPECS names no folder with Shopify's schema")
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


@pytest.mark.parametrize(
    "fault",
    ["500_before", "429_date", "reset_before", "slow_after", "half_after", "reset_after", "502_after"],
)
def test_every_fault_is_a_shop_without_an_answer(any_shop: tuple[Fake, Shop], fault: str) -> None:
    fake, shop = any_shop
    fake.faults = [fault]
    with pytest.raises(DeskError) as error:
        look_up(shop, number_of(shop))
    assert "anna" not in str(error.value)
    assert "2391" not in str(error.value)


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


def test_a_signature_is_that_of_the_standard() -> None:
    # The parameters of RFC 5849, 3.4.1.1; its base string, hashed by today's hash.
    told = {"b5": "=%3D", "a3": "a", "c@": "", "a2": "r b", "c2": "", "oauth_nonce": "7d8f3e4a"}
    base = (
        "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D"
        "%26oauth_nonce%3D7d8f3e4a"
    )
    right = hmac.new(b"c%20s&t%26s", base.encode(), "sha256").digest()
    made = sign(Credentials("c", "c s", "t", "t&s"), "post", "http://example.com/request", told)
    assert base64.b64decode(made) == right


@pytest.mark.parametrize("which", ["wrong keys", "right keys"])
def test_check_says_what_to_change(opened: Opened, clock: TurnedClock, which: str) -> None:
    fake = FakeWooCommerce(clock, orders=[WOO])
    secret = "cs_secret" if which == "right keys" else "another"
    shop = opened(fake, {"consumer_key": "ck_key", "consumer_secret": secret}, vendor="woocommerce")
    (finding,) = shop.check()
    assert finding.is_well is (which == "right keys")
    assert ("REST API" in finding.advice) is (which == "wrong keys")


def test_the_command_line_knows_the_shop(opened: Opened, clock: TurnedClock, tmp_path: Path) -> None:
    fake = FakeMagento(clock, orders=[MAGENTO])
    names = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
    opened(fake, dict(zip(names, fake.secrets, strict=True)), vendor="magento")
    env = {"PORTAL_INTEGRATIONS": str(tmp_path / "integrations.yml"), "PORTAL_VAR": str(tmp_path)}
    listed = CliRunner().invoke(main, ["integrations", "list"], env=env)
    assert "Magento" in listed.output
    checked = CliRunner().invoke(main, ["integrations", "check", "shop"], env=env)
    assert "orders" in checked.output


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"vendor": "amazon"}, "shop.vendor"),
        ({"vendor": "shopify", "address": "https://shop.example"}, "myshopify"),
        ({"vendor": "shopify", "address": "https://a.myshopify.com"}, "client_id"),
        (
            {"vendor": "woocommerce", "address": "https://a.example", "consumer_key": "ck"},
            "a secret may not stand here",
        ),
        ({"vendor": "table", "path": "x", "seconds": ["shoe size"]}, "seconds"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, told: dict[str, object], named: str) -> None:
    path = tmp_path / "integrations.yml"
    path.write_text(yaml.safe_dump({"shop": told}), encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        open_shop(make_settings(tmp_path, integrations=path), TurnedClock())
    assert named in str(error.value)


def test_a_demonstration_never_asks_a_real_shop(tmp_path: Path) -> None:
    path = tmp_path / "integrations.yml"
    path.write_text("shop: {vendor: nonsense}", encoding="utf-8")
    settings = make_settings(tmp_path, integrations=path, demo=True)
    assert open_shop(settings, TurnedClock()) is None


def test_an_sqlite_file_says_what_the_folder_says(tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    with closing(sqlite3.connect(file)) as database:
        for name, rows in read_folder(DEMO_ORDERS).items():
            told = list(rows)
            columns = list(told[0])
            database.execute(f"create table {name} ({', '.join(columns)})")
            marks = ", ".join("?" for _ in columns)
            database.executemany(
                f"insert into {name} values ({marks})", [tuple(row.values()) for row in told]
            )
        database.commit()
    folder, base = Table(DEMO_ORDERS, read_shop_tables), Table(file, read_shop_tables)
    for number in ("104-2391", "104-2377", "104-2350", "1"):
        assert base.find(number) == folder.find(number)


def test_a_changed_file_is_read_again_and_a_broken_one_is_no_answer(tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text("number,email,state\nA-1,anna@example.com,received\n", encoding="utf-8")
    shop = Table(tmp_path, read_shop_tables)
    assert look_up(shop, "a1") is not None
    orders.write_text("number,email,state\nA-22,anna@example.com,delivered\n", encoding="utf-8")
    assert look_up(shop, "a1") is None
    assert look_up(shop, "A 22") is not None
    orders.write_text("number,email,state\nA-333,anna@example.com,lost at sea\n", encoding="utf-8")
    with pytest.raises(NotReached):
        shop.find("A-333")
    with pytest.raises(NotReached):
        replace(shop, path=tmp_path / "none").find("1")


def test_refusals_carry_no_address(woo: tuple[FakeWooCommerce, Shop]) -> None:
    fake, shop = woo
    fake.key = ("other", "other")
    with pytest.raises(Refused) as error:
        shop.find("104-2391")
    assert "104" not in str(error.value)
