"""Magento 2 and Adobe Commerce: orders by the REST interface, signed by OAuth 1.0a."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from pydantic import Field

from portal.connectors.desks.desk import Finding
from portal.connectors.desks.options import Address, Line, Secret
from portal.connectors.desks.outcomes import DeskError
from portal.connectors.desks.reading import JsonObject, as_list, as_object, text_of
from portal.connectors.desks.rest import Rest
from portal.connectors.http import Answer
from portal.connectors.oauth1 import Credentials, make_header
from portal.connectors.shops.reading import one_line, read_count, read_day, read_money, read_placed_at
from portal.connectors.shops.shop import ShopOptions, ShopParts
from portal.connectors.signing_in import Fixed
from portal.domain.order_numbers import plain_order_number
from portal.domain.orders import (
    Details,
    Item,
    Order,
    OrderState,
    Parcel,
    Refund,
    Return,
    ReturnState,
    SecondField,
    tracking_url,
)

NAME = "Magento"
_STATES = {
    "new": OrderState.RECEIVED,
    "pending_payment": OrderState.HELD,
    "payment_review": OrderState.HELD,
    "holded": OrderState.HELD,
    "processing": OrderState.PACKING,
    "complete": OrderState.HANDED_OVER,
    "closed": OrderState.REFUNDED,
    "canceled": OrderState.CANCELLED,
}
_RETURNS = {
    "pending": ReturnState.REQUESTED,
    "authorized": ReturnState.OPEN,
    "received": ReturnState.RECEIVED,
    "denied": ReturnState.DECLINED,
    "rejected": ReturnState.DECLINED,
    "closed": ReturnState.CLOSED,
    "processed_closed": ReturnState.CLOSED,
}


class Options(ShopOptions):
    """How a Magento shop is reached."""

    vendor: Literal["magento"]
    address: Address
    store: Line = "default"
    consumer_key: Secret
    consumer_secret: Secret
    access_token: Secret
    access_token_secret: Secret
    has_returns: bool = False
    """Whether it is Adobe Commerce, which knows returns."""
    states: dict[str, OrderState] = Field(default_factory=dict)
    """What statuses of the shop's own mean."""


