"""Addresses: from one page to another, and from the site to the world."""

import re
from urllib.parse import urlsplit

_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_TAIL = re.compile(r"(?=[?#])")


def base_path(site_url: str) -> str:
    """Return the path under which the site stands: `/`, or `/help/`."""
    return f"{urlsplit(site_url).path.rstrip('/')}/"


def absolute(url: str, site_url: str) -> str:
    """Return a page's address with scheme and host."""
    return f"{site_url.rstrip('/')}/{url}"


def relative(url: str, page_url: str) -> str:
    """Return the address of a page of the site as seen from another."""
    if url.startswith(("#", "/", "?")) or _ELSEWHERE.match(url):
        return url
    folder, slash, rest = page_url.partition("/")
    if slash and not url.startswith(folder):
        # Most links of a page: nothing to compare.
        return "../" * page_url.count("/") + url
    category, slash, _ = rest.partition("/")
    if slash and url.startswith(f"{folder}/") and not url.startswith(category, len(folder) + 1):
        # Most others lead out of the category.
        return "../" * rest.count("/") + url[len(folder) + 1 :]
    path, *tail = _TAIL.split(url, maxsplit=1)
    here, there = page_url.split("/")[:-1], path.split("/")
    same = 0
    while same < min(len(here), len(there) - 1) and here[same] == there[same]:
        same += 1
    steps = [*[".."] * (len(here) - same), *there[same:]]
    if steps in ([""], []):
        steps = [".", ""]
    return "/".join(steps) + "".join(tail)


def link(url: str, page_url: str, *, site_url: str, is_anywhere: bool) -> str:
    """Return an address for a link; a page that is served at any path needs it from the root."""
    if is_anywhere and not urlsplit(url).scheme and not url.startswith(("#", "/", "?")):
        return base_path(site_url) + url
    return relative(url, page_url)
