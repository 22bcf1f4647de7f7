"""Shopify: orders by the Admin GraphQL interface, one question for each look-up.

The question names the number alone: Shopify's own filter of addresses compares words, we compare the whole.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from portal.connectors.desks.desk import Finding
from portal.connectors.desks.options import Address, Line, Secret
from portal.connectors.desks.outcomes import DeskError, Refused, Throttled
from portal.connectors.desks.reading import JsonObject, as_list, as_object, read_time, text_of
from portal.connectors.desks.rest import Rest, is_at, write_json
from portal.connectors.shops.reading import one_line, read_count, read_day, read_money
from portal.connectors.shops.shop import ShopOptions, ShopParts
from portal.connectors.signing_in import Fixed, SignIn, Tokens
from portal.domain.order_numbers import plain_order_number
from portal.domain.orders import (
    Details,
    Item,
    Money,
    Order,
    OrderState,
    Parcel,
    Refund,
    Return,
    ReturnState,
    SecondField,
    is_safe_link,
    join_states,
    tracking_url,
)
from portal.errors import SettingsError

NAME = "Shopify"
QUERY = """query Orders($q: String!) {
  orders(first: 5, query: $q, sortKey: PROCESSED_AT, reverse: true) {
    nodes {
      id name email processedAt cancelledAt displayFinancialStatus displayFulfillmentStatus
      statusPageUrl(audience: CUSTOMERVIEW)
      shippingAddress { zip countryCodeV2 }
      currentTotalPriceSet { shopMoney { amount currencyCode } }
      fulfillments(first: 10) {
        displayStatus estimatedDeliveryAt deliveredAt trackingInfo(first: 5) { company number url }
      }
      refunds(first: 10) { createdAt totalRefundedSet { shopMoney { amount currencyCode } } }
      returns(first: 5) { nodes { name status createdAt } }
      lineItems(first: 50) { nodes { title quantity } }
    }
  }
}"""
PROBE = "query Probe { orders(first: 1) { nodes { id email } } }"

_WHOLE = {
    "UNFULFILLED": OrderState.RECEIVED,
    "PARTIALLY_FULFILLED": OrderState.PARTLY_SENT,
    "ON_HOLD": OrderState.HELD,
    "REQUEST_DECLINED": OrderState.HELD,
    "RESTOCKED": OrderState.CANCELLED,
}
_PARCEL = {
    "DELIVERED": OrderState.DELIVERED,
    "PICKED_UP": OrderState.DELIVERED,
    "READY_FOR_PICKUP": OrderState.READY,
    "IN_TRANSIT": OrderState.ON_ITS_WAY,
    "OUT_FOR_DELIVERY": OrderState.ON_ITS_WAY,
    "DELAYED": OrderState.ON_ITS_WAY,
    "ATTEMPTED_DELIVERY": OrderState.ON_ITS_WAY,
    "NOT_DELIVERED": OrderState.COMING_BACK,
    "FAILURE": OrderState.COMING_BACK,
}
_RETURN = {
    "REQUESTED": ReturnState.REQUESTED,
    "DECLINED": ReturnState.DECLINED,
    "CANCELED": ReturnState.DECLINED,
    "CLOSED": ReturnState.CLOSED,
}


class Options(ShopOptions):
    """How a Shopify shop is reached: by an app of its own organisation, or by an old token."""

    vendor: Literal["shopify"]
    address: Address
    client_id: Line | None = None
    client_secret: Secret | None = None
    access_token: Secret | None = None
    version: Line = "2026-10"


@dataclass(frozen=True, slots=True, repr=False)
class _Header:
    """Shopify wants its token in a header of its own."""

    tokens: Tokens

    def headers(self) -> Mapping[str, str]:
        """Return the header with a token that lives."""
        return _header(self.tokens.headers()["Authorization"].removeprefix("Bearer "))

    def renew(self) -> bool:
        """Fetch another token."""
        return self.tokens.renew()


class Shopify:
    """A Shopify shop."""

    pace_s = 1.0

    def __init__(self, options: Options, parts: ShopParts) -> None:
        is_own = is_at(options.address, (".myshopify.com",))
        if not is_own and not options.allow_networks:
            raise SettingsError(f"{options.address} does not end with .myshopify.com.")
        self.prefix, self.seconds = options.prefix, options.seconds
        self._path = f"/admin/api/{options.version}/graphql.json"
        self._rest = Rest(
            parts.http, parts.clock, _sign_in(options, parts), name=NAME, address=options.address
        )

    def find(self, number: str) -> tuple[Order, ...]:
        """Ask for the number with and without the sign before it."""
        plain = plain_order_number(number, prefix=self.prefix)
        names = {number.strip(), f"#{plain}", plain, f"{self.prefix}{plain}"}
        query = " OR ".join(
            f"name:{json.dumps(name, ensure_ascii=False)}" for name in sorted(filter(None, names))
        )
        told = self._ask(QUERY, {"q": query})
        nodes = as_list(as_object(told.get("orders")).get("nodes"))
        return tuple(_order(one) for one in map(as_object, nodes) if one.get("name"))

    def complete(self, order: Order) -> Order:
        """Return the order: one question told everything."""
        return order

    def check(self) -> tuple[Finding, ...]:
        """Read the newest order, and whether its address may be seen."""
        advice = "The app needs the scopes read_orders and read_returns, and protected customer data (email)."
        try:
            told = self._ask(PROBE, {})
        except DeskError as error:
            return (Finding("orders", is_well=False, advice=f"{error} {advice}"),)
        nodes = [as_object(one) for one in as_list(as_object(told.get("orders")).get("nodes"))]
        is_seen = all(one.get("email") for one in nodes)
        return (
            Finding("orders", is_well=True),
            Finding("e-mail addresses", is_well=is_seen, advice="" if is_seen else advice),
        )

    def _ask(self, query: str, variables: Mapping[str, str]) -> JsonObject:
        body = write_json({"query": query, "variables": dict(variables)})
        told = self._rest.ask("POST", self._path, body=body).object()
        errors = [as_object(one) for one in as_list(told.get("errors"))]
        if errors:
            code = text_of(as_object(errors[0].get("extensions")).get("code"))
            if code == "THROTTLED":
                raise Throttled(f"{NAME} asks us to wait.")
            raise Refused(f"{NAME} did not understand or allow the question ({code or 'no code'}).")
        return as_object(told.get("data"))


def _sign_in(options: Options, parts: ShopParts) -> SignIn:
    if options.access_token is not None:
        return Fixed(_header(options.access_token.read()))
    if options.client_id is None or options.client_secret is None:
        raise SettingsError("write client_id and client_secret, or access_token for an old app.")
    form = {
        "grant_type": "client_credentials",
        "client_id": options.client_id,
        "client_secret": options.client_secret.read(),
    }
    url = f"{options.address}/admin/oauth/access_token"
    return _Header(Tokens(parts.http, parts.clock, url=url, form=form, usual_s=86_400.0))


def _header(token: str) -> dict[str, str]:
    return {"X-Shopify-Access-Token": token}


def _order(told: JsonObject) -> Order:
    sent = [one for one in map(as_object, as_list(told.get("fulfillments"))) if not _is_cancelled(one)]
    parcels = tuple(parcel for one in sent for parcel in _parcels(one))
    address = as_object(told.get("shippingAddress"))
    page = text_of(told.get("statusPageUrl"))
    refunds = (
        (_money(one.get("totalRefundedSet")), one) for one in map(as_object, as_list(told.get("refunds")))
    )
    return Order(
        number=one_line(told.get("name")),
        state=_state(told, tuple(parcel.state for parcel in parcels if parcel.state)),
        seconds={
            SecondField.EMAIL: one_line(told.get("email"), most=254),
            SecondField.POSTCODE: one_line(address.get("zip")),
        },
        placed_at=read_time(told.get("processedAt")),
        parcels=parcels,
        refunds=tuple(Refund(money, read_day(one.get("createdAt"))) for money, one in refunds if money),
        returns=tuple(
            Return(
                one_line(one.get("name")),
                _RETURN.get(text_of(one.get("status")), ReturnState.OPEN),
                read_day(one.get("createdAt")),
            )
            for one in map(as_object, as_list(as_object(told.get("returns")).get("nodes")))
        ),
        details=Details(
            items=tuple(
                Item(one_line(one.get("title")), read_count(one.get("quantity")))
                for one in map(as_object, as_list(as_object(told.get("lineItems")).get("nodes")))
            ),
            address=tuple(filter(None, (one_line(address.get(name)) for name in ("zip", "countryCodeV2")))),
            total=_money(told.get("currentTotalPriceSet")),
            page_url=page if is_safe_link(page) else "",
        ),
        key=text_of(told.get("id")),
    )


def _state(told: JsonObject, parcels: tuple[OrderState, ...]) -> OrderState:
    if told.get("displayFinancialStatus") == "REFUNDED":
        return OrderState.REFUNDED
    if told.get("cancelledAt"):
        return OrderState.CANCELLED
    status = text_of(told.get("displayFulfillmentStatus"))
    if status == "FULFILLED":
        return join_states(parcels, all_sent=True)
    return _WHOLE.get(status, OrderState.PACKING)


def _is_cancelled(sending: JsonObject) -> bool:
    return sending.get("displayStatus") in {"CANCELED", "LABEL_VOIDED"}


def _parcels(sending: JsonObject) -> tuple[Parcel, ...]:
    rows = [as_object(one) for one in as_list(sending.get("trackingInfo"))] or [{}]
    return tuple(
        Parcel(
            carrier=one_line(one.get("company")),
            number=one_line(one.get("number")),
            url=tracking_url(
                text_of(one.get("url")),
                carrier=one_line(one.get("company")),
                number=one_line(one.get("number")),
            ),
            state=_PARCEL.get(text_of(sending.get("displayStatus")), OrderState.HANDED_OVER),
            expected_on=read_day(sending.get("estimatedDeliveryAt")),
            delivered_on=read_day(sending.get("deliveredAt")),
        )
        for one in rows
    )


def _money(told: object) -> Money | None:
    money = as_object(as_object(told).get("shopMoney"))
    return read_money(money.get("amount"), money.get("currencyCode"))
