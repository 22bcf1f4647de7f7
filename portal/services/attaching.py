"""Keep the files of messages: beside the database, for the owner alone, under names that say nothing.

A file is written and on the disk before the transaction that names it; what no row names is swept away. So a
message never lacks a file it tells of, and no file stays that belongs to none.
"""

import os
import re
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import Connection

from portal.domain.attachments import MB, Attachment, FileRefused, Limits, Wrong, take_files
from portal.errors import FieldError, InvalidForm, NotStored
from portal.services.doors import Doors
from portal.store import attachments
from portal.store.database import reading

FIELD = "files"
ORPHAN_S = 3_600.0
"""No message takes so long: a file this old that no row names belongs to a transaction that never ended."""

_NAME = re.compile(r"[0-9a-f]{32}")
_GB = 1024 * MB


def limits_of(doors: Doors) -> Limits:
    """Return how much may be attached."""
    told = doors.settings
    return Limits(told.attachments, told.attachment_mb * MB, told.attachments_mb * MB)


def look_into(doors: Doors, given: Iterable[tuple[str, bytes]], *, lang: str) -> tuple[Attachment, ...]:
    """Return files as they may be kept; raise InvalidForm that says which one may not, and why."""
    limits = limits_of(doors)
    try:
        return take_files(given, limits)
    except FileRefused as error:
        raise InvalidForm((FieldError(FIELD, _explain(doors, error, lang)),)) from None


def _explain(doors: Doors, error: FileRefused, lang: str) -> str:
    told = doors.settings
    numbers: dict[Wrong, int] = {
        Wrong.LARGE: told.attachment_mb,
        Wrong.MANY: told.attachments,
        Wrong.TOGETHER: told.attachments_mb,
    }
    return doors.words.get(
        lang, f"form.files.{error.wrong}", name=error.name, most=numbers.get(error.wrong, 0)
    )


def explain_too_large(doors: Doors, lang: str) -> InvalidForm:
    """Return what is said when more was sent than is read at all."""
    text = doors.words.get(lang, "form.files.together", name="", most=doors.settings.attachments_mb)
    return InvalidForm((FieldError(FIELD, text),))


def keep_files(doors: Doors, files: Sequence[Attachment], *, lang: str) -> tuple[str, ...]:
    """Write files to the disk and return the names they stand under; raise NotStored.

    Raises InvalidForm when there is no room for files: then the message can be sent without them.
    """
    if not files:
        return ()
    with reading(doors.engine) as connection:
        held = attachments.bytes_in_all(connection)
    if held + sum(len(one.body) for one in files) > doors.settings.attachments_gb_in_all * _GB:
        raise InvalidForm((FieldError(FIELD, doors.words.get(lang, "form.files.room")),))
    names: list[str] = []
    try:
        for one in files:
            names.append(secrets.token_hex(16))
            _write(doors.settings.attachments_dir, names[-1], one.body)
    except OSError as error:
        drop_files(doors, names)
        raise NotStored(f"A file cannot be kept: {type(error).__name__}.") from error
    return tuple(names)


def _write(folder: Path, name: str, body: bytes) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def add_rows(
    connection: Connection,
    contact_id: str,
    files: Sequence[Attachment],
    names: Sequence[str],
    *,
    now: float,
    follow_up_id: str | None = None,
) -> None:
    """Name kept files as those of a message, or of an addition to it, within its transaction."""
    first = len(attachments.attachments_of(connection, contact_id)) if follow_up_id else 0
    for place, (one, name) in enumerate(zip(files, names, strict=True), start=first):
        attachments.add_attachment(
            connection,
            attachments.StoredFile(
                attachment_id=name,
                contact_id=contact_id,
                place=place,
                name=one.name,
                media_type=one.kind.value,
                bytes=len(one.body),
                digest=one.digest,
                created_at=now,
                follow_up_id=follow_up_id,
            ),
        )


def drop_files(doors: Doors, names: Iterable[str]) -> None:
    """Delete files that no row names."""
    for name in names:
        (doors.settings.attachments_dir / name).unlink(missing_ok=True)


def read_file(doors: Doors, stored: attachments.StoredFile) -> bytes | None:
    """Return what is in a file, or None if it is gone."""
    try:
        return (doors.settings.attachments_dir / stored.attachment_id).read_bytes()
    except FileNotFoundError:
        return None


def sweep(doors: Doors, *, least_s: float = ORPHAN_S) -> int:
    """Delete files that no row names and that are older than so many seconds; return how many went."""
    folder = doors.settings.attachments_dir
    if not folder.is_dir():
        return 0
    before = doors.clock().timestamp() - least_s
    old = [
        file.name
        for file in folder.iterdir()
        if _NAME.fullmatch(file.name) and file.stat().st_mtime <= before
    ]
    swept = 0
    for place in range(0, len(old), 500):
        part = old[place : place + 500]
        with reading(doors.engine) as connection:
            known = attachments.known_files(connection, part)
        gone = [name for name in part if name not in known]
        drop_files(doors, gone)
        swept += len(gone)
    return swept
