"""Draw a week as stacked bars in a small PNG, with the standard library: mail programs show no SVG."""

import struct
import zlib
from collections.abc import Sequence

from portal.services.reporting_outcomes import DayCounts

WIDTH, HEIGHT = 560, 180
_MARGIN = 12
_PAGE = (255, 255, 255)
_COLOURS = {
    "confirmed": (46, 64, 160),
    "implicit": (148, 158, 209),
    "unknown": (205, 205, 214),
    "escalated": (176, 84, 16),
}

Pixel = tuple[int, int, int]


def draw_week(days: Sequence[DayCounts]) -> bytes:
    """Return the days' needs by outcome as a PNG (ISO/IEC 15948), the tallest day filling the height."""
    rows = [[_PAGE] * WIDTH for _ in range(HEIGHT)]
    most = max((day.whole for day in days), default=0)
    step = (WIDTH - 2 * _MARGIN) // max(len(days), 1)
    for number, day in enumerate(days):
        left = _MARGIN + number * step + step // 8
        _draw_day(rows, day, most, left, left + step * 3 // 4)
    return _encode(rows)


def _draw_day(rows: list[list[Pixel]], day: DayCounts, most: int, left: int, right: int) -> None:
    bottom, seen = HEIGHT - _MARGIN, 0
    room = HEIGHT - 2 * _MARGIN
    for outcome, colour in _COLOURS.items():
        below = seen
        seen += getattr(day, outcome)
        if seen == below:
            continue
        # Rounded from the bottom up, so that the pieces of a bar meet.
        for y in range(bottom - round(seen * room / most), bottom - round(below * room / most)):
            rows[y][left:right] = [colour] * (right - left)


def _encode(rows: list[list[Pixel]]) -> bytes:
    raw = b"".join(b"\0" + bytes(value for pixel in row for value in pixel) for row in rows)
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(raw, 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
