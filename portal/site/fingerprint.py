"""Tell what a build is made from, as hashes: everything, what every text needs, what every page needs."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

import portal
import search
from portal.articles import DATA_FOLDER
from portal.articles.blocks import SNIPPETS_FOLDER
from portal.articles.live import digest_live
from portal.settings import Settings

_PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "babel", "jinja2")
_IGNORED = frozenset({"__pycache__", ".git"})
# Of the portal's own code, only these rooms and files shape the site.
_ROOMS = ("articles", "knowledge", "language", "site", "located.py", "settings.py")


@dataclass(frozen=True, slots=True)
class Environments:
    """What texts and pages depend on besides the articles themselves.

    `texts` goes into the key of every rendered text: code, Markdown's options, the shop's values, words.
    `pages` goes into the key of every page: templates, configuration and addresses as well.
    """

    texts: str
    pages: str


def make_fingerprint(settings: Settings, *, today: date) -> str:
    """Return a hash of sources, code, versions, day and settings: the same, nothing to do."""
    return _hash(
        _hash_files(settings.content_dir, settings.theme_dir, settings.root / "mkdocs.yml"),
        hash_code(),
        _hash_files(Path(str(search.__file__)).parent),
        *_facts(settings),
        today.isoformat(),
        settings.engine,
        digest_live(settings.live_file),
    )


def read_environments(settings: Settings, *, config_file: Path, docs: Path, theme: Path) -> Environments:
    """Hash what all texts and what all pages depend on."""
    texts = _hash(
        hash_code(),
        _hash_files(config_file, docs / DATA_FOLDER, docs / SNIPPETS_FOLDER, theme / "words"),
        *_facts(settings),
    )
    return Environments(texts, pages=_hash(texts, _hash_files(theme)))


@cache
def hash_code() -> str:
    """Hash the code that shapes the site; it stays the same while a process runs."""
    code = Path(portal.__file__).parent
    return _hash_files(*(code / room for room in _ROOMS))


def _facts(settings: Settings) -> list[str]:
    versions = [f"{package} {version(package)}" for package in _PACKAGES]
    return [settings.base_url, settings.default_language, settings.market, *versions]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _hash_files(*places: Path) -> str:
    made_from = hashlib.sha256()
    for file in _files(*places):
        made_from.update(f"\0{file}\0".encode())
        made_from.update(hashlib.sha256(file.read_bytes()).digest())
    return made_from.hexdigest()


def _files(*places: Path) -> Iterable[Path]:
    for place in places:
        if place.is_file():
            yield place
            continue
        for file in sorted(place.rglob("*")):
            if file.is_file() and not _IGNORED.intersection(file.parts):
                yield file
