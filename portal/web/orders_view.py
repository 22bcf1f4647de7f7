"""An order as its page shows it: every text ready, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portal.domain.orders import ARTICLES, Money, Order, OrderState, Parcel, host_of
from portal.errors import FieldError
from portal.language import format_date, format_eur, format_huf, format_number
from portal.services.doors import Doors
from portal.web.presenting import Link

_PATH = (
    OrderState.RECEIVED,
    OrderState.PACKING,
    OrderState.HANDED_OVER,
    OrderState.ON_ITS_WAY,
    OrderState.DELIVERED,
)
"""The way of an order on which all goes well; one that waits at a pick-up point has all but the last."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the way."""

    text: str
    is_done: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class ParcelView:
    """One parcel; empty where there is nothing to say."""

    title: str
    state: str
    carrier: str
    number: str
    url: str
    host: str
    when: str


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A link to somebody else's page, with its host."""

    title: str
    url: str
    host: str


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order."""

    heading: str
    state: str
    state_text: str
    means: str
    placed: str
    steps: tuple[StepView, ...]
    parcels: tuple[ParcelView, ...]
    refunds: tuple[str, ...]
    returns: tuple[str, ...]
    points: str
    articles: tuple[Link, ...]
    items: tuple[str, ...]
    address: tuple[str, ...]
    total: str
    places: tuple[PlaceView, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """What stands in the fields."""

    number: str = ""
    email: str = ""
    phone: str = ""
    last_name: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class LookUpView:
    """The page in one of its states; the context of partials/orders.html.

    `state`: ask, found, notfound, code, opened, off, failed.
    """

    state: str
    action_url: str
    token: str
    values: Values
    others: tuple[str, ...]
    phone: str
    minutes: int
    contact_url: str
    errors: tuple[FieldError, ...] = ()
    told: str = ""
    order: OrderView | None = None
    code_id: str = ""
    has_sms: bool = False
    """Whether the phone number gets the code by SMS."""
    is_sms: bool = False
    """Whether this code went there."""


def present_order(doors: Doors, order: Order, lang: str) -> OrderView:
    """Return an order as it is shown."""
    say = doors.words.get
    zone = doors.shop.calendar.zone
    placed = order.placed_at.astimezone(zone).date() if order.placed_at else None
    details = order.details
    return OrderView(
        heading=say(lang, "order.heading", number=order.number),
        state=order.state,
        state_text=_capital(say(lang, f"order.state.{order.state}")),
        means=say(lang, f"order.means.{order.state}"),
        placed=say(lang, "order.placed", date=format_date(placed, lang)) if placed else "",
        steps=tuple(_steps(doors, order.state, lang)),
        parcels=tuple(
            _parcel(doors, parcel, lang, n=n, count=len(order.parcels))
            for n, parcel in enumerate(order.parcels, start=1)
        ),
        refunds=tuple(_refund(doors, one.money, one.made_on, lang) for one in order.refunds),
        returns=tuple(
            say(lang, "order.return", number=one.number, state=say(lang, f"order.return.{one.state}"))
            for one in order.returns
        ),
        points=format_number(order.points, lang) if order.points else "",
        articles=tuple(_articles(doors, order.state, lang)),
        items=tuple(f"{item.quantity} × {item.title}" for item in details.items),
        address=details.address,
        total=write_money(details.total, lang) if details.total else "",
        places=tuple(
            PlaceView(say(lang, key), url, host_of(url))
            for key, url in (("order.invoice", details.invoice_url), ("order.page", details.page_url))
            if url
        ),
    )


def write_money(money: Money, lang: str) -> str:
    """Return an amount as each language writes it."""
    known = {"HUF": format_huf, "EUR": format_eur}.get(money.currency)
    if known is not None:
        return known(money.amount, lang)
    return f"{format_number(money.amount, lang)}\u00a0{money.currency}"


def _steps(doors: Doors, state: OrderState, lang: str) -> Iterator[StepView]:
    way = (*_PATH[:-1], OrderState.READY) if state is OrderState.READY else _PATH
    if state not in way:
        return
    now = way.index(state)
    for place, step in enumerate(way):
        text = _capital(doors.words.get(lang, f"order.state.{step}"))
        yield StepView(text, place < now or state is OrderState.DELIVERED, place == now)


def _parcel(doors: Doors, parcel: Parcel, lang: str, *, n: int, count: int) -> ParcelView:
    say = doors.words.get
    title = say(lang, "order.parcel.of", n=n, count=count) if count > 1 else say(lang, "order.parcel")
    when = ""
    if parcel.delivered_on:
        when = say(lang, "order.parcel.delivered", date=format_date(parcel.delivered_on, lang))
    elif parcel.expected_on:
        when = say(lang, "order.parcel.expected", date=format_date(parcel.expected_on, lang))
    return ParcelView(
        title=title,
        state=_capital(say(lang, f"order.state.{parcel.state}")) if parcel.state else "",
        carrier=parcel.carrier,
        number=parcel.number,
        url=parcel.url,
        host=host_of(parcel.url),
        when=when,
    )


def _refund(doors: Doors, money: Money, made_on: date | None, lang: str) -> str:
    amount = write_money(money, lang)
    if made_on is None:
        return amount
    return doors.words.get(lang, "order.refund", money=amount, date=format_date(made_on, lang))


def _articles(doors: Doors, state: OrderState, lang: str) -> Iterator[Link]:
    """Return the articles that fit, called as a customer in that state would."""
    own = {
        ("delivered", "delivered-not-received"): "order.next.delivered",
        ("on_its_way", "parcel-not-arrived"): "order.next.late",
        ("handed_over", "parcel-not-arrived"): "order.next.late",
    }
    for article_id in ARTICLES[state]:
        article = doors.find_article(article_id, lang)
        if article is not None:
            key = own.get((state.value, article_id))
            yield Link(doors.words.get(lang, key) if key else article.title, article.url)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
