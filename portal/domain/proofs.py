"""What a browser shows while programs flood the form: that it has worked a little, or that somebody waited.

A challenge is signed for one visitor, ends, and is good for one message. The work is many small puzzles and
not one large, for then it takes everybody about as long: 65,536 hashes, 131,072 hardly ever.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

PARTS, BITS = 16, 12
GOOD_FOR_S = 900
WAIT_S = 20
"""So long somebody whose browser runs no scripts waits instead."""

WORK, WAIT = "work", "wait"
_KEY = 32
_MOST = 16 * 20 + 200
"""Signs of a proof; a longer text is none."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof that holds: what it is good for once, and whether it is one of waiting."""

    nonce: str
    is_wait: bool


@dataclass(frozen=True, slots=True)
class TooSoon:
    """Somebody has not waited long enough; after so many seconds the same is a proof."""

    wait_s: int


def make_challenge(secret: bytes, visitor_key: str, *, kind: str, now: float) -> str:
    """Return a signed challenge of a kind for a visitor."""
    stamp = f"{kind}.{int(now)}.{secrets.token_hex(8)}"
    return f"{stamp}.{_sign(secret, stamp, visitor_key)}"


def read_proof(secret: bytes, visitor_key: str, text: str, *, now: float) -> Proof | TooSoon | None:
    """Return the proof a text is, how long it is too soon for it, or None for what proves nothing."""
    challenge, _, solution = text.partition(":")
    stamp, _, signature = challenge.rpartition(".")
    kind, _, rest = stamp.partition(".")
    made_at, _, nonce = rest.partition(".")
    right = _sign(secret, stamp, visitor_key)
    is_ours = len(text) <= _MOST and text.isascii() and hmac.compare_digest(signature, right)
    if not is_ours or not 0 <= (age := now - int(made_at)) <= GOOD_FOR_S:
        return None
    if kind == WAIT:
        return Proof(nonce, is_wait=True) if age >= WAIT_S else TooSoon(int(WAIT_S - age) + 1)
    return Proof(nonce, is_wait=False) if _is_solved(challenge, solution) else None


def solve(challenge: str) -> str:
    """Return the proof of a challenge: what proof-worker.js does, for tests and programs of one's own."""
    found = []
    for part in range(PARTS):
        counter = 0
        while not _is_part_solved(challenge, part, str(counter)):
            counter += 1
        found.append(str(counter))
    return f"{challenge}:{','.join(found)}"


def _is_solved(challenge: str, solution: str) -> bool:
    parts = solution.split(",")
    return len(parts) == PARTS and all(
        one.isdigit() and _is_part_solved(challenge, part, one) for part, one in enumerate(parts)
    )


def _is_part_solved(challenge: str, part: int, counter: str) -> bool:
    digest = hashlib.sha256(f"{challenge[-_KEY:]}.{part}.{counter}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - BITS) == 0


def _sign(secret: bytes, stamp: str, visitor_key: str) -> str:
    return hmac.new(secret, f"proof|{stamp}|{visitor_key}".encode(), hashlib.sha256).hexdigest()
