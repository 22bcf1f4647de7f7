"""How each vendor takes a file: in one step or two, as a form with parts, as bytes, or within JSON."""

import base64
import json
from email import message_from_bytes
from email.message import Message

from tests.connectors.fakes.server import Ask, Fake, Reply

_UPLOADS = ("/api/v2/uploads", "/files/2026-03/files", "/attachTemporaryFile")
_AT_ONCE = ("/notes", "/attachments")


def take(fake: Fake, ask: Ask) -> Reply | None:
    """Answer a request that brings a file; None for any other."""
    if ask.method not in ("POST", "PUT"):
        return None
    if ask.path.endswith("/sobjects/ContentVersion"):
        told = ask.json()
        return _keep(fake, told["Title"], base64.b64decode(told["VersionData"]))
    if ask.path.endswith(_UPLOADS):
        if not _is_whole(ask):
            return Reply(400, {"message": "Something is missing, or there is too much."})
        fake.uploads.append(_file(ask))
        number = f"up{len(fake.uploads)}"
        one = [{"temporaryAttachmentId": number, "fileName": fake.uploads[-1][0]}]
        return Reply(201, {"id": number, "upload": {"token": number}, "temporaryAttachments": one})
    if ask.path.endswith("/crm/objects/2026-09/notes"):
        return _named(fake, ask.json()["properties"]["hs_attachment_ids"])
    if ask.path.endswith("/attachment"):
        return _named(fake, ask.json()["temporaryAttachmentIds"][0])
    if ask.method == "PUT" and ask.path.startswith("/api/v2/tickets/"):
        comment = ask.json()["ticket"]["comment"]
        assert comment["public"] is False
        return _named(fake, comment["uploads"][0])
    if ask.path.endswith(_AT_ONCE):
        if ask.path.startswith("/api/v1/tickets/") and set(_parts(ask)) != {"file"}:
            return Reply(422, {"errorCode": "UNPROCESSABLE_ENTITY", "message": "Extra parameter"})
        return _keep(fake, *_file(ask))
    return None


def _is_whole(ask: Ask) -> bool:
    """Tell whether an upload has what the vendor's documents demand besides the file."""
    if "/servicedesk/" in ask.path:
        return ask.headers.get("x-atlassian-token") == "no-check" and "file" in _parts(ask)
    if ask.path.startswith("/files/"):
        parts = _parts(ask)
        access = json.loads(parts.get("options", "{}")).get("access")
        return access == "PRIVATE" and "file" in parts and ("folderId" in parts) != ("folderPath" in parts)
    return True


def _named(fake: Fake, number: str) -> Reply:
    return _keep(fake, *fake.uploads[int(number.removeprefix("up")) - 1])


def _keep(fake: Fake, name: str, body: bytes) -> Reply:
    if fake.is_refusing:
        return Reply(400, {"message": "No files today."})
    fake.files.append((name, body))
    return Reply(201, {"id": f"f{len(fake.files)}"})


def _file(ask: Ask) -> tuple[str, bytes]:
    if "filename" in ask.query:
        return ask.query["filename"], ask.body
    found = [one for one in _messages(ask) if one.get_filename()]
    body = found[0].get_payload(decode=True)
    assert isinstance(body, bytes)
    return str(found[0].get_filename()), body


def _messages(ask: Ask) -> list[Message]:
    head = f"Content-Type: {ask.headers['content-type']}\r\n\r\n".encode()
    parts = message_from_bytes(head + ask.body).get_payload()
    assert isinstance(parts, list)
    return [one for one in parts if isinstance(one, Message)]


def _parts(ask: Ask) -> dict[str, str]:
    """Return the parts of a form by their names."""
    return {
        str(one.get_param("name", header="content-disposition")): str(one.get_payload())
        for one in _messages(ask)
    }
