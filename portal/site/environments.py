"""Hash what every text and what every page is made from besides the articles themselves."""

from dataclasses import dataclass
from pathlib import Path

from portal.articles.blocks import SNIPPETS_FOLDER
from portal.articles.data import DATA_FOLDER
from portal.settings import Settings
from portal.site.fingerprint import facts_of, hash_code, hash_parts
from portal.site.stamps import Stamps


@dataclass(frozen=True, slots=True)
class Environments:
    """What texts and pages depend on besides the articles themselves.

    `texts` goes into the key of every rendered text: code, Markdown's options, the shop's values, words.
    `pages` goes into the key of every page: templates, configuration and addresses as well.
    """

    texts: str
    pages: str


def read_environments(
    settings: Settings, *, config_file: Path, docs: Path, theme: Path, stamps: Stamps
) -> Environments:
    """Hash what all texts and what all pages depend on."""
    texts = hash_parts(
        hash_code(stamps),
        stamps.digest_all(config_file, docs / DATA_FOLDER, docs / SNIPPETS_FOLDER, theme / "words"),
        *facts_of(settings),
    )
    return Environments(texts, pages=hash_parts(texts, stamps.digest_all(theme)))
