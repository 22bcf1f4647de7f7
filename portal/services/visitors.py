"""Tell one visit from another without cookies and without keeping anything that leads to a person."""

import logging
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address, ip_network

import crawleruseragents
from sqlalchemy import Connection, Engine

from portal.clock import Clock
from portal.domain.case_numbers import make_case_number
from portal.domain.events import Signal, Traffic
from portal.domain.visits import IDLE_SECONDS, DayKey, TurningKey, is_idle, visitor_id
from portal.errors import NotStored, TooMany, Unavailable
from portal.services.budgets import Budget
from portal.store import visits
from portal.store.database import Collision, reading, writing
from portal.store.dialect import lock_name
from portal.waiting import about_to_wait

log = logging.getLogger(__name__)

_REMEMBERED = 50_000
_TOUCH_EVERY_S = 60.0
_TRY_AGAIN_S = 5.0
"""A database that did not take a visit is left alone for so long, so that no answer waits for it again."""
_NEW_VISITS_PER_MINUTE = 120
"""What one network may begin; visits beyond that live in memory only, so that nobody fills the disk."""
_NEW_CODES_PER_HOUR = 60
_MOST_CODES = 200_000
"""Of a million codes visits hold so many at most: the rest is for messages, which keep theirs for years."""
_CODE_HELD_S = 24 * 3600
"""When codes run short, a visit that is over for so long gives its own back, unless somebody wrote in it."""
_COUNT_EVERY_S = _TELL_EVERY_S = 60.0
_WITHOUT_CODES = frozenset({Traffic.BOT, Traffic.PREFETCH})
_CODE_TRIES = 20
_COLLISIONS = 3
_STRIPES = 64


@dataclass(frozen=True, slots=True)
class Request:
    """What of a request tells who asks; nothing of it is stored."""

    address: str
    browser: str
    host: str
    is_prefetch: bool = False
    is_staff: bool = False
    signal: Signal | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, as far as it may be known: `sid` and `vid` are None for those who asked not to be linked."""

    sid: str | None
    vid: str | None
    traffic: Traffic
    signal: Signal | None
    token_key: str
    """What an anti-forgery token is bound to: the visitor's hash of today, never stored for the unlinked."""
    network: str = field(default="", repr=False)
    """What budgets are counted by: the address, or the network of a longer one; in memory only."""
    ckey: str | None = field(default=None, repr=False)
    """The keyed hash of the account that the shop signed for, if any."""


@dataclass(frozen=True, slots=True)
class _Seen:
    sid: str
    last_seen: float
    written_at: float


