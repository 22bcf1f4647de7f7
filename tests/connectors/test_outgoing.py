"""Every client goes out by the one door: no private address unless allowed, no redirect, no way around."""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from portal.connectors.desks.desk import Finding
from portal.connectors.desks.outcomes import DeskError
from portal.connectors.desks.parts import Parts
from portal.connectors.desks.registry import VENDORS
from portal.connectors.http import Answer, Call, Http, Limits
from portal.connectors.knowledge.tool import Proposal
from portal.connectors.notifiers.notifier import Digest, Line
from portal.connectors.shops.registry import SHOPS
from portal.connectors.shops.shop import ShopParts
from portal.connectors.sms import Options, SmsWebhook
from portal.errors import SettingsError
from portal.services.knowledge_tools import KINDS
from portal.services.notifiers import SERVICES
from tests.connectors.cases import CASES, NETWORKS
from tests.connectors.fakes.guru import COLLECTION
from tests.connectors.fakes.server import Ask, Fake, Reply, Server, serving
from tests.connectors.fakes.webhook import SECRET
from tests.connectors.test_desks import TICKET
from tests.services.parts import MONDAY, ROOT, TurnedClock

QUICK = Limits(connect_s=1.0, read_s=1.0, total_s=2.0)
DOORS = {
    "portal/connectors/http.py": {"urllib3", "http.client", "socket"},
    "portal/connectors/addresses.py": {"socket"},
    "portal/connectors/mail.py": {"smtplib"},
    "portal/cli/serving.py": {"socket"},
    "portal/cli/up.py": {"socket"},
}
"""Which files know what can open a connection; the command line only looks whether its port is free."""
WAYS_OUT = {"urllib3", "http.client", "socket", "smtplib", "urllib.request", "requests", "ftplib", "asyncio"}

Use = Callable[[], object]


@dataclass
class Counted(Http):
    """The door, with everybody who goes through it counted."""

    allowed: tuple[str, ...] = ()
    calls: list[Call] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(allowed=self.allowed, limits=QUICK)

    def send(self, call: Call) -> Answer:
        self.calls.append(call)
        return super().send(call)


@dataclass
class Elsewhere(Fake):
    """A server that sends everybody on to another one."""

    to: str = ""

    def handle(self, ask: Ask) -> Reply:
        return Reply(302, None, {"Location": f"{self.to}{ask.path}"})


@dataclass
class Confused(Fake):
    """A server that says nothing sensible, and knows who has asked."""

    def handle(self, _ask: Ask) -> Reply:
        return Reply(404, {"message": "no"})


@dataclass(frozen=True, slots=True)
class Given:
    """What a client is opened with."""

    http: Http
    address: str
    folder: Path
    networks: list[str]

    def secret(self, name: str, text: str) -> dict[str, str]:
        (self.folder / name).write_text(text, encoding="utf-8")
        return {"file": str(self.folder / name)}

    def parts(self) -> Parts:
        return Parts(self.http, TurnedClock(), self.folder / "token.json")


def open_desk(vendor: str, given: Given) -> tuple[Use, ...]:
    told = CASES[vendor].options(given.address, given.folder) | {"allow_networks": given.networks}
    desk = VENDORS[vendor].open(VENDORS[vendor].options.model_validate(told), given.parts())
    return desk.check, lambda: desk.create(TICKET.ref, desk.render(TICKET))


def open_shop(vendor: str, given: Given) -> tuple[Use, ...]:
    told: dict[str, Any] = {"vendor": vendor, "address": given.address, "allow_networks": given.networks}
    names = {
        "shopify": ("client_secret",),
        "woocommerce": ("consumer_key", "consumer_secret"),
        "magento": ("consumer_key", "consumer_secret", "access_token", "access_token_secret"),
    }
    told |= {name: given.secret(name, "s") for name in names[vendor]}
    told |= {"client_id": "app"} if vendor == "shopify" else {}
    shop = SHOPS[vendor].open(
        SHOPS[vendor].options.model_validate(told), ShopParts(given.http, TurnedClock())
    )
    return shop.check, lambda: shop.find("104-2391")


def open_channel(service: str, given: Given) -> tuple[Use, ...]:
    told: dict[str, Any] = {"service": service, "allow_networks": given.networks}
    if service == "slack":
        told |= {"address": given.address, "token": given.secret("token", "x"), "channel": "C01"}
    else:
        told["address"] = given.secret("address", f"{given.address}/services/T/B/X")
    one = SERVICES[service]
    notifier = one.open(one.options.model_validate(told), given.parts())
    return notifier.check, lambda: notifier.send(Digest("Title", (Line("x"),)))


def open_guru(given: Given) -> tuple[Use, ...]:
    told = {
        "vendor": "guru",
        "address": given.address,
        "user": "anna@example.com",
        "token": given.secret("token", "x"),
        "collection": COLLECTION,
        "allow_networks": given.networks,
    }
    tool = KINDS["guru"].open(KINDS["guru"].options.model_validate(told), given.parts())
    return tool.check, tool.pull, lambda: tool.propose(Proposal("k", "t", "<p>x</p>"))


def open_sms(given: Given) -> tuple[Use, ...]:
    told = {"address": given.address, "secret": given.secret("sms", SECRET), "allow_networks": given.networks}
    sms = SmsWebhook(Options.model_validate(told), given.http, TurnedClock())
    return sms.check, lambda: sms.send("id", to="+361", text="x", lang="en", ends_at=MONDAY)


CLIENTS: dict[str, Callable[[Given], tuple[Use, ...]]] = {
    **{name: partial(open_desk, name) for name in CASES},
    **{name: partial(open_shop, name) for name in SHOPS},
    **{name: partial(open_channel, name) for name in SERVICES},
    "guru": open_guru,
    "sms": open_sms,
}


def use(doing: Use) -> bool:
    """Tell whether a client got what it wanted."""
    try:
        found = doing()
    except DeskError:
        return False
    findings = found if isinstance(found, tuple) else ()
    return all(one.is_well for one in findings if isinstance(one, Finding))


@pytest.mark.parametrize("name", CLIENTS)
def test_no_client_calls_a_private_address_that_nobody_allowed(
    server: Server, tmp_path: Path, name: str
) -> None:
    server.fake = fake = Confused(TurnedClock())
    try:
        doings = CLIENTS[name](Given(Counted(), server.address, tmp_path, []))
    except SettingsError:  # a vendor's own hosts are known: another one is refused before anything is asked
        doings = ()
    for doing in doings:
        assert not use(doing)
    assert fake.asks == []


@pytest.mark.parametrize("name", CLIENTS)
def test_no_client_follows_a_redirect_and_all_go_by_the_one_door(
    server: Server, tmp_path: Path, name: str
) -> None:
    http = Counted(allowed=tuple(NETWORKS))
    with serving() as other:
        other.fake = Confused(TurnedClock())
        server.fake = fake = Elsewhere(TurnedClock(), to=other.address)
        for doing in CLIENTS[name](Given(http, server.address, tmp_path, NETWORKS)):
            use(doing)
        assert other.fake.asks == []
    assert len(fake.asks) == len(http.calls) > 0


def test_only_the_door_knows_how_to_open_a_connection() -> None:
    found = {}
    for file in sorted((ROOT / "portal").rglob("*.py")):
        named: set[str] = set()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                named |= {one.name for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                named |= {node.module, node.module.partition(".")[0]}
                named |= {f"{node.module}.{one.name}" for one in node.names}
        if named & WAYS_OUT:
            found[file.relative_to(ROOT).as_posix()] = named & WAYS_OUT
    assert found == DOORS
