"""Read tables of contacts as help desks export them: odd encodings, separators, names of columns, dates."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from portal.errors import InvalidRequest
from portal.services.importing import DeskContact

FIELDS = (
    *("external_id", "at", "channel", "tags", "email", "account", "case_number", "lang"),
    *("answered_at", "wait_s", "handle_s", "cost_centre", "mark"),
)
_NAMES = {
    "external_id": ("external_id", "id", "ticket id", "ticket_id", "ticket", "number"),
    "at": ("at", "created at", "created_at", "created", "date", "requested at"),
    "channel": ("channel", "via", "source"),
    "tags": ("tags", "tag", "topic", "subject", "category", "type"),
    "email": ("email", "e-mail", "requester email", "customer email", "from"),
    "account": ("account", "account id", "customer id", "customer_id"),
    "case_number": ("case_number", "case number", "case", "reference", "code"),
    "lang": ("lang", "language", "locale"),
    "answered_at": ("answered_at", "answered at", "first reply at", "first response at", "first_reply_at"),
    "wait_s": ("wait_s", "wait", "wait seconds", "waiting time", "time to answer", "queue time"),
    "handle_s": ("handle_s", "handle time", "handling time", "handle_time", "aht", "talk time"),
    "cost_centre": ("cost_centre", "cost centre", "cost center", "group", "team"),
    "mark": ("mark", "spam"),
}
_CHANNELS = {
    "call": "phone",
    "voice": "phone",
    "telephone": "phone",
    "telefon": "phone",
    "телефон": "phone",
    "mail": "email",
    "e-mail": "email",
    "почта": "email",
    "messaging": "chat",
    "чат": "chat",
    "facebook": "social",
    "instagram": "social",
    "web": "form",
}
_MARKS = {"true": "spam", "yes": "spam", "1": "spam", "false": "", "no": "", "0": ""}
"""As a column named spam says it."""
_DATES = (
    *("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d"),
    *("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y"),
    *("%Y.%m.%d. %H:%M:%S", "%Y.%m.%d. %H:%M", "%Y.%m.%d.", "%Y. %m. %d. %H:%M:%S", "%Y. %m. %d. %H:%M"),
)
_EXCEL_BEGINS = datetime(1899, 12, 30)  # noqa: DTZ001  a wall clock without a zone, as in the table
_FALLBACK = "cp1250"
_MOST_FIELD = 1_000_000
_MOST_CENTRE = 100


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A line that is no contact, by its number in the file, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: contacts with the lines they stand in, wrong lines, columns nobody knows."""

    contacts: tuple[tuple[int, DeskContact], ...]
    wrong: tuple[WrongLine, ...]
    unknown_columns: tuple[str, ...]
    encoding: str


def read_table(
    raw: bytes, *, zone: tzinfo, columns: Mapping[str, str] | None = None, encoding: str | None = None
) -> Table:
    """Read a table; raise InvalidRequest if it has no usable header. Times without a zone are of `zone`.

    `columns` says for a field how its column is called: `{"at": "Erstellt am"}`.
    """
    text, found = decode(raw, encoding)
    csv.field_size_limit(_MOST_FIELD)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=find_separator(text))
    header = [name.strip() for name in next(lines, [])]
    places = _places(header, columns or {})
    contacts, wrong = [], []
    try:
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            try:
                contacts.append((lines.line_num, _contact(cells, places, zone)))
            except ValueError as error:
                wrong.append(WrongLine(lines.line_num, str(error)))
    except csv.Error as error:
        wrong.append(WrongLine(lines.line_num, f"no table from here on: {error}"))
    known = set(places.values())
    unknown = tuple(name for number, name in enumerate(header) if number not in known and name)
    return Table(tuple(contacts), tuple(wrong), unknown, found)


