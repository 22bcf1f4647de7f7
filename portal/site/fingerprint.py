"""Tell whether a build would give anything new: a hash of everything it is made from."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

import portal
import search
from portal.settings import Settings

_PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "babel", "jinja2")
_IGNORED = frozenset({"__pycache__", ".git"})
# Of the portal's own code, only these rooms and files shape the site.
_ROOMS = ("articles", "language", "site", "located.py", "settings.py")


def make_fingerprint(settings: Settings, *, today: date) -> str:
    """Return a hash of sources, code, versions, day and settings."""
    code = Path(portal.__file__).parent
    made_from = hashlib.sha256()
    for file in _files(
        settings.content_dir,
        settings.theme_dir,
        settings.root / "mkdocs.yml",
        *(code / room for room in _ROOMS),
        Path(str(search.__file__)).parent,
    ):
        made_from.update(f"\0{file}\0".encode())
        made_from.update(hashlib.sha256(file.read_bytes()).digest())
    for fact in _facts(settings, today):
        made_from.update(f"\0{fact}".encode())
    return made_from.hexdigest()


def _facts(settings: Settings, today: date) -> Iterator[str]:
    yield today.isoformat()
    yield from (settings.base_url, settings.default_language, settings.engine)
    yield from (f"{package} {version(package)}" for package in _PACKAGES)


def _files(*places: Path) -> Iterable[Path]:
    for place in places:
        if place.is_file():
            yield place
            continue
        for file in sorted(place.rglob("*")):
            if file.is_file() and not _IGNORED.intersection(file.parts):
                yield file
