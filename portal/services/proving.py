"""Ask for a proof while programs flood the forms, or who fills one in too fast; nobody sees a puzzle."""

from sqlalchemy import Connection

from portal.domain.proofs import (
    BITS,
    GOOD_FOR_S,
    PARTS,
    WAIT,
    WAIT_S,
    WORK,
    TooSoon,
    make_challenge,
    read_proof,
)
from portal.errors import ProofNeeded, TooMany
from portal.services.doors import Doors
from portal.services.tokens import age_s
from portal.services.visitors import Visitor
from portal.store.proofs import spend_proof


def require_proof(doors: Doors, visitor: Visitor, proof: str, *, token: str, lang: str) -> str | None:
    """Count a message that is to be kept; return the proof to be spent with it, None while none is needed.

    `token` is that of its form and tells since when it was open. Raises ProofNeeded, with a fresh challenge
    for scripts and one for those who wait instead.
    """
    now = doors.clock().timestamp()
    is_flood = doors.budgets.flood.count(now)
    if not is_flood and age_s(token, now=now) >= doors.settings.least_writing_s:
        return None
    key = visitor.token_key
    found = read_proof(doors.secret, key, proof, now=now) if proof else None
    wait, wait_s = make_challenge(doors.secret, key, kind=WAIT, now=now), WAIT_S
    if isinstance(found, TooSoon):
        wait, wait_s = proof, found.wait_s
    elif found is not None:
        try:
            if found.is_wait:
                doors.budgets.waits.spend("", now=now)
        except TooMany as error:
            wait_s = error.retry_after_s
        else:
            return found.nonce
    raise ProofNeeded(
        doors.words.get(lang, "form.proof.wait" if is_flood else "form.proof.quick", seconds=wait_s),
        challenge=make_challenge(doors.secret, key, kind=WORK, now=now),
        parts=PARTS,
        bits=BITS,
        wait=wait,
        wait_s=wait_s,
    )


def spend(
    doors: Doors, connection: Connection, visitor: Visitor, nonce: str, *, token: str, lang: str
) -> None:
    """Take a proof within the transaction of its message; raise ProofNeeded if it was taken before."""
    now = doors.clock().timestamp()
    if not spend_proof(connection, nonce, now=now, forget_before=now - GOOD_FOR_S):
        require_proof(doors, visitor, "", token=token, lang=lang)
