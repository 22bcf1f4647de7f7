"""Open the shop whose orders customers may look up: that of integrations.yml, else tables on the disk."""

from pathlib import Path

from portal.clock import Clock
from portal.connectors import shops
from portal.connectors.desks.desk import Finding
from portal.connectors.desks.outcomes import DeskError
from portal.connectors.http import Http, Limits
from portal.connectors.shops.registry import SHOPS, TABLE, TABLE_OPTIONS
from portal.connectors.shops.shop import Shop, ShopParts
from portal.connectors.shops.table import NAME as TABLE_NAME
from portal.connectors.shops.table import Table
from portal.errors import SettingsError
from portal.services.integrations import at_place, read_file
from portal.settings import Settings
from portal.store.shop_tables import read_shop_tables

SHOP = "shop"
"""What the shop is called on the command line."""

DEMO_ORDERS = Path(shops.__file__).with_name("demo")
"""Invented orders of the shipped catalogue: 104-2391 of anna@example.com, and others."""

_LIMITS = Limits(connect_s=4.0, read_s=6.0, total_s=8.0)
"""A customer waits: a shop that takes longer counts as down."""


def open_shop(settings: Settings, clock: Clock, *, limits: Limits = _LIMITS) -> Shop | None:
    """Return the configured shop, or None where there is none; a demonstration never asks a real one.

    Raises SettingsError that names the place and what to write instead.
    """
    path = settings.integrations_file
    told = read_file(path).shop if path.is_file() and not settings.demo else None
    if told is None:
        file = settings.shop_orders
        return Table(file, read_shop_tables) if file is not None else None
    vendor, where = str(told.get("vendor", "")), f"{path.name}: shop"
    if vendor not in SHOPS and vendor != TABLE:
        raise SettingsError(
            f"{where}.vendor: there is {', '.join((*SHOPS, TABLE))}, not {vendor or 'nothing'}."
        )
    with at_place(where):
        if vendor == TABLE:
            given = TABLE_OPTIONS.model_validate(told)
            place = path.parent / given.path
            return Table(place, read_shop_tables, prefix=given.prefix, seconds=given.seconds)
        options = SHOPS[vendor].options.model_validate(told)
        parts = ShopParts(Http(allowed=options.allow_networks, limits=limits), clock)
        return SHOPS[vendor].open(options, parts)


def has_shop(settings: Settings, clock: Clock) -> bool:
    """Tell whether there is a shop that can be opened; who opens it says what is wrong with it."""
    try:
        return open_shop(settings, clock) is not None
    except SettingsError:
        return False


def name_shop(settings: Settings) -> tuple[str, str]:
    """Return what kind of shop is configured and where it is; empty texts where there is none."""
    path = settings.integrations_file
    told = read_file(path).shop if path.is_file() and not settings.demo else None
    if told is None:
        return (TABLE_NAME, str(settings.shop_orders)) if settings.shop_orders else ("", "")
    vendor = str(told.get("vendor", ""))
    name = SHOPS[vendor].name if vendor in SHOPS else TABLE_NAME
    return name, str(told.get("address") or told.get("path") or "")


def check_shop(shop: Shop) -> tuple[Finding, ...]:
    """Return what was found at the shop, without changing anything."""
    try:
        return shop.check()
    except DeskError as error:
        return (Finding("orders", is_well=False, advice=str(error)),)
