"""Who belongs to the comparison group, from whom suggestions at the contact form are withheld.

Nothing is stored: the same person is always told the same, on every worker and after every restart.
"""

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum

# More than half withheld tells no more than half and helps fewer people.
MOST_SHARE = 0.5

_DRAW_BYTES = 8


class Arm(StrEnum):
    """What a person gets at the contact form."""

    WITHHELD = "withheld"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Assignment:
    """An arm, and the probability with which a person came into it; both are recorded with every exposure."""

    arm: Arm
    probability: float


def assign(secret: bytes, experiment: str, unit: str, *, share: float) -> Assignment:
    """Return the arm of a unit (account, else visitor of the day, else form) for this share withheld.

    A raised share only adds people to those withheld from, a lowered one only lets some go. With a share of 0
    everybody is shown suggestions.
    """
    if not 0 <= share <= MOST_SHARE:
        raise ValueError(
            f"Suggestions can be withheld from 0 to {MOST_SHARE:.0%} of people, not from {share}."
        )
    message = f"{experiment}|{unit}".encode()
    draw = int.from_bytes(hmac.digest(secret, message, hashlib.sha256)[:_DRAW_BYTES])
    if draw < share * 2 ** (8 * _DRAW_BYTES):
        return Assignment(Arm.WITHHELD, share)
    return Assignment(Arm.SHOWN, 1 - share)
