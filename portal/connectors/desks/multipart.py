"""Write a file and some fields as a form with parts, as desks take files."""

import hashlib
from collections.abc import Mapping
from urllib.parse import quote

from portal.connectors.desks.desk import PassedFile


def multipart(
    file: PassedFile, *, field: str = "file", fields: Mapping[str, str] | None = None
) -> tuple[bytes, dict[str, str]]:
    """Return body and headers; the same file gives the same bytes."""
    boundary = f"portal-{hashlib.sha256(file.body).hexdigest()}"
    parts = [_part(boundary, name, value.encode(), "") for name, value in (fields or {}).items()]
    more = (
        f"; filename=\"{quote(file.name, safe=' .,-_()+&')}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    )
    parts.append(_part(boundary, field, file.body, more, kind=file.media_type))
    body = b"".join((*parts, f"--{boundary}--\r\n".encode()))
    return body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}


def _part(boundary: str, name: str, value: bytes, more: str, *, kind: str = "") -> bytes:
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n'
    if kind:
        head += f"Content-Type: {kind}\r\n"
    return head.encode() + b"\r\n" + value + b"\r\n"
