"""Take the shop's orders by day, which contacts are counted against: a table with a day and a number.

A table with one line for each order is taken, too: then a day's lines are its orders.
"""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from portal.errors import InvalidRequest
from portal.services.desk_tables import WrongLine, decode, find_separator, read_time
from portal.services.doors import Doors
from portal.store.database import writing
from portal.store.orders import keep_orders

FIELDS = ("day", "orders")
_NAMES = {
    "day": (
        "day",
        "date",
        "at",
        "created at",
        "created_at",
        "order date",
        "ordered at",
        "nap",
        "dátum",
        "дата",
    ),
    "orders": ("orders", "count", "n", "number of orders", "quantity", "rendelések", "заказы", "заказов"),
}
MOST_A_DAY = 10_000_000


@dataclass(frozen=True, slots=True)
class OrderTable:
    """What a file holds: orders by day, wrong lines, columns nobody read, and its encoding."""

    days: Mapping[date, int]
    wrong: tuple[WrongLine, ...]
    unknown_columns: tuple[str, ...]
    encoding: str


def read_orders(
    raw: bytes, *, zone: tzinfo, columns: Mapping[str, str] | None = None, encoding: str | None = None
) -> OrderTable:
    """Read a table of orders; raise InvalidRequest if it has no column for the day."""
    text, found = decode(raw, encoding)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=find_separator(text))
    header = [name.strip() for name in next(lines, [])]
    places = _places(header, columns or {})
    days: Counter[date] = Counter()
    wrong = []
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        try:
            day, number = _line(cells, places, zone)
        except (ValueError, IndexError) as error:
            wrong.append(WrongLine(lines.line_num, str(error)))
            continue
        days[day] += number
    unknown = tuple(name for place, name in enumerate(header) if place not in places.values() and name)
    return OrderTable(dict(sorted(days.items())), tuple(wrong), unknown, found)


def keep_table(doors: Doors, table: OrderTable) -> None:
    """Keep the orders of a table's days in place of what was known of them; raises NotStored."""
    with writing(doors.engine) as connection:
        keep_orders(connection, table.days, at=doors.clock().timestamp())


def _places(header: list[str], columns: Mapping[str, str]) -> dict[str, int]:
    lowered = [name.casefold() for name in header]
    places = {}
    for field in FIELDS:
        wanted = (columns[field].casefold(),) if field in columns else _NAMES[field]
        named = next((name for name in wanted if name in lowered), None)
        if named is not None:
            places[field] = lowered.index(named)
    if "day" not in places:
        raise InvalidRequest(
            f"No column for the day; name it, for example --column day='Order date'. "
            f"Columns: {', '.join(header) or 'none'}."
        )
    return places


def _line(cells: list[str], places: Mapping[str, int], zone: tzinfo) -> tuple[date, int]:
    if len(cells) <= max(places.values()):
        raise ValueError("the line is shorter than the header")
    day = read_time(cells[places["day"]].strip(), zone).astimezone(zone).date()
    if "orders" not in places:
        return day, 1
    written = cells[places["orders"]].strip()
    plain = written.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        raise ValueError(f"{written[:30]!r} is no number of orders") from None
    if not 0 <= number <= MOST_A_DAY or number != int(number):
        raise ValueError(f"{written[:30]!r} is no number of orders")
    return day, int(number)
