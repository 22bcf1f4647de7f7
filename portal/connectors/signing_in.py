"""How we show who we are: fixed headers, and short-lived tokens that are fetched, kept in memory and renewed.

Where a vendor counts refreshes or turns refresh tokens, all processes share one file for its owner alone.
"""

import base64
import hashlib
import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode

from portal.clock import Clock
from portal.connectors.desks.outcomes import NotReached, Refused, Throttled
from portal.connectors.http import Answer, Call, CallFailed, Http
from portal.connectors.waits import read_wait

EARLY_S = 60.0
"""A token that ends so soon is renewed before it is used."""

LONGEST_S = 24 * 3600.0
SHORTEST_S = 300.0
"""Between two refreshes that a 401 asks for: a token that is refused again is wrong, not old."""


_PASSING = frozenset({"internal_error", "general_error", "server_error", "temporarily_unavailable"})


class SignIn(Protocol):
    """Whatever makes the headers that show who calls."""

    def headers(self) -> Mapping[str, str]:
        """Return the headers; raises Refused, Throttled or NotReached when there is no token to be had."""

    def renew(self) -> bool:
        """Drop what was refused; return whether another try may go better."""


@dataclass(frozen=True, slots=True, repr=False)
class Fixed:
    """The same headers at every call."""

    values: Mapping[str, str]

    def headers(self) -> Mapping[str, str]:
        """Return the headers."""
        return self.values

    def renew(self) -> bool:
        """Return False: there is nothing newer."""
        return False


def basic(user: str, password: str) -> Fixed:
    """Sign in with a name and a password (RFC 7617)."""
    coded = base64.b64encode(f"{user}:{password}".encode()).decode()
    return Fixed({"Authorization": f"Basic {coded}"})


@dataclass(slots=True, repr=False)
class _Token:
    access: str
    ends_at: float
    refresh: str = ""
    taken_at: float = 0.0


class Tokens:
    """Access tokens by OAuth 2: client credentials, or a refresh token when `shared` names the file for it.

    `form` is what the token server is asked; `scheme` stands before the token.
    """

    def __init__(
        self,
        http: Http,
        clock: Clock,
        *,
        url: str,
        form: Mapping[str, str],
        scheme: str = "Bearer",
        shared: Path | None = None,
        usual_s: float = 3600.0,
    ) -> None:
        self._http, self._clock = http, clock
        self._url, self._form, self._scheme = url, dict(form), scheme
        self._shared = shared
        self._usual_s = usual_s
        self._token: _Token | None = None
        self._lock = threading.Lock()
        self.last: Answer | None = None
        """What the token server said last, for adapters that read more of it."""

    def headers(self) -> Mapping[str, str]:
        """Return the header with a token that lives for a while yet."""
        with self._lock:
            if self._token is None or self._is_old(self._token):
                self._token = self._get(refused=None)
            return {"Authorization": f"{self._scheme} {self._token.access}"}

    def renew(self) -> bool:
        """Fetch another token in place of one that was refused."""
        with self._lock:
            refused = self._token
            self._token = self._get(refused=refused.access if refused else None)
            # A shared file may have given back what was refused; a fresh token is another try in any case.
            return self._shared is None or refused is None or refused.access != self._token.access

    def _is_old(self, token: _Token) -> bool:
        return token.ends_at - EARLY_S <= self._clock().timestamp()

    def _get(self, *, refused: str | None) -> _Token:
        if self._shared is None:
            return self._fetch(self._form.get("refresh_token", ""))
        with _locked(self._shared):
            known = self._read(self._shared)
            if known is not None and known.access != refused and not self._is_old(known):
                return known
            now = self._clock().timestamp()
            if known is not None and refused == known.access and now - known.taken_at < SHORTEST_S:
                return known  # others may have broken it, but asking at once again would use up the limit
            token = self._fetch(known.refresh if known else self._form.get("refresh_token", ""))
            self._write(token, self._shared)
            return token

    def _fetch(self, refresh: str) -> _Token:
        form = self._form | ({"refresh_token": refresh} if refresh else {})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            answer = self._http.send(Call("POST", self._url, headers, urlencode(form).encode()))
        except CallFailed as error:
            raise NotReached(f"No token: {error}") from None
        self.last = answer
        if answer.status == 429:
            raise Throttled("The token server asks us to wait.", read_wait(answer.headers, now=self._clock()))
        if answer.status >= 500:
            raise NotReached(f"The token server answered {answer.status}.")
        told = answer.object()
        access = told.get("access_token")
        # Some servers answer 200 with an error inside.
        if not isinstance(access, str) or not access or answer.status >= 300:
            name = str(told.get("error", ""))[:60]
            if name in _PASSING:
                raise NotReached(f"The token server says {name}.")
            raise Refused(
                f"The token server refused our sign-in ({answer.status} {name}). "
                "Check client id, secret and scopes."
            )
        lives = told.get("expires_in")
        seconds = float(lives) if isinstance(lives, int | float) and lives > 0 else self._usual_s
        now = self._clock().timestamp()
        return _Token(access, now + min(seconds, LONGEST_S), str(told.get("refresh_token") or refresh), now)

    def _key(self) -> str:
        """Name what the operator configured, so that a new secret is not beaten by an old file."""
        told = "\x00".join(f"{name}={value}" for name, value in sorted(self._form.items()))
        return hashlib.sha256(f"{self._url}\x00{told}".encode()).hexdigest()

    def _read(self, shared: Path) -> _Token | None:
        try:
            told = json.loads(shared.read_text(encoding="utf-8"))
            if told["key"] != self._key():
                return None
            return _Token(told["access"], float(told["ends_at"]), told["refresh"], float(told["taken_at"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write(self, token: _Token, shared: Path) -> None:
        told = {
            "key": self._key(),
            "access": token.access,
            "ends_at": token.ends_at,
            "refresh": token.refresh,
            "taken_at": token.taken_at,
        }
        part = shared.with_suffix(".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(told, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(shared)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Let one process at a time fetch a token; the lock goes with the process that holds it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("a", encoding="utf-8") as file:
        try:
            import fcntl
        except ImportError:  # where there is no fork there is one worker
            yield
            return
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
