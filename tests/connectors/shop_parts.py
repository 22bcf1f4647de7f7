"""One order as three shops tell it, and how a customer looks it up."""

from collections.abc import Callable

from portal.connectors.http import Limits
from portal.connectors.shops.shop import Shop
from portal.domain.order_matching import find_match
from portal.domain.orders import Order, SecondField
from tests.connectors.fakes.server import JsonObject

QUICK = Limits(connect_s=1.0, read_s=1.0, total_s=2.0)
ANNA = "anna@example.com"
Opened = Callable[..., Shop]


def money(amount: str) -> JsonObject:
    return {"shopMoney": {"amount": amount, "currencyCode": "HUF"}}


WOO = {
    "id": 727,
    "number": "KH-1042391",
    "status": "completed",
    "currency": "HUF",
    "total": "14990",
    "date_created_gmt": "2026-11-18T16:42:00",
    "billing": {
        "email": "Anna@Example.com",
        "last_name": "Kovács",
        "phone": "+36 30 123 4567",
        "postcode": "1117",
    },
    "shipping": {
        "first_name": "Anna",
        "last_name": "Kovács",
        "address_1": "Minta utca 3.",
        "city": "Budapest",
    },
    "line_items": [{"name": "Tóra", "quantity": 2}],
    "meta_data": [],
    "full_refunds": [{"id": 9, "amount": "990.00", "date_created_gmt": "2026-11-20T08:00:00"}],
    "trackings": [
        {"tracking_provider": "GLS", "tracking_number": "77", "tracking_link": "https://gls.example/77"},
        {"tracking_provider": "Foxpost", "tracking_number": "78", "tracking_link": "http://evil.example/"},
    ],
}
SHOPIFY = {
    "id": "gid://shopify/Order/1",
    "name": "#1042391",
    "number": 1042391,
    "email": ANNA,
    "processedAt": "2026-11-18T16:42:00Z",
    "cancelledAt": None,
    "displayFinancialStatus": "PARTIALLY_REFUNDED",
    "displayFulfillmentStatus": "FULFILLED",
    "returnStatus": "RETURN_REQUESTED",
    "statusPageUrl": "https://shop.example/orders/secret",
    "shippingAddress": {"zip": "1117", "countryCodeV2": "HU"},
    "currentTotalPriceSet": money("14990.0"),
    "fulfillments": [
        {
            "displayStatus": status,
            "estimatedDeliveryAt": "2026-11-24T00:00:00Z",
            "deliveredAt": None,
            "trackingInfo": [{"company": "GLS", "number": number, "url": None}],
        }
        for status, number in (("IN_TRANSIT", "77"), ("DELIVERED", "78"))
    ],
    "refunds": [{"createdAt": "2026-11-20T08:00:00Z", "totalRefundedSet": money("990.0")}],
    "returns": {
        "nodes": [{"name": "#104-2391-R1", "status": "REQUESTED", "createdAt": "2026-11-20T08:00:00Z"}]
    },
    "lineItems": {"nodes": [{"title": "Tóra", "quantity": 2}]},
}
MAGENTO = {
    "entity_id": 5,
    "increment_id": "000104239",
    "status": "processing",
    "state": "processing",
    "customer_email": ANNA,
    "customer_lastname": "Kovács",
    "created_at": "2026-11-18 16:42:00",
    "grand_total": 14990,
    "order_currency_code": "HUF",
    "billing_address": {
        "street": ["Minta utca 3."],
        "postcode": "1117",
        "city": "Budapest",
        "telephone": "+36301234567",
    },
    "items": [
        {"name": "Tóra", "qty_ordered": 2},
        {"name": "part of it", "qty_ordered": 2, "parent_item_id": 1},
    ],
}
MAGENTO_LISTS = {
    "shipments": [
        {"order_id": 5, "tracks": [{"track_number": "77", "title": "GLS", "carrier_code": "custom"}]}
    ],
    "creditmemos": [
        {"order_id": 5, "grand_total": 990, "order_currency_code": "HUF", "created_at": "2026-11-20 08:00:00"}
    ],
    "returns": [
        {"order_id": 5, "increment_id": "R1", "status": "pending", "date_requested": "2026-11-20 08:00:00"}
    ],
}


def look_up(shop: Shop, number: str, email: str = ANNA) -> Order | None:
    found = find_match(shop.find(number), number, email, by=SecondField.EMAIL, key=b"k", prefix=shop.prefix)
    return shop.complete(found) if found else None


def number_of(shop: Shop) -> str:
    return "000104239" if type(shop).__name__ == "Magento" else "#104 2391"
