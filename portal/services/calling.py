"""Take a wish to be called back: a number, and a window of time in which somebody is there.

It is a message like any other: with a case number, a route, a ticket and a place among the requests.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from portal.articles import Channel
from portal.articles.windows import NoWindow, Window, Windows
from portal.domain.calls import Call
from portal.domain.phones import read_phone, region_of
from portal.errors import FieldError, InvalidForm
from portal.language import format_date, format_list, format_time, format_weekday
from portal.services.contacting import ContactForm, Sent, send_message
from portal.services.doors import Doors
from portal.services.visitors import Visitor
from portal.store.calls import find_call
from portal.store.database import reading


@dataclass(frozen=True, slots=True)
class Day:
    """The windows of one day, in the reader's language."""

    title: str
    windows: tuple[tuple[str, str], ...]
    """Each with its key."""


def find_way(doors: Doors) -> Channel | None:
    """Return the way by which calls are asked for, or None where the shop calls nobody back."""
    return doors.shop.way("callback")


def tell_languages(doors: Doors, lang: str) -> str:
    """Say which languages those who call speak, which may not be the page's; empty where nobody calls."""
    way, say = find_way(doors), doors.words.get
    if way is None:
        return ""
    spoken = format_list([say(lang, f"language.spoken.{code}") for code in way.languages], lang)
    return say(lang, "callback.languages", languages=spoken)


def tell_zone(doors: Doors, lang: str) -> str:
    """Say whose time the windows are in."""
    text = doors.words.get(lang, f"time_zone.{doors.shop.calendar.zone.key}")
    return text[:1].upper() + text[1:]


def list_days(doors: Doors, windows: Windows, lang: str) -> tuple[Day, ...]:
    """Return all windows that can be chosen now, by day."""
    days: dict[str, list[tuple[str, str]]] = {}
    for window in windows.after(doors.clock()):
        title = f"{format_weekday(window.begins.weekday(), lang)}, {format_date(window.begins.date(), lang)}"
        # A closed list shows the choice without the day that stands over it.
        day = format_weekday(window.begins.weekday(), lang, short=True)
        shown = f"{day} {_hours(window.begins, window.ends, lang)}"
        days.setdefault(title, []).append((window.key, shown))
    return tuple(Day(title, tuple(found)) for title, found in days.items())


def ask_for_call(
    doors: Doors, visitor: Visitor, form: ContactForm, *, windows: Windows, phone: str, key: str
) -> Sent:
    """Keep the wish as a message; raises InvalidForm for a wrong number or window, else as messages do."""
    number = read_phone(phone, region=_region(doors))
    window = windows.find(key, doors.clock())
    errors = []
    if not number:
        errors.append(FieldError("phone", doors.words.get(form.lang, "callback.phone.bad")))
    if not isinstance(window, Window):
        errors.append(FieldError("window", _refuse(doors, window, form.lang)))
    if errors or not isinstance(window, Window):
        raise InvalidForm(tuple(errors))
    call = Call(number, window.begins.timestamp(), window.ends.timestamp())
    message = form.message.strip() or doors.words.get(form.lang, "callback.words")
    return send_message(doors, visitor, replace(form, message=message, call=call))


def tell_call(doors: Doors, contact_id: str, lang: str) -> str:
    """Say whom somebody will call and when, for a message that asks for it; else the empty text."""
    with reading(doors.engine) as connection:
        call = find_call(connection, contact_id)
    return describe_call(doors, call, lang) if call is not None else ""


def describe_call(doors: Doors, call: Call, lang: str) -> str:
    """Say whom somebody will call and when."""
    zone = doors.shop.calendar.zone
    begins, ends = (
        datetime.fromtimestamp(one, tz=UTC).astimezone(zone) for one in (call.begins_at, call.ends_at)
    )
    return doors.words.get(
        lang,
        "callback.when",
        phone=call.phone,
        weekday=format_weekday(begins.weekday(), lang),
        date=format_date(begins.date(), lang),
        hours=_hours(begins, ends, lang),
        zone=doors.words.get(lang, f"time_zone.{zone.key}"),
    )


def _refuse(doors: Doors, why: NoWindow, lang: str) -> str:
    return doors.words.get(lang, f"callback.window.{why}")


def _hours(begins: datetime, ends: datetime, lang: str) -> str:
    return f"{format_time(begins.time(), lang)}–{format_time(ends.time(), lang)}"


def _region(doors: Doors) -> str:
    way = doors.shop.way("phone")
    return region_of(way.address if way else "")
