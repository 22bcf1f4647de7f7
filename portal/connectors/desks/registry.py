"""Which vendors there are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.connectors.desks import (
    freshdesk,
    hubspot,
    jsm,
    liveagent,
    salesforce,
    webhook,
    zendesk,
    zohodesk,
)
from portal.connectors.desks.desk import Desk
from portal.connectors.desks.options import DeskOptions
from portal.connectors.desks.parts import Parts


@dataclass(frozen=True, slots=True)
class Vendor:
    """One kind of desk: its name for people, its options, and how it is opened."""

    name: str
    options: type[DeskOptions]
    open: Callable[[Any, Parts], Desk]


VENDORS = {
    "zendesk": Vendor(zendesk.NAME, zendesk.Options, zendesk.Zendesk),
    "freshdesk": Vendor(freshdesk.NAME, freshdesk.Options, freshdesk.Freshdesk),
    "hubspot": Vendor(hubspot.NAME, hubspot.Options, hubspot.HubSpot),
    "salesforce": Vendor(salesforce.NAME, salesforce.Options, salesforce.Salesforce),
    "zohodesk": Vendor(zohodesk.NAME, zohodesk.Options, zohodesk.ZohoDesk),
    "jsm": Vendor(jsm.NAME, jsm.Options, jsm.Jsm),
    "liveagent": Vendor(liveagent.NAME, liveagent.Options, liveagent.LiveAgent),
    "webhook": Vendor("Signed webhook", webhook.Options, webhook.Webhook),
}
