"""Ways to reach a person: hours, languages and what is promised."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, JsonValue

from portal.articles.chats import Chat, read_attribute, read_host, read_name, read_script
from portal.articles.front_matter import Day, Identifier, Line
from portal.articles.hours import Calendar, Hours, Span
from portal.articles.shop import Email, Phone, read_period
from portal.articles.sources import Checked
from portal.articles.windows import Windows
from portal.language import NBSP, Period, Words, format_time, format_weekday

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$")
ChannelKind = Literal["phone", "form", "email", "visit", "chat", "callback", "social"]
PAGED: tuple[ChannelKind, ...] = ("chat", "callback")
"""Kinds that have a page of their own, where the shop has the way."""
FILES_OF_WAYS = frozenset(f"{kind}.md" for kind in PAGED)
"""What texts name to link to them; where the shop has no such way, the link becomes plain words."""
SINGLE: tuple[ChannelKind, ...] = ("form", *PAGED)
"""Kinds that stand on a page by themselves, so that there can be one of each."""
_NEEDS: dict[ChannelKind, tuple[str, ...]] = {
    "phone": ("address",),
    "email": ("address",),
    "visit": ("address",),
    "chat": ("name", "script"),
    "social": ("name", "address"),
}
_ONLY: dict[str, ChannelKind] = {
    "script": "chat",
    "hosts": "chat",
    "inline_styles": "chat",
    "attributes": "chat",
    "settings": "chat",
    "window_minutes": "callback",
    "days_ahead": "callback",
    "notice_minutes": "callback",
}


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError("no such time zone; use a name such as Europe/Budapest") from None
    return value


def _period(value: object) -> object:
    if isinstance(value, Mapping):
        return read_period(value)
    return value


def _week(value: object) -> object:
    if not isinstance(value, Mapping):
        raise ValueError('write days and hours, such as `mon-thu: "9:00-18:00"`')
    week: dict[int, Span] = {}
    for days, hours in value.items():
        span = _span(str(hours))
        for day in _day_range(str(days)):
            if day in week:
                raise ValueError(f"`{_DAYS[day]}` has hours twice")
            week[day] = span
    return dict(sorted(week.items()))


def _day_range(text: str) -> range:
    first, _, last = text.partition("-")
    if first not in _DAYS or (last and last not in _DAYS):
        raise ValueError(f"`{text}` are no days; write {', '.join(_DAYS)} or two of them with a hyphen")
    start, end = _DAYS.index(first), _DAYS.index(last or first)
    if end < start:
        raise ValueError(f"`{text}` runs backwards")
    return range(start, end + 1)


def _span(text: str) -> Span:
    found = _SPAN.match(text)
    if not found:
        raise ValueError(f"`{text}` are no hours; write them in quotes as 9:00-18:00")
    opens_h, opens_m, closes_h, closes_m = (int(part) for part in found.groups())
    span = Span(time(opens_h, opens_m), time(closes_h, closes_m))
    if span.closes <= span.opens:
        raise ValueError(f"`{text}` ends before it begins")
    return span


def _each_host(value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(read_host(one) for one in value)


CheckedPeriod = Annotated[Period, BeforeValidator(_period)]
CheckedWeek = Annotated[dict[int, Span], BeforeValidator(_week)]


class ChannelEntry(Checked):
    """One way as channels.yml states it."""

    id: Identifier
    kind: ChannelKind
    address: Line | None = None
    hours: CheckedWeek
    languages: tuple[Identifier, ...]
    promise: CheckedPeriod | None = None
    promise_by_language: dict[str, CheckedPeriod] = Field(default_factory=dict)
    name: Line | None = None
    """What the service of others is called: a chat, a network."""
    script: Annotated[Line, AfterValidator(read_script)] | None = None
    hosts: Annotated[tuple[Line, ...], AfterValidator(_each_host)] = ()
    inline_styles: bool = False
    attributes: dict[Annotated[str, AfterValidator(read_attribute)], str] = Field(default_factory=dict)
    settings: dict[Annotated[str, AfterValidator(read_name)], JsonValue] = Field(default_factory=dict)
    window_minutes: Annotated[int, Field(ge=15, le=240)] = 60
    days_ahead: Annotated[int, Field(ge=1, le=14)] = 3
    notice_minutes: Annotated[int, Field(ge=0, le=1440)] = 30

    def mistakes(self) -> Iterator[tuple[str, str]]:
        """Yield each key that is wrong for this kind of way, with what is wrong."""
        for key in _NEEDS.get(self.kind, ()):
            if getattr(self, key) is None:
                yield key, f"`{self.id}` needs {'an' if key == 'address' else 'a'} `{key}`."
        for key, kind in _ONLY.items():
            if key in self.model_fields_set and self.kind != kind:
                yield key, f"`{self.id}`: only a way of kind `{kind}` has `{key}`."
        if self.kind == "social" and self.address and not self.address.startswith("https://"):
            yield "address", f"`{self.id}`: write the address of the page as https://."


class ChannelsFile(Checked):
    """All of channels.yml."""

    time_zone: Annotated[str, AfterValidator(_zone)]
    channels: tuple[ChannelEntry, ...]
    holidays: tuple[Day, ...] = ()
    working_saturdays: tuple[Day, ...] = ()

    def calendar(self) -> Calendar:
        """Return the days the shop works on."""
        return Calendar(ZoneInfo(self.time_zone), frozenset(self.holidays), frozenset(self.working_saturdays))


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to reach a person."""

    id: str
    kind: ChannelKind
    address: str
    """What to dial, write to, open or go to; empty for ways that have a page of ours."""
    hours: Hours
    languages: tuple[str, ...]
    promise: Period | None
    promise_by_language: Mapping[str, Period]
    name: str = ""
    chat: Chat | None = None
    windows: Windows | None = None
    """When call-backs may be asked for."""

    @property
    def href(self) -> str:
        """The link that calls or writes; empty where there is none."""
        if self.kind == "phone":
            return Phone(self.address).href
        if self.kind == "social":
            return self.address
        return Email(self.address).href if self.kind == "email" else ""

    def is_open(self, at: datetime) -> bool:
        """Tell whether somebody is there."""
        return self.hours.is_open(at)

    def closes_at(self, at: datetime) -> datetime | None:
        """Return when the present hours end, in the shop's time, or None when it is closed."""
        closes = self.hours.closes_at(at)
        return closes.astimezone(self.hours.calendar.zone) if closes else None

    def next_opening(self, at: datetime) -> datetime:
        """Return when it opens next, in the shop's time."""
        return self.hours.next_opening(at).astimezone(self.hours.calendar.zone)

    def promise_in(self, lang: str) -> Period | None:
        """Return what is promised to those who write in a language, or None."""
        return self.promise_by_language.get(lang, self.promise)

    def promised_by(self, at: datetime, lang: str) -> datetime | None:
        """Return by when an answer is promised, in the shop's time; None without a promise."""
        promise = self.promise_in(lang)
        if promise is None:
            return None
        return self.hours.add(promise, at).astimezone(self.hours.calendar.zone)


