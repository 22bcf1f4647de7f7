"""Files are what their contents say, and nothing else comes in with them."""

import struct
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.attachments import (
    MB,
    Attachment,
    FileRefused,
    Kind,
    Limits,
    Wrong,
    shown_name,
    take_file,
    take_files,
)
from tests.domain.making_files import GPS, ZIP, heic, hidden, jpeg, pdf, png, webp

MOST = 10 * MB
HTML = b"<!doctype html><script>alert(1)</script>"
GOOD = {
    "jpeg": (jpeg(), Kind.JPEG),
    "png": (png(), Kind.PNG),
    "webp": (webp(), Kind.WEBP),
    "heic": (heic(), Kind.HEIC),
    "pdf": (pdf(), Kind.PDF),
    "a pdf with packed parts": (pdf(hidden(b"1 0 << /Type /Font >>")), Kind.PDF),
    "text": ("Árvíztűrő, ёлка\r\nsecond line\t1 < 2".encode(), Kind.TEXT),
    "text of Windows": ("Привет".encode("utf-16"), Kind.TEXT),
}
HOSTILE = {
    "an archive": (ZIP, Wrong.KIND),
    "a program": (b"MZ\x90\x00" + bytes(100), Wrong.KIND),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', Wrong.KIND),
    "a page": (HTML, Wrong.KIND),
    "a page after words": (b"Hello\n\n  < SCRIPT src=//x>", Wrong.KIND),
    "a script": (b"#!/bin/sh\nrm -rf ~", Wrong.KIND),
    "a batch file": (b"@echo off\r\ndel *.*", Wrong.KIND),
    "a rich text": (b"{\\rtf1 hello}", Wrong.KIND),
    "a letter": (b"MIME-Version: 1.0\n\nhello", Wrong.KIND),
    "a gif": (b"GIF89a/*\x00*/=alert(1)//", Wrong.KIND),
    "an avif": (heic(brand=b"qt  ").replace(b"mif1heic", b"qt  qt  "), Wrong.DAMAGED),
    "a video": (struct.pack(">I", 16) + b"ftypisom" + bytes(4), Wrong.DAMAGED),
    "a heic with an archive after it": (heic(after=ZIP), Wrong.DAMAGED),
    "a cut picture": (jpeg()[:60], Wrong.DAMAGED),
    "a png of a billion dots": (png(size=(60_000, 60_000)), Wrong.DAMAGED),
    "a jpeg of a billion dots": (jpeg(size=(65_000, 65_000)), Wrong.DAMAGED),
    "a png with a wrong sum": (png().replace(b"alert", b"ALERT"), Wrong.DAMAGED),
    "a pdf that is locked": (pdf(b"/Encrypt 9 0 R"), Wrong.LOCKED),
    "a pdf with a script": (pdf(b"/OpenAction << /S /JavaScript /JS (x) >>"), Wrong.ACTS),
    "a pdf whose script is spelled in numbers": (pdf(b"/OpenAction << /S /#4Aava#53cript >>"), Wrong.ACTS),
    "a pdf that starts a program": (pdf(b"/A << /S /Launch >>"), Wrong.ACTS),
    "a pdf with files inside": (pdf(b"/Names << /EmbeddedFiles 5 0 R >>"), Wrong.ACTS),
    "a pdf that hides a script": (pdf(hidden(b"<< /S /JavaScript >>")), Wrong.ACTS),
    "a pdf packed in an odd way": (pdf(hidden(b"<< >>", is_packed=False)), Wrong.ACTS),
    "a pdf that unfolds": (pdf(hidden(b"x" * 9_000_000)), Wrong.ACTS),
    "a pdf and an archive": (pdf(after=b"").replace(b"%%EOF", ZIP + b"\n%%EOF"), Wrong.ACTS),
    "a pdf with something after it": (pdf(after=ZIP), Wrong.DAMAGED),
    "a page that says it is a pdf": (b"%PDF-1.4\n" + HTML + pdf()[9:], Wrong.ACTS),
    "nothing": (b"", Wrong.EMPTY),
    "too much": (b"a" * (MOST + 1), Wrong.LARGE),
}


