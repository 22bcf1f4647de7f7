"""Find the picture that posts of a page are shown with: one of its language, or one for all."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from portal.articles.picture_sizes import MOST_READ, read_size
from portal.site.compose import Composer
from portal.site.urls import absolute

FOLDER: Final = "assets/helpcenter"
_KINDS: Final = (".png", ".jpg", ".webp")


@dataclass(frozen=True, slots=True)
class SharePicture:
    """A picture by its absolute address, as large as it is."""

    url: str
    width: int
    height: int


def find_share_pictures(theme: Path, composer: Composer) -> dict[str, SharePicture | None]:
    """Return for each language the theme's `share-hu.png` or `share.png` (or .jpg, .webp), or None."""
    return {lang: _find(theme, lang, composer.site_url) for lang in composer.parts}


def _find(theme: Path, lang: str, site_url: str) -> SharePicture | None:
    for name in (f"share-{lang}", "share"):
        for kind in _KINDS:
            file = theme / FOLDER / f"{name}{kind}"
            if not file.is_file():
                continue
            with file.open("rb") as opened:
                size = read_size(opened.read(MOST_READ))
            if size:
                return SharePicture(absolute(f"{FOLDER}/{file.name}", site_url), size.width, size.height)
    return None
