"""Sign staff in through the house's own provider: OpenID Connect, authorization code with PKCE.

Nobody is let in whom `PORTAL_STAFF_ROLES` does not name, by a verified e-mail address or by a group. What
must be remembered until the browser comes back lies in that browser, signed and for ten minutes.
"""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from urllib.parse import quote, urlencode, urlsplit

from portal.connectors.http import Call, CallFailed, Http, JsonObject
from portal.domain.staff_roles import find_role, read_roles
from portal.errors import Forbidden, SettingsError, Unavailable
from portal.services.doors import Doors
from portal.services.staff import sign_in_known

COOKIE = "portal_sso"
GOOD_FOR_S = 600
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
_LEEWAY_S = 60
_SCOPE = "openid email profile"
_OK = 200


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-in that has begun: what the provider's answer must fit, and where to go then."""

    state: str
    nonce: str
    verifier: str
    next_page: str
    begun_at: int


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send the browser, and the cookie it needs when it comes back."""

    url: str
    cookie: str


def is_offered(doors: Doors) -> bool:
    """Tell whether staff may sign in through a provider."""
    return bool(doors.settings.oidc_issuer)


def depart(doors: Doors, *, next_page: str, back: str) -> Departure:
    """Begin a sign-in; raises Unavailable when the provider does not answer."""
    endpoint = _discover(doors)["authorization_endpoint"]
    pending = Pending(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        next_page=next_page,
        begun_at=int(doors.clock().timestamp()),
    )
    challenge = hashlib.sha256(pending.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": doors.settings.oidc_client_id,
        "redirect_uri": back,
        "scope": _SCOPE,
        "state": pending.state,
        "nonce": pending.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    joint = "&" if urlsplit(endpoint).query else "?"
    return Departure(f"{endpoint}{joint}{urlencode(asked)}", _sign(doors, pending))


def arrive(doors: Doors, *, cookie: str, state: str, code: str, back: str) -> tuple[str, str]:
    """Return the token of the new sign-in and the page to show.

    Raises Forbidden when anything does not fit or nobody named this person, Unavailable when the provider
    does not answer.
    """
    pending = _read(doors, cookie)
    if not code or not hmac.compare_digest(state.encode(), pending.state.encode()):
        raise Forbidden("The answer of the sign-in does not belong to this browser. Sign in again.")
    found = _discover(doors)
    claims = _verify(doors, found, _redeem(doors, found, code, pending, back=back), nonce=pending.nonce)
    email, groups = _who(claims, claim=doors.settings.oidc_groups_claim)
    role = find_role(read_roles(doors.settings.staff_roles), email=email, groups=groups)
    if role is None:
        raise Forbidden("Nobody has given this account a role here. An administrator can do it.")
    return sign_in_known(doors, email or str(claims["sub"]), role=role), pending.next_page


def _who(claims: JsonObject, *, claim: str) -> tuple[str, tuple[str, ...]]:
    """Return the verified address, empty if there is none, and the groups that a provider tells."""
    email = claims.get("email") if claims.get("email_verified") is True else ""
    told = claims.get(claim)
    groups = told if isinstance(told, list) else [told]
    return str(email or ""), tuple(group for group in groups if isinstance(group, str))


def _discover(doors: Doors) -> JsonObject:
    """Return what the provider says of itself; it must be the one that was asked."""
    issuer = doors.settings.oidc_issuer
    found = _ask(doors, Call("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration"))
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != issuer or not all(isinstance(found.get(name), str) for name in needed):
        raise Unavailable(
            f"PORTAL_OIDC_ISSUER: the provider calls itself {found.get('issuer')}, not {issuer}."
        )
    return found


def _redeem(doors: Doors, found: JsonObject, code: str, pending: Pending, *, back: str) -> str:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": doors.settings.oidc_client_id,
        "code_verifier": pending.verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if doors.settings.oidc_client_secret:
        both = (quote(one, safe="") for one in (form["client_id"], doors.settings.oidc_client_secret))
        headers["Authorization"] = f"Basic {base64.b64encode(':'.join(both).encode()).decode()}"
    call = Call("POST", found["token_endpoint"], headers, urlencode(form).encode())
    token = _ask(doors, call, is_refusable=True).get("id_token")
    if not isinstance(token, str):
        raise Forbidden("The provider did not accept the sign-in. Sign in again.")
    return token


def _verify(doors: Doors, found: JsonObject, token: str, *, nonce: str) -> JsonObject:
    """Return the claims of an id token that is the provider's, for us, for this sign-in, and still good."""
    try:
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet
    except ImportError as error:
        raise SettingsError("PORTAL_OIDC_ISSUER needs joserfc. Run: pip install '.[oidc]'.") from error
    keys = _ask(doors, Call("GET", found["jwks_uri"]))
    now = int(doors.clock().timestamp())
    wanted = {
        "iss": {"essential": True, "value": doors.settings.oidc_issuer},
        "aud": {"essential": True, "value": doors.settings.oidc_client_id},
        "sub": {"essential": True},
        "exp": {"essential": True},
        "iat": {"essential": True},
        "nonce": {"essential": True, "value": nonce},
    }
    try:
        read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))  # type: ignore[arg-type]  # checked there
        jwt.JWTClaimsRegistry(now=now, leeway=_LEEWAY_S, **wanted).validate(read.claims)  # type: ignore[arg-type]  # claims by name
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise Forbidden(f"The provider's answer does not hold ({type(error).__name__}).") from None
    claims: JsonObject = read.claims
    if claims.get("azp", doors.settings.oidc_client_id) != doors.settings.oidc_client_id:
        raise Forbidden("The provider's answer is meant for another program.")
    return claims


def _ask(doors: Doors, call: Call, *, is_refusable: bool = False) -> JsonObject:
    allowed = doors.settings.oidc_networks.split(",") if doors.settings.oidc_networks else []
    http = Http(allowed=tuple(one.strip() for one in allowed))
    try:
        answer = http.send(call)
    except CallFailed as error:
        raise Unavailable(f"The sign-in provider does not answer: {error}") from None
    if answer.status != _OK and not is_refusable:
        raise Unavailable(f"The sign-in provider answered {answer.status}.")
    return answer.object()


def _sign(doors: Doors, pending: Pending) -> str:
    body = base64.urlsafe_b64encode(json.dumps(asdict(pending)).encode()).decode()
    return f"{body}.{_seal(doors, body)}"


def _read(doors: Doors, cookie: str) -> Pending:
    body, _, seal = cookie.rpartition(".")
    if not (body and cookie.isascii() and hmac.compare_digest(seal, _seal(doors, body))):
        raise Forbidden("The sign-in was begun in another browser. Sign in again.")
    pending = Pending(**json.loads(base64.urlsafe_b64decode(body)))
    if not -_LEEWAY_S <= doors.clock().timestamp() - pending.begun_at <= GOOD_FOR_S:
        raise Forbidden("The sign-in took too long. Sign in again.")
    return pending


def _seal(doors: Doors, body: str) -> str:
    return hmac.new(doors.secret, f"sso|{body}".encode(), hashlib.sha256).hexdigest()