@pytest.mark.parametrize(("body", "kind"), GOOD.values(), ids=GOOD)
def test_a_file_is_known_by_its_contents_whatever_it_is_called(body: bytes, kind: Kind) -> None:
    assert take_file("holiday.exe", body, most=MOST).kind is kind


@pytest.mark.parametrize(("body", "wrong"), HOSTILE.values(), ids=HOSTILE)
def test_what_could_harm_somebody_is_refused_with_its_reason(body: bytes, wrong: Wrong) -> None:
    with pytest.raises(FileRefused) as caught:
        take_file("invoice.pdf", body, most=MOST)
    assert caught.value.wrong is wrong


@pytest.mark.parametrize("make", [jpeg, png, webp], ids=["jpeg", "png", "webp"])
def test_a_photo_loses_where_it_was_taken_and_all_that_hides_in_it(make: object) -> None:
    cleaned = take_file("a", make(after=ZIP + HTML), most=MOST).body  # type: ignore[operator]
    assert GPS not in cleaned
    assert b"PK" not in cleaned
    assert b"script" not in cleaned
    assert take_file("a", cleaned, most=MOST).body == cleaned


def test_a_photo_stays_turned_as_the_camera_was_held() -> None:
    cleaned = take_file("a", jpeg(orientation=6), most=MOST).body
    assert b"Exif\x00\x00MM" in cleaned
    assert take_file("a", cleaned, most=MOST).body == cleaned
    assert b"Exif" not in take_file("a", jpeg(), most=MOST).body


def test_a_document_that_begins_a_million_parts_is_read_in_a_moment() -> None:
    began = time.perf_counter()
    with pytest.raises(FileRefused):
        take_file("a.pdf", b"%PDF-1.4\n" + b"stream\n" * 1_000_000, most=MOST)
    take_file("a.pdf", pdf(b"stream\n" * 1_000_000), most=MOST)
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\Users\\anna\\kép.HEIC", "kép.txt"),
        ("a\r\nContent-Type: text/html", "Content-Type_ text_html"),
        ("photo\u202egnp.exe", "photo_gnp.txt"),
        ("", "file.txt"),
        ("...", "file.txt"),
        ('x"; filename="evil.sh', "x_; filename=_evil.txt"),
    ],
)
def test_a_name_is_only_a_name(name: str, expected: str) -> None:
    found = take_file(name, b"hello", most=MOST).name
    assert "/" not in found
    assert "\n" not in found
    assert found.endswith(".txt")
    assert found.isprintable()
    if "Content" not in expected and ";" not in expected:
        assert found == expected


def test_count_and_sum_are_bounded() -> None:
    files = [("a.txt", b"x" * 600), ("b.txt", b"y" * 600)]
    assert len(take_files(files, Limits(2, 1000, 1200))) == 2
    for limits, wrong in (
        (Limits(1, 1000, 5000), Wrong.MANY),
        (Limits(2, 500, 5000), Wrong.LARGE),
        (Limits(2, 1000, 1199), Wrong.TOGETHER),
        (Limits(0, 1000, 1200), Wrong.MANY),
    ):
        with pytest.raises(FileRefused) as caught:
            take_files(files, limits)
        assert caught.value.wrong is wrong


@given(st.binary(max_size=400), st.sampled_from([body for body, _ in GOOD.values()]), st.integers(0, 300))
def test_whatever_bytes_come_they_are_taken_or_refused(noise: bytes, base: bytes, place: int) -> None:
    for body in (noise, base[:place] + noise + base[place:], base[: place + 8] + noise):
        try:
            found = take_file("x", body, most=MOST)
        except FileRefused:
            continue
        assert isinstance(found, Attachment)


def test_shown_names_have_no_signs_that_mislead() -> None:
    assert shown_name("<img src=x>.png") == "_img src_x_.png"
    assert len(shown_name("x" * 500)) == 80
    assert zlib.crc32(shown_name("ő").encode())
