"""What a customer may see of her order, in one form for every shop, and which article fits its state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import quote, urlsplit


class OrderState(StrEnum):
    """How an order stands, as the shop tells its customers."""

    RECEIVED = "received"
    PACKING = "packing"
    HANDED_OVER = "handed_over"
    ON_ITS_WAY = "on_its_way"
    READY = "ready"
    DELIVERED = "delivered"
    PARTLY_SENT = "partly_sent"
    CANCELLED = "cancelled"
    COMING_BACK = "coming_back"
    REFUNDED = "refunded"
    HELD = "held"


class ReturnState(StrEnum):
    """How something that was sent back stands."""

    REQUESTED = "requested"
    OPEN = "open"
    RECEIVED = "received"
    DECLINED = "declined"
    CLOSED = "closed"


class SecondField(StrEnum):
    """What a customer names beside the number; only the e-mail address shows the state at once."""

    EMAIL = "email"
    PHONE = "phone"
    LAST_NAME = "last_name"
    POSTCODE = "postcode"


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency (ISO 4217)."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Parcel:
    """One parcel of an order; empty and None where the shop does not tell."""

    carrier: str = ""
    number: str = ""
    url: str = ""
    """The carrier's page: https, or empty."""
    state: OrderState | None = None
    expected_on: date | None = None
    delivered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Refund:
    """Money that was sent back."""

    money: Money
    made_on: date | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """Something that comes back or came back."""

    number: str
    state: ReturnState
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an order."""

    title: str
    quantity: int


@dataclass(frozen=True, slots=True, repr=False)
class Details:
    """What only the code of the mailbox opens; no repr, for it is personal."""

    items: tuple[Item, ...] = ()
    address: tuple[str, ...] = ()
    total: Money | None = None
    invoice_url: str = ""
    page_url: str = ""
    """The shop's own page of the order, where the link alone opens it."""


@dataclass(frozen=True, slots=True, repr=False)
class Order:
    """An order; `seconds` are what a customer can name beside the number; no repr: they are personal."""

    number: str
    state: OrderState
    seconds: Mapping[SecondField, str]
    placed_at: datetime | None = None
    parcels: tuple[Parcel, ...] = ()
    refunds: tuple[Refund, ...] = ()
    returns: tuple[Return, ...] = ()
    points: int | None = None
    """Bonus points this order brings; None where the shop tells none."""
    details: Details = field(default_factory=Details)
    key: str = ""
    """The shop's own id, for its connector alone."""


ARTICLES: Mapping[OrderState, tuple[str, ...]] = MappingProxyType(
    {
        OrderState.RECEIVED: ("change-an-order", "cancel-an-order"),
        OrderState.PACKING: ("cancel-an-order", "delivery-times"),
        OrderState.HANDED_OVER: ("delivery-times", "parcel-not-arrived"),
        OrderState.ON_ITS_WAY: ("parcel-not-arrived", "change-delivery-address"),
        OrderState.READY: ("pick-up-points-and-lockers", "someone-else-collects"),
        OrderState.DELIVERED: ("delivered-not-received", "return-an-item"),
        OrderState.PARTLY_SENT: ("part-of-order", "delivery-times"),
        OrderState.CANCELLED: ("order-cancelled-by-us", "refund-not-arrived"),
        OrderState.COMING_BACK: ("missed-delivery", "refund-times"),
        OrderState.REFUNDED: ("refund-not-arrived", "refund-wrong-amount"),
        OrderState.HELD: ("payment-failed", "cancel-an-order"),
    }
)
"""Ids of the articles that fit a state, the most needed first; those a shop does not have are passed over."""

_CARRIERS = MappingProxyType(
    {
        "gls": "https://gls-group.com/HU/en/parcel-tracking/?match={number}",
        "foxpost": "https://foxpost.hu/csomagkovetes/?code={number}",
        "magyarposta": "https://www.posta.hu/nyomkovetes/nyitooldal?searchvalue={number}",
        "dpd": "https://tracking.dpd.de/status/en_US/parcel/{number}",
        "dhl": "https://www.dhl.com/en/express/tracking.html?AWB={number}",
        "ups": "https://www.ups.com/track?tracknum={number}",
    }
)


def tracking_url(given: str, *, carrier: str, number: str) -> str:
    """Return where a parcel is followed: what the shop gives if it is https, else the carrier's own page.

    Empty where there is neither: such addresses come from others, and customers follow them.
    """
    if is_safe_link(given):
        return given
    name = "".join(sign for sign in carrier.casefold() if sign.isalpha())
    pattern = next((url for known, url in _CARRIERS.items() if name.startswith(known)), "")
    return pattern.format(number=quote(number, safe="")) if pattern and number else ""


def is_safe_link(url: str) -> bool:
    """Tell whether an address of somebody else may be shown as a link: https, a host, nobody's name in it."""
    try:
        parts = urlsplit(url)
        is_plain = url.isprintable() and " " not in url and "\\" not in url
        return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc and is_plain
    except ValueError:
        return False


def host_of(url: str) -> str:
    """Return the host of a link, to be shown beside it."""
    return urlsplit(url).hostname or ""


def join_states(states: tuple[OrderState, ...], *, all_sent: bool) -> OrderState:
    """Return the state of an order from those of its parcels: that of the parcel furthest behind.

    >>> join_states((OrderState.DELIVERED, OrderState.ON_ITS_WAY), all_sent=True).value
    'on_its_way'
    """
    if not all_sent:
        return OrderState.PARTLY_SENT if states else OrderState.PACKING
    behind = (state for state in _ON_THE_WAY if state in states)
    return next(behind, OrderState.HANDED_OVER)


_ON_THE_WAY = (
    OrderState.COMING_BACK,
    OrderState.HANDED_OVER,
    OrderState.ON_ITS_WAY,
    OrderState.READY,
    OrderState.DELIVERED,
)
"""What a parcel can be, the furthest behind first."""
