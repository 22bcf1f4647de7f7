"""Which shops' systems there are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.connectors.shops import magento, shopify, table, woocommerce
from portal.connectors.shops.shop import Shop, ShopOptions, ShopParts


@dataclass(frozen=True, slots=True)
class ShopVendor:
    """One kind of shop: its name for people, its options, and how it is opened."""

    name: str
    options: type[ShopOptions]
    open: Callable[[Any, ShopParts], Shop]


TABLE = "table"
"""Opened by whoever can read SQL."""

TABLE_OPTIONS = table.Options
SHOPS = {
    "woocommerce": ShopVendor(woocommerce.NAME, woocommerce.Options, woocommerce.WooCommerce),
    "shopify": ShopVendor(shopify.NAME, shopify.Options, shopify.Shopify),
    "magento": ShopVendor(magento.NAME, magento.Options, magento.Magento),
}
