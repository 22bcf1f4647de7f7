"""Hand staff the files of a message: to be saved, never to be shown within the dashboard's own pages."""

from urllib.parse import quote

from flask import Response, abort

from portal.services.attaching import read_file
from portal.store.attachments import find_attachment
from portal.store.database import reading
from portal.web.dashboard.guarding import get_doors, get_member


def contact_file(id_: str) -> Response:
    """Return a file that a customer attached; only for those who may see who wrote."""
    if not get_member().sees_people:
        abort(403)
    doors = get_doors()
    with reading(doors.engine) as connection:
        stored = find_attachment(connection, id_)
    body = read_file(doors, stored) if stored is not None else None
    if stored is None or body is None:
        abort(404)
    response = Response(body, content_type=stored.media_type)
    name = quote(stored.name, safe="")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
