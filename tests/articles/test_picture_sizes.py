"""The size of a picture is read from its first bytes."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.articles.picture_sizes import Size, read_size

EXIF_UPRIGHT = b"Exif\0\0II*\0" + struct.pack("<IHHHIHH", 8, 1, 0x0112, 3, 1, 6, 0)


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\0\0\0"


def jpeg(width: int, height: int, *, before: bytes = b"") -> bytes:
    frame = b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", height, width)
    part = b"\xff\xe1" + struct.pack(">H", 2 + len(before)) + before if before else b""
    return b"\xff\xd8" + part + b"\xff\xdb\x00\x04ab" + frame + b"\x03" * 12


def webp(kind: bytes, inside: bytes) -> bytes:
    return b"RIFF\0\0\0\0WEBP" + kind + b"\0\0\0\0" + inside


CASES = {
    "PNG": (png(640, 480), Size(640, 480)),
    "GIF": (b"GIF89a" + struct.pack("<HH", 31, 20), Size(31, 20)),
    "JPEG": (jpeg(1200, 800), Size(1200, 800)),
    "JPEG with a preview before": (jpeg(1200, 800, before=b"x" * 50_000), Size(1200, 800)),
    "JPEG of an upright camera": (jpeg(1200, 800, before=EXIF_UPRIGHT), Size(800, 1200)),
    "WebP, lossy": (webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 300, 200)), Size(300, 200)),
    "WebP, lossless": (
        webp(b"VP8L", b"\x2f" + struct.pack("<I", 299 | 199 << 14) + b"\0" * 8),
        Size(300, 200),
    ),
    "WebP, extended": (webp(b"VP8X", b"\0\0\0\0\x2b\x01\0\xc7\0\0"), Size(300, 200)),
    "AVIF": (b"\0\0\0\x1cftypavif" + b"\0" * 40 + b"ispe\0\0\0\0" + struct.pack(">II", 64, 48), Size(64, 48)),
    "SVG with a size": (b'<svg xmlns="x" width="120px" height="40">', Size(120, 40)),
    "SVG with a box": (b"<?xml?><svg viewBox='0 0 24.4 12'/>", Size(24, 12)),
    "SVG without": (b"<svg>", None),
    "PNG of no height": (png(640, 0), None),
    "PNG that ends early": (png(640, 480)[:20], None),
    "text": (b"picture", None),
    "nothing": (b"", None),
}


@pytest.mark.parametrize(("head", "size"), CASES.values(), ids=CASES)
def test_a_size_is_read(head: bytes, size: Size | None) -> None:
    assert read_size(head) == size


@given(st.sampled_from([head for head, _ in CASES.values()]), st.binary(max_size=64), st.integers(0, 80))
def test_no_bytes_are_a_mishap(head: bytes, more: bytes, place: int) -> None:
    size = read_size(head[:place] + more)
    assert size is None or (size.width > 0 and size.height > 0)
