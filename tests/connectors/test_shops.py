"""Each shop tells orders in our own words, is asked the same for what there is and what there is not."""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from portal.cli import main
from portal.connectors.desks.outcomes import DeskError
from portal.connectors.shops.shop import Shop
from portal.domain.order_matching import find_match
from portal.domain.orders import SecondField
from portal.errors import SettingsError
from portal.services.shops import open_shop
from tests.connectors.fakes.contract import NOT_AT_HAND, SPECS
from tests.connectors.fakes.server import Fake
from tests.connectors.fakes.shops import FakeMagento
from tests.connectors.shop_parts import MAGENTO, Opened, look_up, number_of
from tests.services.parts import TurnedClock, make_settings


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


@pytest.mark.parametrize("any_shop", ["woo", "magento"], indirect=True)
def test_questions_keep_to_the_vendors_contract(any_shop: tuple[Fake, Shop]) -> None:
    fake, shop = any_shop
    if SPECS is None:
        pytest.skip(NOT_AT_HAND)
    assert look_up(shop, number_of(shop)) is not None
    assert all(finding.is_well for finding in shop.check())
    assert fake.wrong == []
    assert fake.checked == len(fake.asks)


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