def read_time(text: str, zone: tzinfo) -> datetime:
    """Read a time as tables write it; raise ValueError for none, and for 03/04/2026, which may be either.

    >>> read_time("21.11.2026 14:05", UTC).isoformat()
    '2026-11-21T14:05:00+00:00'
    """
    plain = " ".join(text.split())
    number = _number(plain)
    if number is not None:
        return _from_number(number, zone)
    try:
        return _in_zone(datetime.fromisoformat(plain), zone)
    except ValueError:
        pass
    for form in _DATES:
        try:
            return datetime.strptime(plain, form).replace(tzinfo=zone)
        except ValueError:
            continue
    raise ValueError(f"{text[:30]!r} is no time; write 2026-11-21 14:05")


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _from_number(number: float, zone: tzinfo) -> datetime:
    """Read seconds or milliseconds since 1970, or a spreadsheet's days since 1900."""
    if 20_000 <= number <= 80_000:
        return (_EXCEL_BEGINS + timedelta(seconds=round(number * 86_400))).replace(tzinfo=zone)
    if 1e9 <= number < 1e11:
        return datetime.fromtimestamp(number, tz=UTC)
    if 1e12 <= number < 1e14:
        return datetime.fromtimestamp(number / 1000, tz=UTC)
    raise ValueError(f"{number:g} is no time")


def _in_zone(at: datetime, zone: tzinfo) -> datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=zone)


def decode(raw: bytes, encoding: str | None) -> tuple[str, str]:
    """Return a file's text and the encoding it was read as; raise InvalidRequest if it is none of those."""
    has_mark = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    tried = (encoding,) if encoding else ("utf-16",) if has_mark else ("utf-8-sig", _FALLBACK)
    for name in tried:
        try:
            return raw.decode(name), name
        except UnicodeDecodeError:
            continue
        except LookupError:
            raise InvalidRequest(f"There is no encoding {name}; try utf-8, cp1250 or cp1251.") from None
    raise InvalidRequest(f"The file is not {' or '.join(tried)}; say which with --encoding.")


def find_separator(text: str) -> str:
    """Return the sign that parts most columns of the header."""
    header = text.partition("\n")[0]
    return max((",", ";", "\t", "|"), key=header.count)


def _places(header: list[str], columns: Mapping[str, str]) -> dict[str, int]:
    lowered = [name.casefold() for name in header]
    places = {}
    for field, column in columns.items():
        if field not in FIELDS or column.casefold() not in lowered:
            raise InvalidRequest(
                f"{field}={column}: fields are {', '.join(FIELDS)}; columns are {', '.join(header)}."
            )
        places[field] = lowered.index(column.casefold())
    for field in FIELDS:
        named = next((name for name in _NAMES[field] if name in lowered), None)
        if field not in places and named is not None:
            places[field] = lowered.index(named)
    missing = [field for field in ("external_id", "at") if field not in places]
    if missing:
        raise InvalidRequest(
            f"No column for {' and '.join(missing)}; name it, for example --column at='Created at'. "
            f"Columns: {', '.join(header) or 'none'}."
        )
    return places


def _contact(cells: list[str], places: Mapping[str, int], zone: tzinfo) -> DeskContact:
    def cell(field: str) -> str:
        place = places.get(field)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    at = read_time(cell("at"), zone)
    channel = cell("channel").casefold()
    tags = (tag.strip() for tag in cell("tags").replace(";", ",").split(","))
    return DeskContact(
        external_id=cell("external_id"),
        at=at,
        channel=_CHANNELS.get(channel, channel),
        tags=tuple(tag for tag in tags if tag),
        email=cell("email") if "@" in cell("email") else "",
        account=cell("account"),
        case_number=cell("case_number"),
        lang=cell("lang").casefold()[:2],
        wait_s=_wait(at, cell("answered_at"), cell("wait_s"), zone),
        handle_s=_seconds(cell("handle_s")),
        cost_centre=cell("cost_centre")[:_MOST_CENTRE],
        mark=_MARKS.get(cell("mark").casefold(), cell("mark").casefold()),
    )


def _wait(at: datetime, answered: str, wait: str, zone: tzinfo) -> float | None:
    """Return the seconds until the first answer, told as a time or as seconds; None if neither is told."""
    if not answered:
        return _seconds(wait)
    seconds = (read_time(answered, zone) - at).total_seconds()
    if seconds < 0:
        raise ValueError("answered before it came in")
    return seconds


def _seconds(text: str) -> float | None:
    """Read a number of seconds, or hours, minutes and seconds with colons; None for an empty cell."""
    if not text:
        return None
    parts = [_number(part) for part in text.split(":")]
    if len(parts) > 3 or any(part is None or part < 0 for part in parts):
        raise ValueError(f"{text[:30]!r} are no seconds; write 95 or 1:35")
    seconds = 0.0
    for part in parts:
        seconds = seconds * 60 + (part or 0.0)
    return seconds
