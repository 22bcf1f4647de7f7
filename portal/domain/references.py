"""The reference by which a help desk finds a message again: short enough for a tag, the same at every try."""

from uuid import UUID

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letters that look like digits."""

PREFIX = "pr_"


def make_reference(contact_id: str) -> str:
    """Return the reference of a message, 29 signs.

    >>> make_reference("01890a5d-ac96-774b-bcce-b302099a8057")
    'pr_01H455VB4PEX5VSKNK084SN02Q'
    """
    number = UUID(contact_id).int
    signs = [_SIGNS[number >> shift & 31] for shift in range(125, -1, -5)]
    return PREFIX + "".join(signs)