class Visitors:
    """The visits going on; safe to share between threads, the same on every worker of a machine."""

    def __init__(
        self, engine: Engine, clock: Clock, *, key: TurningKey | None = None, in_all: int | None = None
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._key = key or make_key(clock)
        self._seen: OrderedDict[str, _Seen] = OrderedDict()
        self._lock = threading.Lock()
        self._new_visits = Budget(_NEW_VISITS_PER_MINUTE, seconds=60, in_all=in_all)
        self._new_codes = Budget(_NEW_CODES_PER_HOUR, seconds=3600)
        self._codes, self._counted_at = 0, -_COUNT_EVERY_S
        self._unwritten, self._told_at = 0, -_TELL_EVERY_S
        # A slow database delays the visits it writes, not everybody: one lock for each part of them.
        self._writing = tuple(threading.Lock() for _ in range(_STRIPES))

    def identify(self, request: Request) -> Visitor:
        """Return who asks; never raises: without a database a visit lives in memory only."""
        now = self._clock()
        key = self._key.turn(now.date())
        vid = visitor_id(key, address=request.address, browser=request.browser, host=request.host)
        traffic = label_traffic(request)
        network = network_of(request.address)
        if request.signal is not None:
            return Visitor(None, None, traffic, request.signal, token_key=vid, network=network)
        sid = self._sid(vid, network, now.timestamp())
        return Visitor(sid, vid, traffic, None, token_key=vid, network=network)

    def find_code(self, visitor: Visitor) -> str | None:
        """Return the visit's seven digits, reserving them at first need.

        None for those who asked not to be linked, for programs, when too many are reserved, and when the
        database does not take it: then a message gets its number when it is sent.
        """
        if visitor.sid is None or visitor.traffic in _WITHOUT_CODES:
            return None
        now = self._clock().timestamp()
        try:
            with reading(self._engine) as connection:
                known = visits.find_code(connection, visitor.sid)
            if known is None:
                self._new_codes.spend(visitor.network, now=now)
            return known or self._reserve(visitor.sid, now)
        except (Unavailable, TooMany) as error:
            self._tell_unwritten(error, now)
            return None

    def _reserve(self, sid: str, now: float) -> str | None:
        for _ in range(_COLLISIONS):
            try:
                with writing(self._engine) as connection:
                    known = visits.find_code(connection, sid)
                    if known is not None or self._is_short_of_codes(connection, now):
                        return known
                    code = new_code(connection)
                    is_set = visits.set_code(connection, sid, code)
            except Collision:
                continue
            self._codes += is_set
            return code if is_set else None
        return None

    def _is_short_of_codes(self, connection: Connection, now: float) -> bool:
        """Tell whether visits hold as many codes as they may; counted once a minute, for it takes a while."""
        if not 0 <= now - self._counted_at < _COUNT_EVERY_S:
            self._codes, self._counted_at = visits.count_codes(connection), now
            if self._codes >= _MOST_CODES:
                self._codes -= visits.release_codes(connection, seen_before=now - _CODE_HELD_S)
        return self._codes >= _MOST_CODES

    def _tell_unwritten(self, error: Exception, now: float) -> None:
        """Log what could not be written of visits: one line a minute, however many come."""
        with self._lock:
            self._unwritten += 1
            if 0 <= now - self._told_at < _TELL_EVERY_S:
                return
            count, self._unwritten, self._told_at = self._unwritten, 0, now
        log.warning("not written: %s visits or codes of visits, the last for %s", count, type(error).__name__)

    def _sid(self, vid: str, network: str, now: float) -> str:
        if (sid := self._touch(vid, now)) is not None:
            return sid
        about_to_wait()
        with self._writing[hash(vid) % _STRIPES]:
            # Whoever had the lock before may have written the same visit.
            if (sid := self._touch(vid, now)) is not None:
                return sid
            kept = self._keep(vid, network, now, known=self._going_on(vid, now))
            with self._lock:
                self._remember(vid, kept)
            return kept.sid

    def _touch(self, vid: str, now: float) -> str | None:
        """Note in memory that a visit goes on; None if there is none, or it is time to write it."""
        with self._lock:
            seen = self._going_on(vid, now)
            if seen is None or now - seen.written_at >= _TOUCH_EVERY_S:
                return None
            self._remember(vid, _Seen(seen.sid, now, seen.written_at))
            return seen.sid

    def _going_on(self, vid: str, now: float) -> _Seen | None:
        seen = self._seen.get(vid)
        return None if seen is None or is_idle(last_seen=seen.last_seen, now=now) else seen

    def _keep(self, vid: str, network: str, now: float, *, known: _Seen | None) -> _Seen:
        sid = known.sid if known is not None else None
        try:
            if sid is None:
                self._new_visits.spend(network, now=now)
            with writing(self._engine) as connection:
                lock_name(connection, vid)
                if sid is None:
                    going_on = visits.find_visit(connection, vid, seen_after=now - IDLE_SECONDS)
                    sid = going_on.sid if going_on else secrets.token_hex(16)
                visits.keep_visit(connection, visits.Visit(sid, vid, None, now, now))
                return _Seen(sid, now, now)
        except (NotStored, TooMany) as error:
            self._tell_unwritten(error, now)
            return _Seen(sid or secrets.token_hex(16), now, now - _TOUCH_EVERY_S + _TRY_AGAIN_S)

    def _remember(self, vid: str, seen: _Seen) -> None:
        self._seen[vid] = seen
        self._seen.move_to_end(vid)
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)


def make_key(clock: Clock) -> TurningKey:
    """Return a new key to tell visits apart with, made today; it is never written down."""
    return TurningKey(DayKey(clock().date(), secrets.token_bytes(32)))


def new_code(connection: Connection) -> str:
    """Return seven digits that no visit and no contact has; raise NotStored if none was found."""
    for _ in range(_CODE_TRIES):
        code = make_case_number(secrets.randbelow(10**6))
        if visits.is_code_free(connection, code):
            return code
    raise NotStored("No free case number was found. `portal worker --once` deletes old visits.")


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """Return what one customer may change her address within: an IPv6 network of 64 bits, else the address.

    >>> network_of("2001:db8::17")
    '2001:db8::/64'
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address


def label_traffic(request: Request) -> Traffic:
    """Return who made a request: staff, a prefetch, a bot, or a person."""
    if request.is_staff:
        return Traffic.STAFF
    if request.is_prefetch:
        return Traffic.PREFETCH
    return Traffic.BOT if is_bot(request.browser) else Traffic.HUMAN


@lru_cache(maxsize=4096)
def is_bot(browser: str) -> bool:
    """Tell whether a user agent is a known crawler; one that says nothing is taken for one."""
    return not browser or bool(crawleruseragents.is_crawler(browser))
