"""Hand raw events out with the statements that make figures of them; for administrators."""

import tempfile
from collections.abc import Iterator
from typing import IO

from flask import Response, request

from portal.errors import Forbidden
from portal.services.event_export import read_statement, write_csv, write_json_lines, write_parquet
from portal.services.staff import Role
from portal.web.dashboard.filtering import read_filter
from portal.web.dashboard.guarding import get_doors, get_member

_CHUNK = 256 * 1024
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}


def events(form: str) -> Response:
    """Stream the events of the period that the address asks for."""
    if get_member().role is not Role.ADMINISTRATOR:
        raise Forbidden("Only an administrator may take raw events out.")
    doors = get_doors()
    period = read_filter(doors, request.args, now=doors.clock()).period
    if form == "parquet":
        # Its directory stands at the end, so it is written whole, to disk.
        file = tempfile.TemporaryFile()  # noqa: SIM115  closed when it is sent
        write_parquet(doors, period, file)
        body = _chunks(file)
    else:
        body = (write_csv if form == "csv" else write_json_lines)(doors, period)
    response = Response(body, content_type=_TYPES[form])
    days = f"{period.first_on.isoformat()}-{period.last_on.isoformat()}"
    response.headers["Content-Disposition"] = f'attachment; filename="events-{days}.{form}"'
    return response


def statement(name: str) -> Response:
    """Return a published statement."""
    response = Response(read_statement(name), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.sql"'
    return response


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk
