"""Tell what a build is made from, as hashes: everything, what every text needs, what every page needs."""

import hashlib
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import portal
import search
from portal.articles import DATA_FOLDER
from portal.articles.blocks import SNIPPETS_FOLDER
from portal.articles.live import digest_live
from portal.settings import Settings
from portal.site.stamps import Stamps

_PACKAGES = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "babel", "jinja2")
# Of the portal's own code, only these rooms and files shape the site.
_ROOMS = ("articles", "knowledge", "language", "site", "located.py", "settings.py")
_known: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Environments:
    """What texts and pages depend on besides the articles themselves.

    `texts` goes into the key of every rendered text: code, Markdown's options, the shop's values, words.
    `pages` goes into the key of every page: templates, configuration and addresses as well.
    """

    texts: str
    pages: str


def make_fingerprint(settings: Settings, *, today: date, stamps: Stamps) -> str:
    """Return a hash of sources, code, versions, day and settings: the same, nothing to do."""
    return _hash(
        stamps.digest_all(settings.content_dir, settings.theme_dir, settings.root / "mkdocs.yml"),
        hash_code(stamps),
        stamps.digest_all(Path(str(search.__file__)).parent),
        *_facts(settings),
        today.isoformat(),
        settings.engine,
        digest_live(settings.live_file),
    )


def read_environments(
    settings: Settings, *, config_file: Path, docs: Path, theme: Path, stamps: Stamps
) -> Environments:
    """Hash what all texts and what all pages depend on."""
    texts = _hash(
        hash_code(stamps),
        stamps.digest_all(config_file, docs / DATA_FOLDER, docs / SNIPPETS_FOLDER, theme / "words"),
        *_facts(settings),
    )
    return Environments(texts, pages=_hash(texts, stamps.digest_all(theme)))


def hash_code(stamps: Stamps | None = None) -> str:
    """Hash the code that shapes the site; it stays the same while a process runs."""
    if "code" not in _known:
        code = Path(portal.__file__).parent
        _known["code"] = (stamps or Stamps()).digest_all(*(code / room for room in _ROOMS))
    return _known["code"]


def _facts(settings: Settings) -> list[str]:
    versions = [f"{package} {version(package)}" for package in _PACKAGES]
    return [settings.base_url, settings.default_language, settings.market, *versions]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
