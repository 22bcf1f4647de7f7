"""Three shops on loopback: each with its own sign-in, its own search, and its own way to say no."""

import base64
import hashlib
import hmac
import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from graphql import build_schema, graphql_sync

from tests.connectors.fakes.contract import SPECS
from tests.connectors.fakes.server import Ask, Fake, JsonObject, Reply

Money = dict[str, str]


@dataclass
class FakeWooCommerce(Fake):
    """Its search is by words in any field, and its numbers are another plugin's."""

    key: tuple[str, str] = ("ck_key", "cs_secret")
    has_tracking: bool = True
    orders: list[JsonObject] = field(default_factory=list)

    def handle(self, ask: Ask) -> Reply:
        coded = base64.b64encode(":".join(self.key).encode()).decode()
        if ask.headers.get("authorization") != f"Basic {coded}":
            return _woo_error(401, "woocommerce_rest_cannot_view")
        if ask.path == "/wp-json/wc/v3/orders":
            return Reply(200, self._found(ask.query))
        found = re.fullmatch(r"/wp-json/(wc|wc-shipment-tracking)/v3/orders/(\d+)(/[a-z-]+)?", ask.path)
        one = next((order for order in self.orders if found and str(order["id"]) == found[2]), None)
        if found is None or one is None:
            return _woo_error(404, "woocommerce_rest_shop_order_invalid_id")
        if found[3] == "/refunds":
            return Reply(200, one.get("full_refunds", []))
        if found[3] == "/shipment-trackings":
            known = one.get("trackings", [])
            return Reply(200, known) if self.has_tracking else _woo_error(404, "rest_no_route")
        return Reply(200, _public(one))

    def _found(self, query: dict[str, str]) -> list[JsonObject]:
        wanted = query.get("search", "")
        found = [one for one in self.orders if wanted in json.dumps(_public(one), ensure_ascii=False)]
        return [_public(one) for one in found[: int(query["per_page"])]]


def _public(order: JsonObject) -> JsonObject:
    return {name: value for name, value in order.items() if name not in {"trackings", "full_refunds"}}


def _woo_error(status: int, code: str) -> Reply:
    return Reply(status, {"code": code, "message": "No.", "data": {"status": status}})


@dataclass
class FakeShopify(Fake):
    """It answers 200 to everything it understands, executes questions by its schema."""

    secret: str = "shopify-secret"
    is_throttling: bool = False
    orders: list[JsonObject] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)

    token_lives_s = 86_400

    def handle(self, ask: Ask) -> Reply:
        if ask.path == "/admin/oauth/access_token":
            if ask.form().get("client_secret") != self.secret:
                return Reply(400, {"error": "invalid_client"})
            return Reply(200, {"access_token": self.new_token(), "expires_in": 86_399})
        token = ask.headers.get("x-shopify-access-token", "")
        if token not in self.tokens or self.tokens[token] <= self.clock():
            return Reply(401, {"errors": "[API] Invalid API key or access token"})
        if self.is_throttling:
            error = {"message": "Throttled", "extensions": {"code": "THROTTLED"}}
            return Reply(200, {"errors": [error]})
        told = ask.json()
        self.questions.append(told["query"])
        return Reply(200, self._execute(told["query"], told.get("variables") or {}))

    def _execute(self, query: str, variables: dict[str, str]) -> JsonObject:
        nodes = [one for one in self.orders if _is_named(one["name"], variables.get("q", ""))][:5]
        schema = read_schema()
        if schema is None:
            return {"data": {"orders": {"nodes": nodes}}}
        root = {"orders": lambda _info, **_given: {"nodes": [_resolvable(one) for one in nodes]}}
        done = graphql_sync(schema, query, root, variable_values=variables)
        errors = [{"message": error.message} for error in done.errors or ()]
        return {"data": done.data, **({"errors": errors} if errors else {})}


def _is_named(name: str, query: str) -> bool:
    """Match as the real filter does: whole words, with or without the sign before the number."""
    wanted = [json.loads(one) for one in re.findall(r'name:("(?:[^"\\]|\\.)*")', query)]
    return not query or any(name.lstrip("#") == one.lstrip("#") for one in wanted)


def _resolvable(value: Any) -> Any:
    """Return a value of which fields with arguments can be asked, as the library wants them."""
    if isinstance(value, list):
        return [_resolvable(one) for one in value]
    if isinstance(value, dict):
        return {name: _resolvable(one) for name, one in value.items()}
    return value


@cache
def read_schema() -> Any:
    """Return Shopify's own schema, or None where no specs are at hand."""
    file = Path(SPECS or "") / "shopify" / "order_subset.graphql"
    if not SPECS or not file.is_file():
        return None
    return build_schema(file.read_text(encoding="utf-8"))


@dataclass
class FakeMagento(Fake):
    """It checks every signature, takes none twice, and filters orders as it is told."""

    secrets: tuple[str, str, str, str] = ("consumer", "consumer secret", "token", "token&secret")
    orders: list[JsonObject] = field(default_factory=list)
    lists: dict[str, list[JsonObject]] = field(default_factory=dict)
    nonces: set[str] = field(default_factory=set)

    def handle(self, ask: Ask) -> Reply:
        if not self._is_signed(ask):
            return Reply(
                401, {"message": "The consumer isn't authorized to access %resources.", "parameters": []}
            )
        place = ask.path.removeprefix("/rest/default/V1/")
        known = self.orders if place == "orders" else self.lists.get(place)
        if known is None:
            return Reply(404, {"message": "Request does not match any route."})
        path = "searchCriteria[filterGroups][0][filters][0]"
        name, value = ask.query.get(f"{path}[field]"), ask.query.get(f"{path}[value]", "")
        wanted = value.split(",") if ask.query.get(f"{path}[conditionType]") == "in" else [value]
        found = [one for one in known if name is None or str(one.get(name)) in wanted]
        return Reply(200, {"items": found, "total_count": len(found)})

    def _is_signed(self, ask: Ask) -> bool:
        """Check the signature by RFC 5849's own words, written anew here."""
        told = dict(re.findall(r'(oauth_\w+)="([^"]*)"', ask.headers.get("authorization", "")))
        given = {name: _decode(value) for name, value in told.items()}
        signature = given.pop("oauth_signature", "")
        known, known_secret, token, token_secret = self.secrets
        pairs = sorted((_code(name), _code(value)) for name, value in {**ask.query, **given}.items())
        url = f"http://{ask.headers['host']}{ask.path}"
        base = f"{ask.method}&{_code(url)}&{_code('&'.join(f'{name}={value}' for name, value in pairs))}"
        key = f"{_code(known_secret)}&{_code(token_secret)}".encode()
        right = base64.b64encode(hmac.new(key, base.encode(), hashlib.sha256).digest()).decode()
        is_fresh = given.get("oauth_nonce") not in self.nonces
        self.nonces.add(given.get("oauth_nonce", ""))
        is_now = abs(int(given.get("oauth_timestamp", "0")) - self.clock().timestamp()) < 300
        is_known = (given.get("oauth_consumer_key"), given.get("oauth_token")) == (known, token)
        return signature == right and is_fresh and is_now and is_known


def _code(text: str) -> str:
    return quote(text, safe="-._~")


def _decode(text: str) -> str:
    return re.sub(r"%([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), text)
