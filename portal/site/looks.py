"""Tell the head of a page the look of the shop: its picture for posts, the colour of the browser's bar."""

from dataclasses import dataclass
from pathlib import Path

from portal.site.brand import LOOKS, TOKENS, UnreadableColour, appearance, colour
from portal.site.compose import Composer
from portal.site.sharing import SharePicture, find_share_pictures


@dataclass(frozen=True, slots=True)
class Bar:
    """The colour of the page in one appearance, for the bar of a phone's browser."""

    look: str
    colour: str


@dataclass(frozen=True, slots=True)
class Look:
    """What templates get of the shop's look."""

    share: SharePicture | None
    bars: tuple[Bar, ...]
    """None where a colour of the brand is no colour; the build says so."""


def find_looks(theme: Path, composer: Composer) -> dict[str, Look]:
    """Return the look of the pages of each language."""
    bars = _find_bars((theme / TOKENS).read_text(encoding="utf-8"))
    return {lang: Look(share, bars) for lang, share in find_share_pictures(theme, composer).items()}


def _find_bars(css: str) -> tuple[Bar, ...]:
    try:
        return tuple(Bar(look, _written(colour("page", appearance(css, look)))) for look in LOOKS)
    except UnreadableColour:
        return ()


def _written(shares: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(share * 255):02x}" for share in shares)
