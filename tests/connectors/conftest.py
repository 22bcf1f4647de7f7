"""One database and one server of a vendor for each module; a fresh vendor for each test; shops to open."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import text

from portal.connectors.shops.shop import Shop
from portal.services.notifiers import Channel, read_notifiers
from portal.services.shops import open_shop
from tests.connectors.fakes.contract import read_contract
from tests.connectors.fakes.server import Fake, Server, serving
from tests.connectors.fakes.shops import FakeMagento, FakeShopify, FakeWooCommerce
from tests.connectors.notice_parts import Open
from tests.connectors.schedules import LIMITS, Bench, open_bench
from tests.connectors.shop_parts import MAGENTO, MAGENTO_LISTS, QUICK, SHOPIFY, WOO, Opened
from tests.services.parts import MONDAY, TurnedClock, make_settings


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with open_bench(tmp_path_factory.mktemp("desks")) as opened:
        yield opened


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as served:
        yield served


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
        clock,
        read_contract("woocommerce/minimal.openapi.json", base="/wp-json"),
        orders=[WOO, WOO | {"id": 104, "number": "900-0001", "billing": {"email": "b@example.com"}}],
    )
    keys = {"consumer_key": "ck_key", "consumer_secret": "cs_secret"}
    return fake, opened(fake, keys, vendor="woocommerce", prefix="KH-")


@pytest.fixture
def shopify(opened: Opened, clock: TurnedClock) -> tuple[FakeShopify, Shop]:
    fake = FakeShopify(clock, orders=[SHOPIFY])
    return fake, opened(fake, {"client_secret": fake.secret}, vendor="shopify", client_id="app")


@pytest.fixture
def magento(opened: Opened, clock: TurnedClock) -> tuple[FakeMagento, Shop]:
    fake = FakeMagento(
        clock,
        read_contract("magento/admin-2.4.9.subset.json", base="/rest/default"),
        orders=[MAGENTO],
        lists=dict(MAGENTO_LISTS),
    )
    names = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
    keys = dict(zip(names, fake.secrets, strict=True))
    return fake, opened(fake, keys, vendor="magento", has_returns=True)


@pytest.fixture(params=["woo", "shopify", "magento"])
def any_shop(request: pytest.FixtureRequest) -> tuple[Fake, Shop]:
    found: tuple[Fake, Shop] = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def open_channels(bench: Bench, server: Server, tmp_path: Path) -> Iterator[Open]:
    """Return what opens channels as integrations.yml tells them."""
    bench.clock.now = MONDAY
    with bench.doors.engine.begin() as connection:
        for table in (
            "deadline_end",
            "delivery_attempt",
            "desk_ticket",
            "outbox",
            "comment",
            "stored_report",
            "contact",
        ):
            connection.execute(text(f"delete from {table}"))
    path = bench.doors.settings.integrations_file

    def opened(**channels: dict[str, object]) -> dict[str, Channel]:
        told = {}
        for name, one in channels.items():
            secrets: dict[str, object] = {}
            for key in ("address", "token"):
                value = one.get(key)
                if isinstance(value, str) and (key == "token" or one["service"] != "slack"):
                    (tmp_path / f"{name}-{key}").write_text(value.replace("HOST", server.address))
                    secrets[key] = {"file": str(tmp_path / f"{name}-{key}")}
                elif isinstance(value, str):
                    secrets[key] = value.replace("HOST", server.address)
            told[name] = {**one, **secrets, "allow_networks": ["127.0.0.0/8"]}
        path.write_text(yaml.safe_dump({"notifiers": told}))
        return dict(read_notifiers(bench.doors.settings, bench.clock, limits=LIMITS))

    yield opened
    path.unlink(missing_ok=True)
