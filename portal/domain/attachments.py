"""What a customer may attach: known by its contents, never by its name or by what the browser calls it."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from portal.domain.papers import Acts, Locked, NotPaper, check_pdf, check_text
from portal.domain.pictures import NotWhole, check_heic, clean_jpeg, clean_png, clean_webp

MOST_NAME = 80
MB = 1024 * 1024


class Kind(StrEnum):
    """The kinds of files that are taken; the value is the media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    PDF = "application/pdf"
    TEXT = "text/plain"


ENDINGS = {
    Kind.JPEG: "jpg",
    Kind.PNG: "png",
    Kind.WEBP: "webp",
    Kind.HEIC: "heic",
    Kind.PDF: "pdf",
    Kind.TEXT: "txt",
}
ACCEPT = ",".join((*(kind.value for kind in Kind), ".heic", ".heif", ".pdf", ".txt"))
"""What the page's file chooser offers first; it decides nothing."""


class Wrong(StrEnum):
    """Why a file is not taken."""

    KIND = "kind"
    EMPTY = "empty"
    DAMAGED = "damaged"
    LOCKED = "locked"
    ACTS = "acts"
    LARGE = "large"
    MANY = "many"
    TOGETHER = "together"


class FileRefused(Exception):
    """A file is not taken; `name` is what the customer calls it, made safe."""

    def __init__(self, wrong: Wrong, name: str) -> None:
        super().__init__(f"{name}: {wrong}")
        self.wrong = wrong
        self.name = name


@dataclass(frozen=True, slots=True)
class Limits:
    """How many files, and how large each and all together may be, in bytes; `most` 0 takes none."""

    most: int
    each: int
    together: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that was looked into, as it will be kept; no repr of what is in it."""

    name: str
    kind: Kind
    body: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """What tells it from every other file."""
        return hashlib.sha256(self.body).hexdigest()


def take_files(given: Iterable[tuple[str, bytes]], limits: Limits) -> tuple[Attachment, ...]:
    """Return files as they may be kept; raise FileRefused for the first that may not."""
    taken: list[Attachment] = []
    for name, body in given:
        if len(taken) >= limits.most:
            raise FileRefused(Wrong.MANY, shown_name(name))
        taken.append(take_file(name, body, most=limits.each))
        if sum(len(one.body) for one in taken) > limits.together:
            raise FileRefused(Wrong.TOGETHER, shown_name(name))
    return tuple(taken)


def take_file(name: str, body: bytes, *, most: int) -> Attachment:
    """Return one file as it may be kept; raise FileRefused."""
    shown = shown_name(name)
    if not body:
        raise FileRefused(Wrong.EMPTY, shown)
    if len(body) > most:
        raise FileRefused(Wrong.LARGE, shown)
    kind = find_kind(body)
    if kind is None:
        raise FileRefused(Wrong.KIND, shown)
    try:
        cleaned = _READERS[kind](body)
    except Locked:
        raise FileRefused(Wrong.LOCKED, shown) from None
    except Acts:
        raise FileRefused(Wrong.ACTS, shown) from None
    except NotWhole:
        raise FileRefused(Wrong.DAMAGED, shown) from None
    except NotPaper:
        raise FileRefused(Wrong.DAMAGED if kind is Kind.PDF else Wrong.KIND, shown) from None
    return Attachment(safe_name(name, kind), kind, cleaned)


def find_kind(body: bytes) -> Kind | None:
    """Return what bytes begin like; what begins like nothing known may still be a text."""
    if body.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return Kind.WEBP
    if body[4:8] == b"ftyp":
        return Kind.HEIC
    if body.startswith(b"%PDF-"):
        return Kind.PDF
    return None if b"\x00" in body[:4096] and not body.startswith((b"\xff\xfe", b"\xfe\xff")) else Kind.TEXT


def safe_name(name: str, kind: Kind) -> str:
    """Return a name that is only a name, with the ending of what the file is.

    >>> safe_name("../../Számla (2).PDF.exe", Kind.PDF)
    'Számla (2).PDF.pdf'
    """
    stem = shown_name(name)
    head, dot, _ = stem.rpartition(".")
    stem = (head if dot and head else stem).strip(" .") or "file"
    return f"{stem[: MOST_NAME - 5]}.{ENDINGS[kind]}"


def shown_name(name: str) -> str:
    """Return what the customer calls a file, on one line, without folders and signs that mislead."""
    last = re.split(r"[/\\:]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(sign if sign.isalnum() or sign in " .,-_()'&+" else "_" for sign in last)
    return " ".join(plain.split())[:MOST_NAME].strip(" .") or "file"


_READERS: dict[Kind, Callable[[bytes], bytes]] = {
    Kind.JPEG: clean_jpeg,
    Kind.PNG: clean_png,
    Kind.WEBP: clean_webp,
    Kind.HEIC: check_heic,
    Kind.PDF: check_pdf,
    Kind.TEXT: check_text,
}
