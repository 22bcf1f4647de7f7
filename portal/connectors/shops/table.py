"""Orders from a folder of CSV files or an SQLite file: for a shop without an interface, and for trying out.

Both hold the same tables: `orders`, and where there is something to tell `items`, `parcels`, `refunds`,
`returns`; each row names its order by `number`. What changes on the disk is read again.
"""

import csv
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from portal.connectors.desks.desk import Finding
from portal.connectors.desks.outcomes import NotReached
from portal.connectors.desks.reading import read_time
from portal.connectors.shops.reading import one_line, read_count, read_day, read_money
from portal.connectors.shops.shop import ShopOptions
from portal.domain.order_numbers import plain_order_number
from portal.domain.orders import (
    Details,
    Item,
    Order,
    OrderState,
    Parcel,
    Refund,
    Return,
    ReturnState,
    SecondField,
    is_safe_link,
    tracking_url,
)

NAME = "CSV or SQLite"
TABLES = ("orders", "items", "parcels", "refunds", "returns")
_MOST_BYTES = 200_000_000

Row = Mapping[str, str]
Tables = Mapping[str, Iterable[Row]]
ReadFile = Callable[[Path], Tables]


class Options(ShopOptions):
    """Where the tables are."""

    vendor: Literal["table"]
    path: Path


@dataclass(slots=True)
class Table:
    """The tables of a path; `read_file` reads an SQLite file, for SQL is not this room's business."""

    path: Path
    read_file: ReadFile
    prefix: str = ""
    seconds: tuple[SecondField, ...] = (SecondField.EMAIL,)
    pace_s: float = 0.25
    _orders: Mapping[str, tuple[Order, ...]] = field(default_factory=dict)
    _read_at: tuple[int, ...] = ()
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, number: str) -> tuple[Order, ...]:
        """Return the orders with this number."""
        return self._get().get(plain_order_number(number, prefix=self.prefix), ())

    def complete(self, order: Order) -> Order:
        """Return the order: all is known already."""
        return order

    def check(self) -> tuple[Finding, ...]:
        """Read everything once."""
        count = sum(len(found) for found in self._get().values())
        advice = "" if count else f"There is no order in {self.path}."
        return (Finding(f"{count} orders", is_well=count > 0, advice=advice),)

    def _get(self) -> Mapping[str, tuple[Order, ...]]:
        with self._lock:
            try:
                changed_at = _stamp(self.path)
                if changed_at != self._read_at:
                    tables = read_folder(self.path) if self.path.is_dir() else self.read_file(self.path)
                    self._orders = _index(tables, self.prefix)
                    self._read_at = changed_at
            except (OSError, ValueError, csv.Error) as error:
                raise NotReached(
                    f"The orders in {self.path} cannot be read ({type(error).__name__})."
                ) from None
            return self._orders


def read_folder(folder: Path) -> Tables:
    """Return the tables of a folder; one that is not there is empty, but for `orders`."""
    return {
        name: _read_csv(folder / f"{name}.csv")
        for name in TABLES
        if name == "orders" or (folder / f"{name}.csv").exists()
    }


def _read_csv(file: Path) -> list[Row]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [{key: value or "" for key, value in row.items() if key} for row in csv.DictReader(lines)]


def _stamp(path: Path) -> tuple[int, ...]:
    beside = path.with_name(f"{path.name}-wal")
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path, *([beside] if beside.exists() else [])]
    stats = [file.stat() for file in files]
    if sum(stat.st_size for stat in stats) > _MOST_BYTES:
        raise ValueError("too large to be read whole")
    return tuple(number for stat in stats for number in (stat.st_mtime_ns, stat.st_size))


def _index(tables: Tables, prefix: str) -> dict[str, tuple[Order, ...]]:
    def key(row: Row) -> str:
        return plain_order_number(row.get("number", ""), prefix=prefix)

    parts: dict[str, dict[str, list[Row]]] = {}
    for name in TABLES[1:]:
        by_number = parts.setdefault(name, {})
        for row in tables.get(name, ()):
            by_number.setdefault(key(row), []).append(row)
    orders: dict[str, tuple[Order, ...]] = {}
    for row in tables["orders"]:
        number = key(row)
        if number:
            own = {name: tuple(found.get(number, ())) for name, found in parts.items()}
            orders[number] = (*orders.get(number, ()), _order(row, own))
    return orders


def _order(row: Row, parts: Mapping[str, tuple[Row, ...]]) -> Order:
    refunds = ((read_money(one.get("amount"), one.get("currency")), one) for one in parts["refunds"])
    points = row.get("points", "")
    return Order(
        number=one_line(row["number"]),
        state=OrderState(row["state"]),
        seconds={by: row[by] for by in SecondField if row.get(by)},
        placed_at=read_time(row.get("placed_at")),
        parcels=tuple(map(_parcel, parts["parcels"])),
        refunds=tuple(Refund(money, read_day(one.get("made_on"))) for money, one in refunds if money),
        returns=tuple(map(_return, parts["returns"])),
        points=int(points) if points.isdecimal() else None,
        details=Details(
            items=tuple(
                Item(one_line(i.get("title")), read_count(i.get("quantity"))) for i in parts["items"]
            ),
            address=tuple(filter(None, (one_line(part) for part in row.get("address", "").split("|")))),
            total=read_money(row.get("total"), row.get("currency")),
            invoice_url=_safe(row.get("invoice_url", "")),
        ),
    )


def _parcel(row: Row) -> Parcel:
    carrier, number = one_line(row.get("carrier")), one_line(row.get("tracking_number"))
    return Parcel(
        carrier=carrier,
        number=number,
        url=tracking_url(row.get("tracking_url", ""), carrier=carrier, number=number),
        state=OrderState(row["state"]) if row.get("state") else None,
        expected_on=read_day(row.get("expected_on")),
        delivered_on=read_day(row.get("delivered_on")),
    )


def _return(row: Row) -> Return:
    state = ReturnState(row.get("state") or "open")
    return Return(one_line(row.get("return_number")), state, read_day(row.get("opened_on")))


def _safe(url: str) -> str:
    return url if is_safe_link(url) else ""
