"""Meet a visitor: a token for her forms, her code, and which ways to a person are open now."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from portal.articles import Channel
from portal.language import format_date, format_time, format_weekday
from portal.services.doors import Doors
from portal.services.letters import reply_by_text
from portal.services.tokens import check_token, make_token
from portal.services.visitors import Visitor

_DAYS_KNOWN_BY_NAME = 6


@dataclass(frozen=True, slots=True)
class ChannelNow:
    """A way to reach a person and what is true of it now, in the reader's language."""

    id: str
    kind: str
    is_open: bool
    lasts_s: int
    """After so many seconds it is otherwise: it closes, or it opens."""
    text: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a page needs before it can send anything; `code` is None where none could be reserved."""

    token: str
    code: str | None
    channels: tuple[ChannelNow, ...]


def meet(doors: Doors, visitor: Visitor, *, lang: str) -> Meeting:
    """Return what a page needs to vote and to write; raises TooMany."""
    doors.budgets.reads.spend(visitor.network, now=doors.clock().timestamp())
    return Meeting(
        token=give_token(doors, visitor),
        code=doors.visitors.find_code(visitor),
        channels=tuple(_now(doors, channel, lang) for channel in doors.shop.channels.values()),
    )


def give_token(doors: Doors, visitor: Visitor) -> str:
    """Return a token for a form that this visitor is shown."""
    return make_token(doors.secret, visitor.token_key, now=doors.clock().timestamp())


def require_token(doors: Doors, visitor: Visitor, token: str) -> None:
    """Raise Forbidden unless the form was shown to this visitor, not too long ago."""
    check_token(doors.secret, visitor.token_key, token, now=doors.clock().timestamp())


def _now(doors: Doors, channel: Channel, lang: str) -> ChannelNow:
    now = doors.clock()
    closes = channel.closes_at(now)
    lasts_s = ceil(((closes or channel.next_opening(now)) - now).total_seconds())
    text = _text(doors, channel, closes, lang)
    return ChannelNow(channel.id, channel.kind, closes is not None, lasts_s, text)


def _text(doors: Doors, channel: Channel, closes: datetime | None, lang: str) -> str:
    """Say until when somebody is there; of what is always open, by when it is answered."""
    say, now = doors.words.get, doors.clock()
    if channel.windows is not None:
        first = channel.windows.after(now)[0].begins
        return say(lang, "callback.next", when=_when(first, now, lang))
    promised = channel.promised_by(now, lang) if channel.kind in {"form", "email", "social"} else None
    if promised is not None:
        return say(lang, "contact.answer", time=reply_by_text(doors, promised.timestamp(), lang))
    if closes is not None:
        return say(lang, "contact.open", time=format_time(closes, lang))
    return say(lang, "contact.closed", when=_when(channel.next_opening(now), now, lang))


def _when(opens: datetime, now: datetime, lang: str) -> str:
    days = (opens.date() - now.astimezone(opens.tzinfo).date()).days
    at = format_time(opens, lang)
    if days == 0:
        return at
    day = format_weekday(opens.weekday(), lang, short=True)
    return f"{day} {at}" if days <= _DAYS_KNOWN_BY_NAME else f"{format_date(opens.date(), lang)}, {at}"
