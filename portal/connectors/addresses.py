"""Which addresses we may call: public ones, and private networks only where the operator named them."""

import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

_NAT64 = IPv6Network("64:ff9b::/96")

Resolve = Callable[[str, int], tuple[str, ...]]


class AddressRefused(Exception):
    """An address may not be called; the message says why and what to change."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call goes: to one of the addresses that were checked, whatever DNS says next."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]


def resolve(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses of a host as the system resolves it; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def check_address(url: str, *, allowed: Iterable[str] = (), resolve: Resolve = resolve) -> Target:
    """Return where a call to this address goes.

    Raises AddressRefused for other schemes than https, for names and passwords in it, and for every host of
    which any address is not public; `allowed` are networks that may be called all the same, also without
    encryption. Raises OSError if the host is not known.
    """
    parts = urlsplit(url)
    if parts.username is not None or parts.password is not None:
        raise AddressRefused("The address has a name or password in it; use the settings for that.")
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise AddressRefused(f"The address must begin with https://, not {parts.scheme or 'nothing'}://.")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    networks = [ip_network(one) for one in allowed]
    addresses = resolve(parts.hostname, port)
    for one in addresses:
        address = ip_address(one.partition("%")[0])
        is_named = any(address.version == network.version and address in network for network in networks)
        if not is_named and not _is_public(address):
            raise AddressRefused(
                f"{parts.hostname} leads to a private address. If it is yours, name its network in "
                "`allow_networks`."
            )
        if parts.scheme == "http" and not is_named:
            raise AddressRefused(f"{parts.hostname} must be called by https.")
    if not addresses:
        raise AddressRefused(f"{parts.hostname} has no address.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, port, path, addresses)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved
