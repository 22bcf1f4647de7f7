"""Find the files of the built site: pages by their folder, compressed ones for those who take them."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from werkzeug.security import safe_join

PAGE = "index.html"
_TYPES = MappingProxyType(
    {
        ".avif": "image/avif",
        ".css": "text/css; charset=utf-8",
        ".gif": "image/gif",
        ".gz": "application/gzip",
        ".html": "text/html; charset=utf-8",
        ".ico": "image/x-icon",
        ".jpeg": "image/jpeg",
        ".jpg": "image/jpeg",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".md": "text/markdown; charset=utf-8",
        ".mjs": "text/javascript; charset=utf-8",
        ".mp4": "video/mp4",
        ".pdf": "application/pdf",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".vtt": "text/vtt; charset=utf-8",
        ".webm": "video/webm",
        ".webmanifest": "application/manifest+json",
        ".webp": "image/webp",
        ".woff2": "font/woff2",
        ".xml": "application/xml; charset=utf-8",
    }
)


PACKED = MappingProxyType({"br": ".br", "gzip": ".gz"})
"""How compressed files end, by the name of the encoding; the smaller first."""


@dataclass(frozen=True, slots=True)
class SiteFile:
    """One file of the site; the tag changes with its contents and is the same on every machine."""

    path: Path
    content_type: str
    tag: str

    @property
    def is_page(self) -> bool:
        """Tell whether it is a page that people read."""
        return self.path.suffix == ".html"

    def packed(self) -> "dict[str, SiteFile]":
        """Return its compressed twins by encoding; none where the build made none."""
        twins = {
            encoding: SiteFile(
                self.path.with_name(f"{self.path.name}{suffix}"), self.content_type, f"{self.tag}-{encoding}"
            )
            for encoding, suffix in PACKED.items()
        }
        return {encoding: twin for encoding, twin in twins.items() if twin.path.is_file()}


def is_built(site: Path, lang: str) -> bool:
    """Tell whether the site has pages in a language."""
    return (site / lang / PAGE).is_file()


def find_file(site: Path, path: str) -> SiteFile | None:
    """Return the file at a path within the site, a folder's page for `folder/`; None for anything else."""
    place = _place(site, path)
    if place is None:
        return None
    if path.endswith("/") or path == "":
        place /= PAGE
    if not place.is_file():
        return None
    content_type = _TYPES.get(place.suffix.lower(), "application/octet-stream")
    return SiteFile(place, content_type, _tag(place, place.stat().st_mtime_ns))


def find_folder(site: Path, path: str) -> str | None:
    """Return the address of the page of a folder, with its last slash, or None if there is none."""
    place = _place(site, path)
    if place is None or not (place / PAGE).is_file():
        return None
    return f"/{place.relative_to(site.resolve()).as_posix()}/"


def read_page(file: SiteFile) -> str:
    """Return a page's text; read once for each version of it."""
    return _read_version(file.path, tag=file.tag)


def _place(site: Path, path: str) -> Path | None:
    """Return where a path leads, or None if it leads out of the site or nowhere."""
    joined = safe_join(str(site), path)
    if joined is None or "\x00" in joined:
        return None
    try:
        place = Path(joined).resolve()
        is_inside = place.exists() and place.is_relative_to(site.resolve())
    except OSError:  # a name longer than the file system allows
        return None
    return place if is_inside else None


@lru_cache(maxsize=8192)
def _tag(path: Path, changed_at: int) -> str:  # noqa: ARG001  a changed file is another entry
    return hashlib.sha256(path.read_bytes()).hexdigest()[:20]


@lru_cache(maxsize=64)
def _read_version(path: Path, *, tag: str) -> str:  # noqa: ARG001  another version is another entry
    return path.read_text(encoding="utf-8")