class Magento:
    """A Magento shop."""

    pace_s = 1.0

    def __init__(self, options: Options, parts: ShopParts) -> None:
        self.prefix, self.seconds = options.prefix, options.seconds
        self._states, self._has_returns = options.states, options.has_returns
        self._clock = parts.clock
        self._base = f"/rest/{options.store}/V1"
        self._credentials = Credentials(
            options.consumer_key.read(),
            options.consumer_secret.read(),
            options.access_token.read(),
            options.access_token_secret.read(),
        )
        self._rest = Rest(
            parts.http, parts.clock, Fixed({}), name=NAME, address=options.address, advice=_ADVICE
        )

    def find(self, number: str) -> tuple[Order, ...]:
        """Ask for the number as it is, which the shop fills up with zeros."""
        plain = plain_order_number(number, prefix=self.prefix)
        names = ",".join(
            sorted({number.strip().replace(",", ""), plain, f"{self.prefix}{plain}", plain.zfill(9)})
        )
        rows = self._list("orders", {"increment_id": ("in", names)})
        return tuple(self._order(one) for one in rows if one.get("increment_id"))

    def complete(self, order: Order) -> Order:
        """Add parcels, refunds and, with Adobe Commerce, returns."""
        here = {"order_id": ("eq", order.key)}
        tracks = [
            as_object(track)
            for shipment in self._list("shipments", here)
            for track in as_list(shipment.get("tracks"))
        ]
        memos = ((_refund(one), one) for one in self._list("creditmemos", here))
        returns = self._list("returns", here) if self._has_returns else ()
        return replace(
            order,
            parcels=tuple(map(_parcel, tracks)),
            refunds=tuple(refund for refund, _ in memos if refund),
            returns=tuple(map(_return, returns)),
            state=_sent_in_part(order, tracks),
        )

    def check(self) -> tuple[Finding, ...]:
        """Read one of each; nothing is changed."""
        places = ("orders", "shipments", "creditmemos", *(("returns",) if self._has_returns else ()))
        return tuple(self._probe(place) for place in places)

    def _probe(self, place: str) -> Finding:
        try:
            self._ask(place, {"searchCriteria[pageSize]": "1"})
        except DeskError as error:
            return Finding(place, is_well=False, advice=str(error))
        return Finding(place, is_well=True)

    def _list(self, place: str, filters: Mapping[str, tuple[str, str]]) -> tuple[JsonObject, ...]:
        query = {"searchCriteria[pageSize]": "20"}
        for number, (name, (kind, value)) in enumerate(filters.items()):
            path = f"searchCriteria[filterGroups][{number}][filters][0]"
            query |= {f"{path}[field]": name, f"{path}[value]": value, f"{path}[conditionType]": kind}
        return tuple(as_object(one) for one in as_list(self._ask(place, query).object().get("items")))

    def _ask(self, place: str, query: Mapping[str, str]) -> Answer:
        path = f"{self._base}/{place}"
        at, nonce = int(self._clock().timestamp()), secrets.token_hex(16)
        url = f"{self._rest.address}{path}"
        header = make_header(self._credentials, "GET", url, query, at=at, nonce=nonce)
        return self._rest.ask("GET", path, query=query, headers={"Authorization": header})

    def _order(self, told: JsonObject) -> Order:
        billing = as_object(told.get("billing_address"))
        status, state = text_of(told.get("status")), text_of(told.get("state"))
        street = as_list(billing.get("street"))
        place = " ".join(one_line(billing.get(name)) for name in ("postcode", "city"))
        return Order(
            number=one_line(told.get("increment_id")),
            state=self._states.get(status) or _STATES.get(state) or _STATES.get(status, OrderState.RECEIVED),
            seconds={
                SecondField.EMAIL: one_line(told.get("customer_email"), most=254),
                SecondField.PHONE: one_line(billing.get("telephone")),
                SecondField.LAST_NAME: one_line(told.get("customer_lastname") or billing.get("lastname")),
                SecondField.POSTCODE: one_line(billing.get("postcode")),
            },
            placed_at=read_placed_at(told.get("created_at")),
            details=Details(
                items=tuple(
                    Item(one_line(one.get("name")), read_count(one.get("qty_ordered")))
                    for one in map(as_object, as_list(told.get("items")))
                    if not one.get("parent_item_id")
                ),
                address=tuple(filter(None, (*map(one_line, street), place.strip()))),
                total=read_money(told.get("grand_total"), told.get("order_currency_code")),
            ),
            key=text_of(told.get("entity_id")),
        )


_ADVICE = {
    401: "Make an integration under System > Integrations and take its four keys; its clock must be right.",
    403: "The integration needs the resources Sales > Operations > Orders, Shipments, Credit Memos (view).",
}


def _parcel(told: JsonObject) -> Parcel:
    carrier = one_line(told.get("title")) or one_line(told.get("carrier_code"))
    number = one_line(told.get("track_number"))
    return Parcel(carrier, number, tracking_url("", carrier=carrier, number=number))


def _refund(told: JsonObject) -> Refund | None:
    money = read_money(told.get("grand_total"), told.get("order_currency_code"))
    return Refund(money, read_day(told.get("created_at"))) if money else None


def _return(told: JsonObject) -> Return:
    state = _RETURNS.get(text_of(told.get("status")), ReturnState.OPEN)
    return Return(one_line(told.get("increment_id")), state, read_day(told.get("date_requested")))


def _sent_in_part(order: Order, tracks: list[JsonObject]) -> OrderState:
    """Return that a part was sent where Magento says `processing` and something has left already."""
    return OrderState.PARTLY_SENT if tracks and order.state is OrderState.PACKING else order.state
