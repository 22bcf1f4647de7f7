"""Addresses: from one page to another, and from the site to the world."""

import posixpath
from urllib.parse import urlsplit


def base_path(site_url: str) -> str:
    """Return the path under which the site stands: `/`, or `/help/`."""
    return f"{urlsplit(site_url).path.rstrip('/')}/"


def absolute(url: str, site_url: str) -> str:
    """Return a page's address with scheme and host."""
    return f"{site_url.rstrip('/')}/{url}"


def relative(url: str, page_url: str) -> str:
    """Return the address of a page of the site as seen from another."""
    parts = urlsplit(url)
    if parts.scheme or parts.netloc or url.startswith(("#", "/", "?")):
        return url
    folder = page_url if page_url.endswith("/") else posixpath.dirname(page_url)
    path = posixpath.relpath(parts.path or ".", folder or ".")
    if parts.path.endswith("/") or not parts.path:
        path += "/"
    tail = url[len(parts.path) :]
    return f"{path}{tail}"


def link(url: str, page_url: str, *, site_url: str, is_anywhere: bool) -> str:
    """Return an address for a link; a page that is served at any path needs it from the root."""
    if is_anywhere and not urlsplit(url).scheme and not url.startswith(("#", "/", "?")):
        return base_path(site_url) + url
    return relative(url, page_url)
