"""Hand raw events out, with the statements that make figures of them, so that others can compute again.

Nothing of it leads to a person: keys, case numbers and tickets are replaced by hashes that are the same
within one export and in no other, and a wording stands in it only when enough visits asked it. Rows are read
and written a page at a time.
"""

import csv
import hashlib
import hmac
import io
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, get_type_hints

from portal.domain.events import Event
from portal.errors import NotFound
from portal.services.doors import Doors
from portal.services.reporting_export import safe_cell
from portal.services.reporting_parquet import import_pyarrow
from portal.services.reporting_periods import Period
from portal.store.comparison import statement as comparison
from portal.store.database import reading
from portal.store.event_rows import NAMES, common_wordings, pages_of_events
from portal.store.outcomes import statement as outcomes

FORMS = ("csv", "jsonl", "parquet")
STATEMENTS: dict[str, Callable[[], str]] = {
    "outcomes": lambda: outcomes().text,
    "comparison": lambda: comparison().text,
}
_HASHED = tuple(NAMES.index(name) for name in ("ckey", "ref_code", "ticket_id"))
_TEXT, _LOCALE = NAMES.index("q_redacted"), NAMES.index("locale")

Line = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Veil:
    """What hides who it was: a key of this export, and the wordings that may be told."""

    key: bytes
    common: frozenset[tuple[str, str]]

    def over(self, row: Line) -> Line:
        """Return a row as it may leave the house."""
        told = list(row)
        for place in _HASHED:
            if told[place] is not None:
                digest = hmac.new(self.key, str(told[place]).encode(), hashlib.sha256)
                told[place] = digest.hexdigest()[:32]
        if (told[_LOCALE], told[_TEXT]) not in self.common:
            told[_TEXT] = None
        return tuple(told)


def read_statement(name: str) -> str:
    """Return a published statement by its name; raise NotFound."""
    if name not in STATEMENTS:
        raise NotFound(f"There is no statement {name}; there are {', '.join(STATEMENTS)}.")
    return STATEMENTS[name]()


def write_csv(doors: Doors, period: Period) -> Iterator[bytes]:
    """Yield the events of a period as CSV with a header; no cell can become a formula."""
    yield "\ufeff".encode() + _csv([NAMES])
    for page in _pages(doors, period):
        yield _csv([tuple(safe_cell(cell) for cell in row) for row in page])  # type: ignore[arg-type]  # of the table


def write_json_lines(doors: Doors, period: Period) -> Iterator[bytes]:
    """Yield the events of a period as JSON, one a line, without the fields an event does not have."""
    for page in _pages(doors, period):
        lines = (
            json.dumps(
                {name: value for name, value in zip(NAMES, row, strict=True) if value is not None},
                ensure_ascii=False,
            )
            for row in page
        )
        yield "".join(f"{line}\n" for line in lines).encode()


def write_parquet(doors: Doors, period: Period, file: IO[bytes]) -> None:
    """Write the events of a period into a file as Parquet, a row group a page; raise ParquetMissing."""
    pa, pq = import_pyarrow()
    hints = get_type_hints(Event)
    kinds = {name: _kind(str(hints[name]), pa) for name in NAMES}
    schema = pa.schema(list(kinds.items()))
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for page in _pages(doors, period):
            columns = [
                pa.array([row[place] for row in page], type=kinds[name]) for place, name in enumerate(NAMES)
            ]
            writer.write_table(pa.table(columns, schema=schema))


def write_files(doors: Doors, period: Period, folder: Path, *, form: str) -> tuple[Path, ...]:
    """Write the events of a period and the statements into a folder and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"events-{period.first_on.isoformat()}-{period.last_on.isoformat()}.{form}"
    with target.open("wb") as file:
        if form == "parquet":
            write_parquet(doors, period, file)
        else:
            file.writelines((write_csv if form == "csv" else write_json_lines)(doors, period))
    files = [target]
    for name in STATEMENTS:
        files.append(folder / f"{name}.sql")
        files[-1].write_text(read_statement(name), encoding="utf-8")
    return tuple(files)


def _pages(doors: Doors, period: Period) -> Iterator[list[Line]]:
    least = doors.settings.query_min_sessions
    with reading(doors.engine) as connection:
        common = common_wordings(connection, since=period.since, until=period.until, least_visits=least)
        veil = _Veil(secrets.token_bytes(32), common)
        for page in pages_of_events(connection, since=period.since, until=period.until):
            yield [veil.over(tuple(row)) for row in page]


def _csv(rows: list[Line]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _kind(hint: str, pa: Any) -> Any:
    if "int" in hint:
        return pa.int64()
    return pa.float64() if "float" in hint else pa.string()
