"""Tell with one hash what a build is made from; whoever asks need not wait for what builds."""

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import portal
import search
from portal.places import Places
from portal.site.stamps import Stamps

if TYPE_CHECKING:
    from portal.settings import Settings

_PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "babel", "jinja2")
# Of the portal's own code, only these rooms and files shape the site.
_ROOMS = ("articles", "knowledge", "language", "site", "located.py", "places.py", "settings.py")
_known: dict[str, str] = {}


def hash_sources(places: Places, stamps: Stamps) -> str:
    """Return a hash of sources and code, for which no setting need be known."""
    return hash_parts(
        stamps.digest_all(places.content_dir, places.theme_dir, places.root / "mkdocs.yml"),
        hash_code(stamps),
        stamps.digest_all(Path(str(search.__file__)).parent),
        stamps.find(str(places.live_file)) or "",
    )


def make_fingerprint(settings: "Settings", *, today: date, sources: str) -> str:
    """Return a hash of sources, code, versions, day and settings: the same, nothing to do."""
    return hash_parts(sources, *facts_of(settings), today.isoformat(), settings.engine)


def hash_code(stamps: Stamps | None = None) -> str:
    """Hash the code that shapes the site; it stays the same while a process runs."""
    if "code" not in _known:
        code = Path(portal.__file__).parent
        _known["code"] = (stamps or Stamps()).digest_all(*(code / room for room in _ROOMS))
    return _known["code"]


def facts_of(settings: "Settings") -> list[str]:
    """Return the settings and versions that shape every page."""
    from importlib.metadata import version

    versions = [f"{package} {version(package)}" for package in _PACKAGES]
    return [settings.base_url, settings.default_language, settings.languages, settings.market, *versions]


def hash_parts(*parts: str) -> str:
    """Return one hash of some texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
