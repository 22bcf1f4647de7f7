"""Addresses from one page to another."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.site.urls import absolute, base_path, link, relative


@pytest.mark.parametrize(
    ("url", "page", "expected"),
    [
        ("en/", "", "en/"),
        ("", "", "./"),
        ("", "en/orders/", "../../"),
        ("en/orders/", "en/orders/", "./"),
        ("en/", "en/orders/cancel/", "../../"),
        ("ru/orders/", "en/orders/cancel/", "../../../ru/orders/"),
        ("en/orders/cancel/#when", "en/", "orders/cancel/#when"),
        ("en/search/?q=a/b", "en/", "search/?q=a/b"),
        ("assets/site.css", "en/orders/", "../../assets/site.css"),
        ("en/", "404.html", "en/"),
        ("#part", "en/", "#part"),
        ("?q=a", "en/search/", "?q=a"),
        ("https://x.example/a", "en/", "https://x.example/a"),
        ("tel:+361", "en/", "tel:+361"),
    ],
)
def test_an_address_is_seen_from_its_page(url: str, page: str, expected: str) -> None:
    assert relative(url, page) == expected


@pytest.mark.parametrize(
    ("url", "site_url", "expected"),
    [
        ("en/", "https://x.example/", "/en/"),
        ("en/", "https://x.example/help", "/help/en/"),
        ("#part", "https://x.example/", "#part"),
        ("tel:+361", "https://x.example/", "tel:+361"),
    ],
)
def test_on_a_page_served_anywhere_it_begins_at_the_root(url: str, site_url: str, expected: str) -> None:
    assert link(url, "404.html", site_url=site_url, is_anywhere=True) == expected


def test_an_absolute_address_has_the_site_before_it() -> None:
    assert absolute("en/", "https://x.example/help/") == "https://x.example/help/en/"
    assert absolute("", "https://x.example") == "https://x.example/"
    assert base_path("https://x.example") == "/"


folders = st.lists(st.sampled_from(["en", "ru", "orders", "a", "b-c"]), max_size=4).map(
    lambda names: "".join(f"{name}/" for name in names)
)
files = st.sampled_from(["", "404.html", "site.css"])


@given(folders, files, st.sampled_from(["", "#a/b", "?q=a/b#c"]), folders, st.sampled_from(["", "404.html"]))
def test_it_leads_back_to_where_it_was_meant_to(
    folder: str, file: str, tail: str, page_folder: str, page_file: str
) -> None:
    root, url, page = "https://x.example/", f"{folder}{file}{tail}", f"{page_folder}{page_file}"
    if url[:1] in {"", "#", "?"}:
        url = f"en/{url}"
    assert urljoin(f"{root}{page}", relative(url, page)) == f"{root}{url}"
