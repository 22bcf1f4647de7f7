"""Read the structure of pictures, and write down of them only the picture: no place, no remarks, no rest.

What is written anew cannot be anything else besides: a file that is a picture and an archive at once loses
the archive here. HEIC is only read, for its parts point at each other by their places.
"""

import re
import struct
import zlib

MOST_PIXELS = 120_000_000
"""More than any telephone takes; a small file that unfolds to more is meant to fill somebody's memory."""

_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_JPEG_KEPT = frozenset({0xE0, 0xE2, 0xEE, *range(0xC0, 0xD0), 0xDA, 0xDB, 0xDD})
_JPEG_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_JPEG_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_ORIENTATION = 0x0112
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"pHYs",
        b"sBIT",
        b"bKGD",
    }
)
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_WEBP_WITH_REMARKS = 0x08 | 0x04
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_HEIC_BOXES = frozenset(
    {b"ftyp", b"meta", b"mdat", b"free", b"skip", b"moov", b"idat", b"wide", b"uuid", b"mpvd"}
)


class NotWhole(Exception):
    """The bytes begin like a picture and are none."""


def clean_jpeg(body: bytes) -> bytes:
    """Return the picture with its colours and how it is turned, and nothing else; raise NotWhole."""
    if not body.startswith(b"\xff\xd8\xff"):
        raise NotWhole
    parts, place, turned, has_frame = [b"\xff\xd8"], 2, 1, False
    while True:
        marker, place = _jpeg_marker(body, place)
        if marker == 0xD9:
            break
        if marker in _JPEG_ALONE:
            continue
        segment = _jpeg_segment(body, place)
        place += len(segment)
        if segment[2:8] == b"Exif\x00\x00":
            turned = _orientation(segment[8:])
        has_frame = _is_frame(marker, segment) or has_frame
        if _is_kept(marker, segment):
            parts.append(bytes((0xFF, marker)) + segment)
        if marker == 0xDA:
            found = _JPEG_NEXT.search(body, place)
            if found is None:
                raise NotWhole
            parts.append(body[place : found.start()])
            place = found.start()
    if not has_frame:
        raise NotWhole
    parts.insert(1, _turned(turned))
    return b"".join((*parts, b"\xff\xd9"))


def _jpeg_segment(body: bytes, place: int) -> bytes:
    length = int.from_bytes(body[place : place + 2], "big")
    segment = body[place : place + length]
    if length < 2 or len(segment) < length:
        raise NotWhole
    return segment


def _is_frame(marker: int, segment: bytes) -> bool:
    """Tell whether a segment says how large the picture is; raise NotWhole if it is too large."""
    if marker not in _JPEG_FRAMES:
        return False
    _check_size(segment[3:7], ">HH")
    return True


def _is_kept(marker: int, segment: bytes) -> bool:
    is_colours = marker != 0xE2 or segment[2:].startswith(b"ICC_PROFILE\x00")
    return marker in _JPEG_KEPT and is_colours


def _jpeg_marker(body: bytes, place: int) -> tuple[int, int]:
    """Return the marker at a place, and where what follows it begins."""
    if body[place : place + 1] != b"\xff":
        raise NotWhole
    while body[place : place + 1] == b"\xff":
        place += 1
    if place >= len(body):
        raise NotWhole
    return body[place], place + 1


def _orientation(tiff: bytes) -> int:
    """Return how a camera was held, 1 to 8; 1 where nothing readable says it."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        if order is None:
            return 1
        first = struct.unpack_from(f"{order}I", tiff, 4)[0]
        for number in range(min(struct.unpack_from(f"{order}H", tiff, first)[0], 200)):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * number)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def _turned(orientation: int) -> bytes:
    """Return the one remark that stays: how the picture is to be turned."""
    if orientation == 1:
        return b""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(tiff) + 8) + b"Exif\x00\x00" + tiff


def clean_png(body: bytes) -> bytes:
    """Return the picture without remarks and without what follows it; raise NotWhole."""
    if not body.startswith(_PNG):
        raise NotWhole
    parts, place = [_PNG], len(_PNG)
    names: set[bytes] = set()
    while b"IEND" not in names:
        length = int.from_bytes(body[place : place + 4], "big")
        whole = body[place : place + 12 + length]
        name = whole[4:8]
        if len(whole) < 12 + length or zlib.crc32(whole[4:-4]) != int.from_bytes(whole[-4:], "big"):
            raise NotWhole
        if not names:
            if name != b"IHDR" or length != 13:
                raise NotWhole
            _check_size(whole[8:16], ">II")
        names.add(name)
        place += len(whole)
        if name in _PNG_KEPT:
            parts.append(whole)
    if b"IDAT" not in names:
        raise NotWhole
    return b"".join(parts)


def clean_webp(body: bytes) -> bytes:
    """Return the picture without place and remarks and without what follows it; raise NotWhole."""
    if body[:4] != b"RIFF" or body[8:12] != b"WEBP":
        raise NotWhole
    end = 8 + int.from_bytes(body[4:8], "little")
    if end > len(body):
        raise NotWhole
    parts, place = [], 12
    while place + 8 <= end:
        name, length = body[place : place + 4], int.from_bytes(body[place + 4 : place + 8], "little")
        whole = body[place : place + 8 + length]
        if len(whole) < 8 + length or place + len(whole) > end:
            raise NotWhole
        if name == b"VP8X" and length >= 1:
            whole = whole[:8] + bytes((whole[8] & ~_WEBP_WITH_REMARKS,)) + whole[9:]
        if name in _WEBP_KEPT:
            parts.append(whole + b"\x00" * (length % 2))
        place += 8 + length + length % 2
    if not parts or parts[0][:4] not in (b"VP8 ", b"VP8L", b"VP8X"):
        raise NotWhole
    inside = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(inside)) + inside


def check_heic(body: bytes) -> bytes:
    """Return the picture as it is, when its boxes fill the file to its end; raise NotWhole."""
    place = 0
    names: list[bytes] = []
    while place < len(body):
        length, name = int.from_bytes(body[place : place + 4], "big"), body[place + 4 : place + 8]
        if length == 1:
            length = int.from_bytes(body[place + 8 : place + 16], "big")
        elif length == 0:
            length = len(body) - place
        if length < 8 or place + length > len(body) or name not in _HEIC_BOXES:
            raise NotWhole
        if not names and (name != b"ftyp" or not _brands(body[8:length]) & _HEIC_BRANDS):
            raise NotWhole
        names.append(name)
        place += length
    if b"meta" not in names:
        raise NotWhole
    return body


def _brands(told: bytes) -> set[bytes]:
    """Return the major brand and those it is compatible with."""
    return {told[:4], *(told[place : place + 4] for place in range(8, len(told), 4))}


def _check_size(told: bytes, form: str) -> None:
    try:
        height, width = struct.unpack(form, told)
    except struct.error:
        raise NotWhole from None
    if height * width > MOST_PIXELS:
        raise NotWhole
