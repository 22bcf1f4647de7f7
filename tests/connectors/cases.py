"""One case a vendor: its fake, and how a shop would configure it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.connectors.fakes.contract import Contract, read_contract
from tests.connectors.fakes.server import Fake
from tests.connectors.fakes.zendesk import FakeZendesk

NETWORKS = ["127.0.0.0/8"]


@dataclass(frozen=True, slots=True)
class Case:
    """How one vendor is tested; `contract` is what its requests are checked against."""

    vendor: str
    fake: type[Fake]
    given: Callable[[str, Callable[[str], dict[str, str]]], dict[str, Any]]
    contract: Callable[[], Contract | None]
    most_lag_s: float

    def make(self, clock: Callable[[], Any], **others: Any) -> Fake:
        return self.fake(clock, self.contract(), **others)

    def options(self, address: str, folder: Path) -> dict[str, Any]:
        """Return what integrations.yml says, with the secrets in files."""

        def secret(value: str) -> dict[str, str]:
            path = folder / f"secret-{value}"
            if not path.exists():
                path.write_text(value, encoding="utf-8")
            return {"file": str(path)}

        return {"vendor": self.vendor, "allow_networks": NETWORKS, **self.given(address, secret)}


CASES = {
    one.vendor: one
    for one in (
        Case(
            "zendesk",
            FakeZendesk,
            lambda address, secret: {
                "address": address,
                "client_id": "portal",
                "client_secret": secret("zendesk-secret"),
                "fields": {"language": 360000000001, "case": 360000000002},
                "groups": {"head-office": 77},
            },
            lambda: read_contract("zendesk/support-api.subset.json"),
            most_lag_s=30.0,
        ),
    )
}
