"""WooCommerce: orders by its REST interface with a read-only key.

There is no filter by number or address, and a number is the id only without a plugin for numbers: so an order
is asked for by id and searched for, both every time, and compared here.
"""

from dataclasses import replace
from typing import Literal

from pydantic import Field

from portal.connectors.desks.desk import Finding
from portal.connectors.desks.options import Address, Secret
from portal.connectors.desks.outcomes import DeskError
from portal.connectors.desks.probing import probe
from portal.connectors.desks.reading import JsonObject, as_list, as_object, read_time, text_of
from portal.connectors.desks.rest import Rest
from portal.connectors.shops.reading import one_line, read_count, read_day, read_money
from portal.connectors.shops.shop import ShopOptions, ShopParts
from portal.connectors.signing_in import basic
from portal.domain.order_numbers import plain_order_number
from portal.domain.orders import (
    Details,
    Item,
    Order,
    OrderState,
    Parcel,
    Refund,
    SecondField,
    tracking_url,
)

NAME = "WooCommerce"
_BASE = "/wp-json/wc/v3"
_TRACKING = "/wp-json/wc-shipment-tracking/v3"
_META = "_wc_shipment_tracking_items"
_MOST_ID = 15
_STATES = {
    "pending": OrderState.HELD,
    "on-hold": OrderState.HELD,
    "processing": OrderState.PACKING,
    "completed": OrderState.HANDED_OVER,
    "cancelled": OrderState.CANCELLED,
    "failed": OrderState.CANCELLED,
    "refunded": OrderState.REFUNDED,
}


class Options(ShopOptions):
    """How a WooCommerce shop is reached."""

    vendor: Literal["woocommerce"]
    address: Address
    consumer_key: Secret
    consumer_secret: Secret
    states: dict[str, OrderState] = Field(default_factory=dict)
    """What statuses of the shop's own mean."""


class WooCommerce:
    """A WooCommerce shop."""

    pace_s = 1.0

    def __init__(self, options: Options, parts: ShopParts) -> None:
        self.prefix, self.seconds = options.prefix, options.seconds
        self._states = _STATES | options.states
        sign_in = basic(options.consumer_key.read(), options.consumer_secret.read())
        advice = {401: "Make a read-only key under WooCommerce > Settings > Advanced > REST API."}
        self._rest = Rest(parts.http, parts.clock, sign_in, name=NAME, address=options.address, advice=advice)

    def find(self, number: str) -> tuple[Order, ...]:
        """Ask by id and search, as it was typed and as the shop writes it, whatever either finds."""
        plain = plain_order_number(number, prefix=self.prefix)
        found: list[JsonObject] = []
        if plain.isdecimal() and len(plain) <= _MOST_ID:
            answer = self._rest.ask("GET", f"{_BASE}/orders/{int(plain)}", also=(404,))
            found += [answer.object()] if answer.status < 300 else []
        for name in sorted({f"{self.prefix}{plain}", number.strip().lstrip("#№ ")}):
            told = self._rest.ask("GET", f"{_BASE}/orders", query={"search": name, "per_page": "20"})
            found += [as_object(one) for one in as_list(told.json())]
        return tuple(self._order(one) for one in found if one.get("number"))

    def complete(self, order: Order) -> Order:
        """Add parcels that the shipment tracking knows, and refunds with their days."""
        refunds = self._rest.ask("GET", f"{_BASE}/orders/{order.key}/refunds").json()
        currency = order.details.total.currency if order.details.total else ""
        paid = tuple(
            Refund(money, read_day(one.get("date_created_gmt")))
            for one in map(as_object, as_list(refunds))
            if (money := read_money(one.get("amount"), currency)) is not None
        )
        return replace(order, parcels=order.parcels or self._parcels(order), refunds=paid)

    def check(self) -> tuple[Finding, ...]:
        """Read one order."""
        advice = "The key needs the right to read, and permalinks must not be plain."
        return (probe(self._rest, "orders", f"{_BASE}/orders?per_page=1&_fields=id", advice=advice),)

    def _parcels(self, order: Order) -> tuple[Parcel, ...]:
        path = f"{_TRACKING}/orders/{order.key}/shipment-trackings"
        try:
            answer = self._rest.ask("GET", path, also=(401, 403, 404))
        except DeskError:
            # The extension is another program: without it the order can be told all the same.
            return ()
        rows = as_list(answer.json()) if answer.status < 300 else []
        return tuple(_parcel(one) for one in map(as_object, rows))

    def _order(self, told: JsonObject) -> Order:
        billing = as_object(told.get("billing"))
        kept = {
            text_of(one.get("key")): one.get("value")
            for one in map(as_object, as_list(told.get("meta_data")))
        }
        address = as_object(told.get("shipping")) or billing
        names = ("first_name", "last_name")
        lines = (" ".join(one_line(address.get(name)) for name in names), address.get("address_1"))
        place = " ".join(one_line(address.get(name)) for name in ("postcode", "city"))
        return Order(
            number=one_line(told.get("number")),
            state=self._states.get(text_of(told.get("status")), OrderState.RECEIVED),
            seconds={
                SecondField.EMAIL: one_line(billing.get("email"), most=254),
                SecondField.PHONE: one_line(billing.get("phone")),
                SecondField.LAST_NAME: one_line(billing.get("last_name")),
                SecondField.POSTCODE: one_line(billing.get("postcode")),
            },
            placed_at=read_time(told.get("date_created_gmt")),
            parcels=tuple(_parcel(one) for one in map(as_object, as_list(kept.get(_META)))),
            details=Details(
                items=tuple(
                    Item(one_line(one.get("name")), read_count(one.get("quantity")))
                    for one in map(as_object, as_list(told.get("line_items")))
                ),
                address=tuple(filter(None, (one_line(line) for line in (*lines, place)))),
                total=read_money(told.get("total"), told.get("currency")),
            ),
            key=text_of(told.get("id")),
        )


def _parcel(told: JsonObject) -> Parcel:
    """Return a parcel from the tracking's own interface, or from what it leaves with the order."""
    carrier = one_line(told.get("tracking_provider")) or one_line(told.get("custom_tracking_provider"))
    number = one_line(told.get("tracking_number"))
    link = told.get("tracking_link") or told.get("custom_tracking_link") or ""
    return Parcel(carrier, number, tracking_url(str(link), carrier=carrier, number=number))
