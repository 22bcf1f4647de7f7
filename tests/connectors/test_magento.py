"""Magento is asked with signatures of the standard, in words that its own description knows."""

import base64
import hmac

import pytest

from portal.connectors.oauth1 import Credentials, sign
from tests.connectors.fakes.contract import NOT_AT_HAND, read_contract
from tests.connectors.shop_parts import MAGENTO, MAGENTO_LISTS


def test_a_signature_is_that_of_the_standard() -> None:
    # The parameters of RFC 5849, 3.4.1.1; its base string, hashed by today's hash.
    told = {"b5": "=%3D", "a3": "a", "c@": "", "a2": "r b", "c2": "", "oauth_nonce": "7d8f3e4a"}
    base = (
        "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D"
        "%26oauth_nonce%3D7d8f3e4a"
    )
    right = hmac.new(b"c%20s&t%26s", base.encode(), "sha256").digest()
    made = sign(Credentials("c", "c s", "t", "t&s"), "post", "http://example.com/request", told)
    assert base64.b64decode(made) == right


@pytest.mark.parametrize("file", ["admin-2.4.9", "accs"])
@pytest.mark.parametrize("place", ["orders", *MAGENTO_LISTS])
def test_what_is_read_stands_in_the_vendors_description(file: str, place: str) -> None:
    contract = read_contract(f"magento/{file}.subset.json")
    if contract is None:
        pytest.skip(NOT_AT_HAND)
    rows = [MAGENTO] if place == "orders" else MAGENTO_LISTS[place]
    assert contract.read_wrong(f"/V1/{place}", {"items": rows, "total_count": 1}) == []
    assert contract.read_wrong(f"/V1/{place}", {"items": [{**rows[0], "tracking": "77"}], "total_count": 1})
