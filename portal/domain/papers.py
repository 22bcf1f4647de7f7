"""Read documents as far as must be known: a PDF without scripts, locks and files inside; a plain text."""

import re
import unicodedata
import zlib

MOST_UNPACKED = 8_000_000
"""Of the compressed parts that name things; a document that hides more there is not let in."""

_ACTING = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|Movie|Sound|Rendition)"
    rb"(?![A-Za-z0-9])"
)
_SHORT = re.compile(rb"/(JS|AA)(?![A-Za-z0-9])")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_END = re.compile(rb"%%EOF[\r\n\s\x00]*\Z")
_MOST_ESCAPED = 500_000
_ARCHIVE_END = b"PK\x05\x06"
_PAGE_SIGNS = (b"<html", b"<script", b"<!doctype", b"<svg", b"<?php")
_RUN = ("#!", "<", "@echo", "%!ps", "%pdf", "{\\rtf", "mime-version:", "content-type:", "begin:vcard")
_MARKUP = re.compile(
    r"<\s*(script|html|svg|iframe|object|embed|\?php|\?xml|!doctype|body|img|form)\b|javascript:",
    re.IGNORECASE,
)


class Locked(Exception):
    """The document wants a password."""


class Acts(Exception):
    """The document can do something: run a script, open a file, send a form; or it hides what it can do."""


class NotPaper(Exception):
    """The bytes are no document of this kind."""


def check_pdf(body: bytes) -> bytes:
    """Return the document as it is; raise NotPaper, Locked or Acts.

    Names may be written with signs as numbers, and may stand in compressed parts: both are undone before
    they are looked for. What cannot be looked into is refused.
    """
    if not re.match(rb"%PDF-[12]\.\d", body) or _END.search(body[-1100:]) is None:
        raise NotPaper
    if _ARCHIVE_END in body[-66_000:] or any(sign in body[:1024].lower() for sign in _PAGE_SIGNS):
        raise Acts
    if not re.search(rb"/Root(?![A-Za-z0-9])", body):
        raise NotPaper
    if body.count(b"#") > _MOST_ESCAPED:
        raise Acts
    plain = _named(body)
    if _LOCKED.search(plain):
        raise Locked
    streams = _streams(body)
    ends = [0, *(end for _, end in streams)]
    begins = [*(begin for begin, _ in streams), len(body)]
    outside = _named(b" ".join(body[end:begin] for end, begin in zip(ends, begins, strict=True)))
    if _ACTING.search(plain) or _SHORT.search(outside):
        raise Acts
    for text in _hidden(body, streams):
        if _ACTING.search(text) or _SHORT.search(text):
            raise Acts
    return body


def _named(text: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), text)


def _streams(body: bytes) -> list[tuple[int, int]]:
    """Return where each part of packed bytes begins and ends, in one pass."""
    found: list[tuple[int, int]] = []
    begin = _STREAM.search(body)
    while begin is not None:
        end = body.find(b"endstream", begin.end())
        if end < 0:
            break
        found.append((begin.end(), end))
        begin = _STREAM.search(body, end)
    return found


def _hidden(body: bytes, streams: list[tuple[int, int]]) -> list[bytes]:
    """Return the packed parts that hold named things; raise Acts for one that cannot be unpacked."""
    found, left = [], MOST_UNPACKED
    for begin, end in streams:
        head = _named(body[max(0, begin - 600) : begin]).rpartition(b" obj")[2]
        if b"/ObjStm" not in head:
            continue
        packed = body[begin:end]
        if b"/Filter" in head:
            packed = _unpacked(packed, head, most=left)
        left -= len(packed)
        if left < 0:
            raise Acts
        found.append(_named(packed))
    return found


def _unpacked(packed: bytes, head: bytes, *, most: int) -> bytes:
    if b"/Fl" not in head:
        raise Acts
    try:
        return zlib.decompressobj().decompress(packed, most + 1)
    except zlib.error:
        raise Acts from None


def check_text(body: bytes) -> bytes:
    """Return a plain text in UTF-8 without its mark; raise NotPaper for what somebody could run or open."""
    try:
        if body.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = body.decode("utf-16")
        else:
            text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotPaper from None
    if not text.strip() or any(
        unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f" for sign in text
    ):
        raise NotPaper
    if text.lstrip().lower().startswith(_RUN) or _MARKUP.search(text):
        raise NotPaper
    return text.encode("utf-8")
