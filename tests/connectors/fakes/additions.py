"""How each vendor takes words for the team on a ticket that is there, and shows them again."""

from typing import Any

from tests.connectors.fakes.server import Ask, Fake, Reply


def hear(fake: Fake, ask: Ask) -> Reply | None:
    """Answer a request that adds words to a ticket or asks for those there are; None for any other."""
    if ask.method in ("POST", "PUT") and "json" in ask.headers.get("content-type", "json"):
        words = _words(ask)
        return _keep(fake, words) if words is not None else _read_notes(fake, ask)
    return _show(fake, ask) if ask.method == "GET" else None


def _words(ask: Ask) -> str | None:
    """Return the words that a request adds; each must be for the team alone."""
    told: Any = ask.json() if ask.body[:1] == b"{" else {}
    if ask.method == "PUT" and ask.path.startswith("/api/v2/tickets/"):
        comment = told["ticket"]["comment"]
        if "uploads" in comment:
            return None
        assert comment["public"] is False
        return str(comment["body"])
    if ask.path.endswith("/crm/objects/2026-09/notes"):
        note = told["properties"]
        return None if "hs_attachment_ids" in note else str(note["hs_note_body"])
    if ask.path.endswith("/notes"):
        assert told["private"] is True
        return str(told["body"])
    if ask.path.endswith("/sobjects/CaseComment"):
        assert told["IsPublished"] is False
        return str(told["CommentBody"])
    if ask.path.endswith("/comments"):
        assert told["isPublic"] is False
        return str(told["content"])
    if ask.path.endswith("/comment"):
        assert told["public"] is False
        return str(told["body"])
    return None


def _keep(fake: Fake, words: str) -> Reply:
    if fake.is_refusing:
        return Reply(400, {"message": "No words today."})
    fake.words.append(words)
    return Reply(201, {"id": f"w{len(fake.words)}", "success": True})


def _read_notes(fake: Fake, ask: Ask) -> Reply | None:
    if not ask.path.endswith("/notes/batch/read"):
        return None
    return Reply(200, {"results": [{"properties": {"hs_note_body": one}} for one in fake.words]})


def _show(fake: Fake, ask: Ask) -> Reply | None:
    if ask.path.endswith("/conversations"):
        return Reply(200, [{"body": one} for one in fake.words])
    if ask.path.startswith("/api/v2/tickets/") and ask.path.endswith("/comments"):
        return Reply(200, {"comments": [{"body": one} for one in fake.words]})
    if ask.path.endswith("/comments"):
        return Reply(200, {"data": [{"content": one} for one in fake.words]}) if fake.words else Reply(204)
    if ask.path.endswith("/query"):
        return Reply(200, {"records": [{"CommentBody": one} for one in fake.words]})
    if ask.path.endswith("/comment") and ask.query.get("internal") == "true":
        return Reply(200, {"values": [{"body": one} for one in fake.words]})
    if ask.query.get("associations") == "notes":
        notes = {"results": [{"id": str(place)} for place, _ in enumerate(fake.words, start=1)]}
        return Reply(200, {"id": "9001", "associations": {"notes": notes} if fake.words else {}})
    return None
