"""One case a vendor: its fake, and how a shop would configure it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.connectors.fakes.contract import Contract, read_contract
from tests.connectors.fakes.freshdesk import FakeFreshdesk
from tests.connectors.fakes.hubspot import FakeHubSpot
from tests.connectors.fakes.jsm import FakeJsm
from tests.connectors.fakes.liveagent import FakeLiveAgent
from tests.connectors.fakes.salesforce import FakeSalesforce
from tests.connectors.fakes.server import Fake
from tests.connectors.fakes.webhook import SECRET, FakeReceiver
from tests.connectors.fakes.zendesk import FakeZendesk
from tests.connectors.fakes.zohodesk import FakeZohoDesk

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
            path = folder / f"secret-{hashlib.sha256(value.encode()).hexdigest()[:12]}"
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
            most_lag_s=0.0,
        ),
        Case(
            "freshdesk",
            FakeFreshdesk,
            lambda address, secret: {
                "address": address,
                "api_key": secret("freshdesk-key"),
                "fields": {"language": "cf_language", "case": "cf_case"},
                "groups": {"head-office": 77},
            },
            lambda: read_contract("freshdesk/minimal.openapi.json"),
            most_lag_s=590.0,
        ),
        Case(
            "hubspot",
            FakeHubSpot,
            lambda address, secret: {
                "address": address,
                "service_key": secret("hubspot-key"),
                "account": "42",
                "language_property": "portal_language",
                "pipelines": {"head-office": "7/71"},
            },
            lambda: read_contract("hubspot/minimal.openapi.json"),
            most_lag_s=0.0,
        ),
        Case(
            "salesforce",
            FakeSalesforce,
            lambda address, secret: {
                "address": address,
                "client_id": "portal",
                "client_secret": secret("salesforce-secret"),
                "fields": {"language": "Portal_Language__c"},
            },
            lambda: read_contract("salesforce/minimal.openapi.json"),
            most_lag_s=0.0,
        ),
        Case(
            "zohodesk",
            FakeZohoDesk,
            lambda address, secret: {
                "address": address,
                "accounts": address,
                "organization": "600",
                "department": "1892000000006907",
                "departments": {"head-office": "1892000000006908"},
                "client_id": "portal",
                "client_secret": secret("zoho-secret"),
                "refresh_token": secret("zoho-refresh"),
                "fields": {"language": "cf_language"},
            },
            lambda: read_contract("zohodesk/minimal.openapi.json"),
            most_lag_s=290.0,
        ),
        Case(
            "jsm",
            FakeJsm,
            lambda address, secret: {
                "address": address,
                "email": "robot@example.com",
                "api_token": secret("jsm-token"),
                "service_desk": 10,
                "request_type": 25,
                "request_types": {"head-office": "26"},
                "fields": {"language": "customfield_10050"},
            },
            lambda: read_contract("jsm/minimal.openapi.json", schemas="jsm/servicedesk.schemas.json"),
            most_lag_s=290.0,
        ),
        Case(
            "liveagent",
            FakeLiveAgent,
            lambda address, secret: {
                "address": f"{address}/api/v3",
                "api_key": secret("liveagent-key"),
                "recipient": "support@example.com",
                "departments": {"head-office": "d2"},
                "fields": {"language": "language"},
            },
            lambda: read_contract("liveagent/minimal.openapi.json", base="/api/v3"),
            most_lag_s=110.0,
        ),
        Case(
            "webhook",
            FakeReceiver,
            lambda address, secret: {"address": f"{address}/hook", "secret": secret(SECRET)},
            lambda: None,
            most_lag_s=0.0,
        ),
    )
}
