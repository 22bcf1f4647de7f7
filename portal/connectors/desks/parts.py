"""What a desk is opened with."""

from dataclasses import dataclass
from pathlib import Path

from portal.clock import Clock
from portal.connectors.http import Http
from portal.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Parts:
    """The outside as an adapter gets it."""

    http: Http
    clock: Clock
    token_file: Path
    """Where a token may be kept that all processes share."""


def require_own_host(address: str, *, is_own: bool, allowed: tuple[str, ...], vendor: str) -> None:
    """Raise SettingsError for an address that is not the vendor's: a slip would send it our secrets.

    Where private networks are allowed, the desk stands behind a gateway of the shop's own.
    """
    if not is_own and not allowed:
        raise SettingsError(f"{address} does not belong to {vendor}.")
