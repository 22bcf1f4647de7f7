"""Believe a proxy that says who is signed in: off unless named, and only from its own address."""

from ipaddress import ip_address, ip_network

from portal.domain.staff_roles import find_role, read_roles
from portal.errors import Forbidden
from portal.services.doors import Doors
from portal.services.staff import login_of, sign_in_known


def said_login(doors: Doors, *, peer: str, said: str | None) -> str | None:
    """Return the login that a trusted proxy tells, or None where nobody is to be believed.

    Raises Forbidden when somebody else than the proxy tells one: then the service can be reached around it.
    """
    if not doors.settings.proxy_login_header or not said:
        return None
    if not _is_trusted(doors.settings.proxy_login_from, peer):
        raise Forbidden("Only the proxy of PORTAL_PROXY_LOGIN_FROM may say who is signed in.")
    return login_of(said.strip())


def sign_in_said(doors: Doors, said: str) -> str:
    """Return the token of a new sign-in for whom the proxy tells; raise Forbidden without a role."""
    name = said.strip()
    role = find_role(
        read_roles(doors.settings.staff_roles), email=name if "@" in name else "", groups=(name,)
    )
    if role is None:
        raise Forbidden("Nobody has given this account a role here. An administrator can do it.")
    return sign_in_known(doors, name, role=role)


def _is_trusted(networks: str, peer: str) -> bool:
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    return any(address in ip_network(one.strip(), strict=False) for one in networks.split(",") if one.strip())
