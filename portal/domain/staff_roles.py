"""Who of the house has which role, as an operator writes it: anna@shop.example=editor, support=reader."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do; later ones may do more."""

    READER = "reader"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Roles:
    """Roles by address and by group; both in small letters."""

    by_email: dict[str, Role]
    by_group: dict[str, Role]


def read_roles(text: str) -> Roles:
    """Read the setting; raise ValueError that names what is wrong.

    >>> read_roles("anna@shop.example=administrator, support=editor").by_group
    {'support': <Role.EDITOR: 'editor'>}
    """
    by_email: dict[str, Role] = {}
    by_group: dict[str, Role] = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        name, _, role = (one.strip() for one in part.rpartition("="))
        if not name or role not in {one.value for one in Role}:
            raise ValueError(f"{part!r} is not NAME=ROLE; roles are {', '.join(Role)}")
        (by_email if "@" in name else by_group)[name.casefold()] = Role(role)
    return Roles(by_email, by_group)


def find_role(roles: Roles, *, email: str, groups: tuple[str, ...]) -> Role | None:
    """Return the role of somebody, the highest of all that fit, or None if nobody gave her one."""
    found = [roles.by_email.get(email.casefold())] if email else []
    found += [roles.by_group.get(group.casefold()) for group in groups]
    given = [role for role in found if role is not None]
    return max(given, key=list(Role).index, default=None)
