"""Staff of the shop: who may see the dashboard, how they sign in, and what their role lets them see."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection

from portal.domain.staff_roles import Role as Role
from portal.errors import FieldError, Forbidden, InvalidForm, NotFound, TooMany
from portal.services.doors import Doors
from portal.services.making_events import new_id
from portal.services.tokens import check_token, make_token
from portal.services.visitors import network_of
from portal.store import staff
from portal.store.database import reading, writing

FIRST_ADMINISTRATOR = "admin"
COOKIE = "portal_staff"
SIGNED_IN_S = 12 * 3600
LEAST_PASSWORD, MOST_PASSWORD = 10, 200
MOST_LOGIN = 80
_ELSEWHERE = " (single sign-on)"
_NO_PASSWORD = "!"  # noqa: S105  no hash, so that none fits

_hasher = PasswordHasher()
_hashing = BoundedSemaphore(2)
"""A password takes 64 MB and a core for a moment: so many are checked at once, others wait a little."""
_HASHING_WAIT_S = 2.0


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is signed in."""

    staff_id: str
    login: str
    role: Role

    @property
    def sees_people(self) -> bool:
        """Whether names, addresses and messages of customers may be shown."""
        return self.may_edit

    @property
    def may_edit(self) -> bool:
        """Whether she may mark contacts and handle comments and gaps."""
        return self.role in (Role.EDITOR, Role.ADMINISTRATOR)


def ensure_first_administrator(doors: Doors) -> str | None:
    """Make the first administrator when there is nobody; return the password, which is told only now."""
    with reading(doors.engine) as connection:
        if staff.has_members(connection):
            return None
    password = secrets.token_urlsafe(12)
    if not _add(doors, FIRST_ADMINISTRATOR, password, Role.ADMINISTRATOR):
        return None
    return password


def add_member(doors: Doors, login: str, *, role: Role) -> str:
    """Add a member of staff and return the generated password, which is told only now."""
    if not login.strip() or len(login) > MOST_LOGIN or not login.isprintable():
        raise InvalidForm((FieldError("login", f"A login has 1 to {MOST_LOGIN} visible characters."),))
    password = secrets.token_urlsafe(12)
    if not _add(doors, login.strip(), password, role):
        raise InvalidForm((FieldError("login", f"There is already somebody called {login}."),))
    return password


def renew_password(doors: Doors, login: str) -> str:
    """Give a member of staff a new password, end their sign-ins, and return it."""
    with reading(doors.engine) as connection:
        member = staff.find_member(connection, login)
    if member is None:
        raise NotFound(f"Nobody is called {login}. `portal staff list` shows everybody.")
    password = secrets.token_urlsafe(12)
    _replace_password(doors, member.staff_id, password)
    return password


def list_members(doors: Doors) -> tuple[Member, ...]:
    """Return everybody who may sign in."""
    with reading(doors.engine) as connection:
        return tuple(_member(row) for row in staff.all_members(connection))


def sign_in(doors: Doors, login: str, password: str, *, address: str) -> str | None:
    """Check a password and return the token of the new sign-in, or None if it is wrong.

    An unknown login takes as long as a wrong password. Raises TooMany when a network, or everybody together,
    tries too often; a limit per login would let anybody lock its owner out.
    """
    now = doors.clock().timestamp()
    doors.budgets.sign_ins.spend(f"network:{network_of(address)}", now=now)
    with reading(doors.engine) as connection:
        row = staff.find_member(connection, login[:MOST_LOGIN])
    if not _is_right(row.password_hash if row else _nobodys_hash(), password) or row is None:
        return None
    with writing(doors.engine) as connection:
        return _begin(connection, row.staff_id, now=now)


def login_of(name: str) -> str:
    """Return how somebody is called here whom another system knows; no password of ours belongs to it."""
    return f"{name[:MOST_LOGIN]}{_ELSEWHERE}"


