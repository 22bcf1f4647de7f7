"""Take the files of a posted form: more may come than in other posts, and only where files are taken."""

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from portal.domain.attachments import MB, Attachment
from portal.services.attaching import FIELD, explain_too_large, limits_of, look_into
from portal.web.visiting import get_doors, get_visitor

WITH_FILES = "multipart/form-data"
_MOST_PARTS = 100


def let_files_in() -> None:
    """Allow a larger body for this request; raise InvalidForm for one that nobody would read to its end.

    What is a little too large is read, so that the form comes back with all that was typed.
    """
    if request.mimetype != WITH_FILES:
        return
    limits = limits_of(get_doors())
    request.max_content_length = 2 * limits.together + MB
    request.max_form_parts = _MOST_PARTS


def read_form_with_files(lang: str) -> None:
    """Read the posted form; raise InvalidForm when it is much too large to be read."""
    try:
        _ = request.form
    except RequestEntityTooLarge:
        if request.mimetype != WITH_FILES:
            raise
        raise explain_too_large(get_doors(), lang) from None


def take_attachments(lang: str) -> tuple[Attachment, ...]:
    """Return the files of the posted form, looked into; raise InvalidForm, and TooMany for a flood."""
    if request.mimetype != WITH_FILES:
        return ()
    doors = get_doors()
    given = [one for one in request.files.getlist(FIELD) if one.filename]
    if not given:
        return ()
    doors.budgets.writes.spend(get_visitor().network, now=doors.clock().timestamp())
    most = limits_of(doors).each + 1
    try:
        return look_into(doors, ((one.filename or "", one.stream.read(most)) for one in given), lang=lang)
    finally:
        for one in given:
            one.close()
