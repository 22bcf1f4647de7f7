"""Keep many rows in several files, of which only those with something new are written again.

read.kept             names the files of the rows; written last, so that a killed build leaves the old ones
read-1f0c….kept       one share of the rows, by name
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from secrets import token_hex
from typing import Any, Final
from zlib import crc32

from portal.site.kept import read_kept, write_kept

# Of thousands of rows a share is written in a few milliseconds, and opening more files would take as long.
_SHARES: Final = 16
_NOWHERE: Final = ("",) * _SHARES

Rows = Mapping[str, Any]


def read_shares(file: Path, names: Iterable[str]) -> dict[str, Any] | None:
    """Return the rows of some files beside a file, or None if one of them is not whole."""
    rows: dict[str, Any] = {}
    for name in names:
        share = read_kept(file.with_name(name))
        if share is None:
            return None
        rows.update(share)
    return rows


def write_shares(file: Path, rows: Rows, *, before: Rows, names: Sequence[str]) -> tuple[str, ...]:
    """Write rows into files beside a file and return their names; `names` are those of the rows before."""
    written = []
    for share, last, name in zip(_shares(rows), _shares(before), names or _NOWHERE, strict=True):
        # Rows that have not changed are the same objects, so comparing them takes no time.
        if name and share == last:
            written.append(name)
            continue
        written.append(f"{file.stem}-{token_hex(8)}{file.suffix}")
        write_kept(file.with_name(written[-1]), share)
    return tuple(written)


def drop_others(file: Path, names: Iterable[str]) -> None:
    """Delete the shares that are named no longer."""
    wanted = set(names)
    for share in file.parent.glob(f"{file.stem}-*{file.suffix}"):
        if share.name not in wanted:
            share.unlink(missing_ok=True)


def _shares(rows: Rows) -> list[dict[str, Any]]:
    shares: list[dict[str, Any]] = [{} for _ in range(_SHARES)]
    for name, row in rows.items():
        shares[crc32(name.encode("utf-8", "surrogateescape")) % _SHARES][name] = row
    return shares