def sign_in_known(doors: Doors, name: str, *, role: Role) -> str:
    """Return the token of a new sign-in of somebody another system has checked, with her role of today."""
    now = doors.clock().timestamp()
    known = staff.StaffRow(new_id(), login_of(name), _NO_PASSWORD, role, now)
    with writing(doors.engine) as connection:
        staff.add_member(connection, known)
        row = staff.find_member(connection, known.login) or known
        staff.set_role(connection, row.staff_id, role)
        return _begin(connection, row.staff_id, now=now)


def find_signed_in(doors: Doors, token: str | None) -> Member | None:
    """Return who is signed in with the cookie's token, or None."""
    if not token:
        return None
    with reading(doors.engine) as connection:
        row = staff.find_by_session(connection, _hashed(token), now=doors.clock().timestamp())
    return _member(row) if row else None


def sign_out(doors: Doors, token: str) -> None:
    """End a sign-in."""
    with writing(doors.engine) as connection:
        staff.end_session(connection, _hashed(token))


def change_password(doors: Doors, member: Member, *, old: str, new: str, lang: str) -> None:
    """Replace a password and end every sign-in of its owner; raises InvalidForm or TooMany."""
    doors.budgets.sign_ins.spend(f"change:{member.staff_id}", now=doors.clock().timestamp())
    with reading(doors.engine) as connection:
        row = staff.find_member(connection, member.login)
    if row is None or not _is_right(row.password_hash, old):
        raise InvalidForm((FieldError("old", doors.words.get(lang, "dash.password.wrong")),))
    if not LEAST_PASSWORD <= len(new) <= MOST_PASSWORD:
        text = doors.words.get(lang, "dash.password.short", least=LEAST_PASSWORD, most=MOST_PASSWORD)
        raise InvalidForm((FieldError("new", text),))
    _replace_password(doors, member.staff_id, new)


def make_form_token(doors: Doors, token: str) -> str:
    """Return the anti-forgery token of one sign-in's forms."""
    return hmac.new(doors.secret, f"dashboard|{_hashed(token)}".encode(), hashlib.sha256).hexdigest()


def check_form_token(doors: Doors, token: str, given: str) -> None:
    """Raise Forbidden unless a form came from a page of this sign-in."""
    if not (given.isascii() and hmac.compare_digest(given, make_form_token(doors, token))):
        raise Forbidden("The form does not belong to this sign-in. Open the page again.")


def make_sign_in_token(doors: Doors, *, address: str, browser: str) -> str:
    """Return the anti-forgery token of the sign-in form, where there is no sign-in to bind it to yet."""
    return make_token(doors.secret, f"sign-in|{address}|{browser}", now=doors.clock().timestamp())


def check_sign_in_token(doors: Doors, given: str, *, address: str, browser: str) -> None:
    """Raise Forbidden unless the sign-in form was opened in this browser not too long ago."""
    check_token(doors.secret, f"sign-in|{address}|{browser}", given, now=doors.clock().timestamp())


def _begin(connection: Connection, staff_id: str, *, now: float) -> str:
    """Begin a sign-in under a token of its own, whatever the browser had before."""
    token = secrets.token_urlsafe(32)
    staff.delete_expired_sessions(connection, now=now)
    staff.add_session(connection, staff.StaffSession(_hashed(token), staff_id, now, now + SIGNED_IN_S))
    return token


def _add(doors: Doors, login: str, password: str, role: Role) -> bool:
    row = staff.StaffRow(
        staff_id=new_id(),
        login=login,
        password_hash=_hasher.hash(password),
        role=role,
        created_at=doors.clock().timestamp(),
    )
    with writing(doors.engine) as connection:
        return staff.add_member(connection, row)


def _replace_password(doors: Doors, staff_id: str, password: str) -> None:
    hashed = _hasher.hash(password)
    with writing(doors.engine) as connection:
        staff.set_password(connection, staff_id, hashed)
        staff.end_sessions_of(connection, staff_id)


def _is_right(hashed: str, password: str) -> bool:
    if not _hashing.acquire(timeout=_HASHING_WAIT_S):
        raise TooMany("Too many sign in just now.", retry_after_s=60)
    try:
        return _hasher.verify(hashed, password[:MOST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    finally:
        _hashing.release()


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(12))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _member(row: staff.StaffRow) -> Member:
    return Member(row.staff_id, row.login, Role(row.role))
