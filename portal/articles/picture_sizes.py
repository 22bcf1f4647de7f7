"""Read how large a picture is from its first bytes: PNG, GIF, JPEG, WebP, AVIF and SVG."""

import re
from dataclasses import dataclass
from typing import Final

MOST_READ: Final = 256 * 1024
"""Before the size of a photo may stand a preview and where it was taken; nobody writes more there."""
VIDEOS: Final = (".mp4", ".webm")
CAPTIONS: Final = ".vtt"
POSTERS: Final = (".webp", ".jpg", ".jpeg", ".png", ".avif")
_SVG = re.compile(rb"<svg\b(?P<attributes>[^>]*)>", re.DOTALL)
_ATTRIBUTE = re.compile(rb"""(?P<name>[\w:-]+)\s*=\s*["'](?P<value>[^"']*)["']""")
_LENGTH = re.compile(rb"^\s*(?P<number>\d+(?:\.\d+)?)(?:px)?\s*$")
# Frames of a JPEG that tell its size; the others between 0xC0 and 0xCF hold tables.
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int


def read_size(head: bytes) -> Size | None:
    """Return the size of a picture that begins with `head`; None for what is none of these kinds."""
    for read in (_png, _gif, _webp, _jpeg, _avif, _svg):
        size = read(head)
        if size is not None:
            return size if size.width > 0 and size.height > 0 else None
    return None


def is_video(path: str) -> bool:
    """Tell whether a file is a video by its name."""
    return path.lower().endswith(VIDEOS)


def captions_of(path: str) -> str:
    """Return where the captions of a video stand: `open-box.vtt` beside `open-box.mp4`."""
    return f"{path.rpartition('.')[0]}{CAPTIONS}"


def posters_of(path: str) -> tuple[str, ...]:
    """Return where the still picture of a video may stand, the best kind first."""
    return tuple(f"{path.rpartition('.')[0]}{suffix}" for suffix in POSTERS)


def _png(head: bytes) -> Size | None:
    if not head.startswith(b"\x89PNG\r\n\x1a\n") or len(head) < 24:
        return None
    return Size(_big(head[16:20]), _big(head[20:24]))


def _gif(head: bytes) -> Size | None:
    if not head.startswith((b"GIF87a", b"GIF89a")) or len(head) < 10:
        return None
    return Size(_little(head[6:8]), _little(head[8:10]))


def _webp(head: bytes) -> Size | None:
    if not (head.startswith(b"RIFF") and head[8:12] == b"WEBP") or len(head) < 30:
        return None
    kind = head[12:16]
    if kind == b"VP8X":
        return Size(1 + _little(head[24:27]), 1 + _little(head[27:30]))
    if kind == b"VP8L":
        bits = _little(head[21:25])
        return Size(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    return Size(_little(head[26:28]) & 0x3FFF, _little(head[28:30]) & 0x3FFF)


def _jpeg(head: bytes) -> Size | None:
    if not head.startswith(b"\xff\xd8"):
        return None
    place, is_turned = 2, False
    while place + 9 <= len(head):
        if head[place] != 0xFF:
            return None
        marker = head[place + 1]
        if marker == 0xFF or marker in _ALONE:
            place += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAMES:
            height, width = _big(head[place + 5 : place + 7]), _big(head[place + 7 : place + 9])
            return Size(height, width) if is_turned else Size(width, height)
        length = _big(head[place + 2 : place + 4])
        if marker == 0xE1:
            is_turned = _is_turned(head[place + 4 : place + 2 + length])
        place += 2 + length
    return None


def _is_turned(exif: bytes) -> bool:
    """Tell whether a camera was held upright: browsers then show the picture turned by a quarter."""
    if not exif.startswith(b"Exif\0\0") or len(exif) < 14:
        return False
    tiff = exif[6:]
    read = _little if tiff.startswith(b"II") else _big
    first = read(tiff[4:8])
    for number in range(min(read(tiff[first : first + 2]), 100)):
        entry = tiff[first + 2 + 12 * number : first + 14 + 12 * number]
        if len(entry) == 12 and read(entry[:2]) == 0x0112:
            return read(entry[8:10]) in {5, 6, 7, 8}
    return False


def _avif(head: bytes) -> Size | None:
    if head[4:8] != b"ftyp" or b"avif" not in head[8:40]:
        return None
    place = head.find(b"ispe")
    if place < 0 or len(head) < place + 16:
        return None
    return Size(_big(head[place + 8 : place + 12]), _big(head[place + 12 : place + 16]))


def _svg(head: bytes) -> Size | None:
    found = _SVG.search(head)
    if found is None:
        return None
    told = {one["name"]: one["value"] for one in _ATTRIBUTE.finditer(found["attributes"])}
    width, height = _LENGTH.match(told.get(b"width", b"")), _LENGTH.match(told.get(b"height", b""))
    if width and height:
        return Size(round(float(width["number"])), round(float(height["number"])))
    box = told.get(b"viewBox", b"").replace(b",", b" ").split()
    numbers = [float(one) for one in box if re.fullmatch(rb"-?\d+(?:\.\d+)?", one)]
    return Size(round(numbers[2]), round(numbers[3])) if len(numbers) == 4 else None


def _big(part: bytes) -> int:
    return int.from_bytes(part, "big")


def _little(part: bytes) -> int:
    return int.from_bytes(part, "little")
