"""Small files of every kind, made by hand, and what hostile people make of them."""

import struct
import zlib

ZIP = b"PK\x03\x04" + b"\x00" * 26 + b"PK\x05\x06" + b"\x00" * 18
GPS = b"48.2082N16.3738E"


def jpeg(
    *, orientation: int = 1, inside: bytes = b"", after: bytes = b"", size: tuple[int, int] = (8, 8)
) -> bytes:
    """Return a picture with a remark of where it was taken."""
    tiff = struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0) + GPS
    frame = struct.pack(">BHHB", 8, *size, 1) + b"\x01\x11\x00"
    scan = b"\x01\x01\x00\x00\x3f\x00"
    return b"".join(
        (
            b"\xff\xd8",
            segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            segment(0xE1, b"Exif\x00\x00" + tiff),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + GPS),
            segment(0xFE, b"remark " + inside),
            segment(0xDB, bytes(65)),
            segment(0xC0, frame),
            segment(0xC4, bytes(17)),
            segment(0xDA, scan),
            b"\x12\xff\x00\x34\xff\xd0\x56",
            b"\xff\xd9",
            after,
        )
    )


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(*, after: bytes = b"", size: tuple[int, int] = (1, 1)) -> bytes:
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0)),
            chunk(b"eXIf", b"MM\x00*" + GPS),
            chunk(b"tEXt", b"Comment\x00<script>alert(1)</script>"),
            chunk(b"IDAT", zlib.compress(b"\x00\x00")),
            chunk(b"IEND", b""),
            after,
        )
    )


def webp(*, after: bytes = b"") -> bytes:
    inside = b"WEBP" + b"".join(
        name + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)
        for name, body in ((b"VP8X", b"\x0c" + bytes(9)), (b"VP8 ", b"\x00" * 12), (b"EXIF", GPS + b"!"))
    )
    return b"RIFF" + struct.pack("<I", len(inside)) + inside + after


def heic(*, brand: bytes = b"heic", after: bytes = b"") -> bytes:
    boxes = ((b"ftyp", brand + bytes(4) + b"mif1heic"), (b"meta", bytes(12)), (b"mdat", b"x" * 20))
    return b"".join(struct.pack(">I", 8 + len(body)) + name + body for name, body in boxes) + after


def pdf(inside: bytes = b"", *, after: bytes = b"") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R "
        + inside
        + b" >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
        b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n" + after
    )


def hidden(text: bytes, *, is_packed: bool = True) -> bytes:
    """Return a part of a PDF that holds objects, packed."""
    packed = zlib.compress(text) if is_packed else text
    how = b"/Filter /FlateDecode " if is_packed else b"/Filter /LZWDecode "
    return b"\n3 0 obj\n<< /Type /ObjStm " + how + b">>\nstream\n" + packed + b"\nendstream\nendobj\n"
