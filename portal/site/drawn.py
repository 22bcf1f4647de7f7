"""Know pictures for posts that were drawn from other colours, another sign or another name than the shop's.

Who draws one (benchmarks/share_pictures.py) writes into it what it was drawn from; a picture of the shop's
own says nothing of the kind, and nothing is said of it.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from portal.language import Words
from portal.site.brand import TOKENS, read_tokens
from portal.site.sharing import FOLDER

COLOURS: Final = ("brand", "brand-night", "brand-band", "warm", "warm-night")
_SIGN: Final = "partials/mark.html"
_KEYWORD: Final = b"Portal-Drawn-From"
_HEAD: Final = 33
"""Bytes of the signature and the first chunk of a PNG; what was noted stands right behind them."""


def find_outdated(theme: Path, words: Words, shop_name: str) -> tuple[str, ...]:
    """Return a sentence about each picture that was drawn from something else."""
    return tuple(_find(theme, words, shop_name))


def _find(theme: Path, words: Words, shop_name: str) -> Iterator[str]:
    for lang in words.languages:
        file = theme / FOLDER / f"share-{lang}.png"
        if not file.is_file():
            continue
        with file.open("rb") as opened:
            noted = read_note(opened.read(_HEAD + 256))
        if noted and noted != tell_source(theme, words, lang, shop_name):
            yield (
                f"{FOLDER}/{file.name} was drawn from other colours, another sign or another name than the "
                "shop has now, and posts of its pages show it. Draw it again with "
                "`python -m benchmarks.share_pictures`, put a picture of your own there, or remove it."
            )


def tell_source(theme: Path, words: Words, lang: str, shop_name: str) -> str:
    """Return a digest of all that a picture is drawn from."""
    tokens = read_tokens((theme / TOKENS).read_text(encoding="utf-8"))
    parts = [*(tokens[name] for name in COLOURS), shop_name]
    parts += [words.get(lang, "site.name"), words.get(lang, "home.title")]
    parts.append((theme / _SIGN).read_text(encoding="utf-8"))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def read_note(png: bytes) -> str:
    """Return what a picture was drawn from; empty if nobody noted it."""
    length, kind = struct.unpack(">I4s", png[_HEAD : _HEAD + 8]) if len(png) > _HEAD + 8 else (0, b"")
    keyword, _, text = png[_HEAD + 8 : _HEAD + 8 + length].partition(b"\0")
    return text.decode("latin-1") if kind == b"tEXt" and keyword == _KEYWORD else ""


def write_note(png: bytes, source: str) -> bytes:
    """Return the picture with a note of what it was drawn from.

    >>> read_note(write_note(b"\\x89PNG" + bytes(29) + b"the picture", "a1b2"))
    'a1b2'
    """
    content = b"tEXt" + _KEYWORD + b"\0" + source.encode("latin-1")
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    return png[:_HEAD] + chunk + png[_HEAD:]
