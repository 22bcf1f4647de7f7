"""What every shop can do, and what integrations.yml may say of one."""

from dataclasses import dataclass
from typing import Protocol

from portal.clock import Clock
from portal.connectors.desks.desk import Finding
from portal.connectors.desks.options import Outbound
from portal.connectors.http import Http
from portal.domain.orders import Order, SecondField


class Shop(Protocol):
    """One configured shop. Every method raises DeskError's kinds, and nothing else, when it has no answer."""

    seconds: tuple[SecondField, ...]
    """What an order can be found by beside its number."""
    prefix: str
    """What the shop writes before its numbers and customers may leave out."""
    pace_s: float
    """What a look-up usually takes at most: all answers leave at whole multiples of it."""

    def find(self, number: str) -> tuple[Order, ...]:
        """Return orders that may have this number; the caller compares number and second field itself.

        Whether there is such an order must not change how many questions the shop is asked.
        """

    def complete(self, order: Order) -> Order:
        """Return a matched order with all that can be told of it."""

    def check(self) -> tuple[Finding, ...]:
        """Look, without changing anything, whether orders can be read."""


class ShopOptions(Outbound):
    """What can be said of every shop."""

    vendor: str
    prefix: str = ""
    seconds: tuple[SecondField, ...] = (SecondField.EMAIL,)


@dataclass(frozen=True, slots=True)
class ShopParts:
    """The outside as an adapter gets it."""

    http: Http
    clock: Clock
