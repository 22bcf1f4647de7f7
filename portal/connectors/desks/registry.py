"""Which vendors there are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.connectors.desks import zendesk
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
}
