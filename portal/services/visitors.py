"""Tell one visit from another without cookies and without keeping anything that leads to a person."""

import logging
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import lru_cache

import crawleruseragents
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from portal.clock import Clock
from portal.domain.case_numbers import make_case_number
from portal.domain.events import Signal, Traffic
from portal.domain.visits import IDLE_SECONDS, DayKey, is_idle, visitor_id
from portal.store import visits

log = logging.getLogger(__name__)

_REMEMBERED = 50_000
_TOUCH_EVERY_S = 60.0
_CODE_TRIES = 20


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


@dataclass(frozen=True, slots=True)
class _Seen:
    sid: str
    last_seen: float
    written_at: float


class Visitors:
    """The visits going on; safe to share between threads, the same on every worker of a machine."""

    def __init__(self, engine: Engine, clock: Clock, *, key: bytes | None = None) -> None:
        self._engine = engine
        self._clock = clock
        self._key = DayKey(clock().date(), key or secrets.token_bytes(32))
        self._seen: OrderedDict[str, _Seen] = OrderedDict()
        self._lock = threading.Lock()

    def identify(self, request: Request) -> Visitor:
        """Return who asks; never raises: without a database a visit lives in memory only."""
        now = self._clock()
        with self._lock:
            self._key = self._key.for_day(now.date())
            key = self._key
        vid = visitor_id(key, address=request.address, browser=request.browser, host=request.host)
        traffic = label_traffic(request)
        if request.signal is not None:
            return Visitor(None, None, traffic, request.signal, token_key=vid)
        return Visitor(self._sid(vid, now.timestamp()), vid, traffic, None, token_key=vid)

    def get_code(self, visitor: Visitor) -> str:
        """Return the visit's seven digits, reserving them at first need; unlinked visitors get new ones.

        Raises SQLAlchemyError when the database does not take it.
        """
        with self._engine.begin() as connection:
            if visitor.sid is not None:
                code = visits.find_code(connection, visitor.sid)
                if code is not None:
                    return code
            code = new_code(connection)
            if visitor.sid is not None:
                visits.set_code(connection, visitor.sid, code)
            return code

    def _sid(self, vid: str, now: float) -> str:
        with self._lock:
            seen = self._seen.get(vid)
            if seen is not None and not is_idle(last_seen=seen.last_seen, now=now):
                self._remember(vid, replace(seen, last_seen=now))
                if now - seen.written_at < _TOUCH_EVERY_S:
                    return seen.sid
            sid = self._write(vid, now, known=seen)
            self._remember(vid, _Seen(sid, now, now))
            return sid

    def _write(self, vid: str, now: float, *, known: _Seen | None) -> str:
        fresh = known.sid if known and not is_idle(last_seen=known.last_seen, now=now) else None
        try:
            with self._engine.begin() as connection:
                if fresh is not None:
                    visits.touch_visit(connection, fresh, last_seen_at=now)
                    return fresh
                visit = visits.find_visit(connection, vid, seen_after=now - IDLE_SECONDS)
                if visit is not None:
                    visits.touch_visit(connection, visit.sid, last_seen_at=now)
                    return visit.sid
                sid = secrets.token_hex(16)
                visits.add_visit(connection, visits.Visit(sid, vid, None, now, now))
                return sid
        except SQLAlchemyError as error:
            log.warning("a visit could not be written: %s", type(error).__name__)
            return fresh or secrets.token_hex(16)

    def _remember(self, vid: str, seen: _Seen) -> None:
        self._seen[vid] = seen
        self._seen.move_to_end(vid)
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)


def new_code(connection: Connection) -> str:
    """Return seven digits that no visit and no contact has."""
    for _ in range(_CODE_TRIES):
        code = make_case_number(secrets.randbelow(10**6))
        if visits.is_code_free(connection, code):
            return code
    raise RuntimeError("No free case number was found; delete old visits with `portal worker`.")


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