def make_channel(entry: ChannelEntry, calendar: Calendar) -> Channel:
    """Make a channel of its entry and the shop's calendar."""
    hours = Hours(calendar, entry.hours)
    return Channel(
        id=entry.id,
        kind=entry.kind,
        address=entry.address or "",
        hours=hours,
        languages=entry.languages,
        promise=entry.promise,
        promise_by_language=entry.promise_by_language,
        name=entry.name or "",
        chat=_chat(entry) if entry.script else None,
        windows=_windows(entry, hours) if entry.kind == "callback" else None,
    )


def _chat(entry: ChannelEntry) -> Chat:
    return Chat(entry.script or "", entry.hosts, entry.inline_styles, entry.attributes, entry.settings)


def _windows(entry: ChannelEntry, hours: Hours) -> Windows:
    return Windows(
        hours,
        length=timedelta(minutes=entry.window_minutes),
        days=entry.days_ahead,
        notice=timedelta(minutes=entry.notice_minutes),
    )


def format_hours(hours: Hours, lang: str, *, words: Words) -> str:
    """Write opening hours with the time zone: Mon–Thu 9:00–18:00, Fri 9:00–16:00 (Budapest time)."""
    runs: list[tuple[int, int, Span]] = []
    for day, span in sorted(hours.week.items()):
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == span:
            runs[-1] = (runs[-1][0], day, span)
        else:
            runs.append((day, day, span))
    texts = [_run(first, last, span, lang) for first, last, span in runs]
    zone = words.get(lang, f"time_zone.{hours.calendar.zone.key}")
    return f"{', '.join(texts)} ({zone})"


def _run(first: int, last: int, span: Span, lang: str) -> str:
    days = format_weekday(first, lang, short=True)
    if last != first:
        days += f"–{format_weekday(last, lang, short=True)}"
    return f"{days}{NBSP}{format_time(span.opens, lang)}–{format_time(span.closes, lang)}"
