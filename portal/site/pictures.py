"""Give pictures their size, load them late, and let readers see them large; make players of videos.

A picture in a text is a link to itself, so that it can be seen large without scripts, too. A video is
written like a picture; its captions and its still picture stand beside it under the same name.
"""

import html
import posixpath
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urljoin, urlsplit

from portal.articles import Article
from portal.articles.picture_sizes import MOST_READ, Size, captions_of, is_video, posters_of, read_size
from portal.language import own_name

LEAST_ZOOMED: Final = 320
"""A picture no wider than this is shown whole on every screen."""
_IMAGE = re.compile(r"<img\b(?P<attributes>(?:[^>\"]|\"[^\"]*\")*)>")
_LINKED = re.compile(r"<a\b[^>]*>.*?</a>", re.DOTALL)
_ATTRIBUTE = re.compile(r'(?P<name>[\w-]+)="(?P<value>[^"]*)"')
Words = Callable[..., str]


class Pictures:
    """The pictures below a content folder, each looked at once."""

    def __init__(self, content: Path | None) -> None:
        self._content = content
        self.size = lru_cache(maxsize=None)(self._size)

    def has(self, path: str) -> bool:
        """Tell whether a file is there."""
        return self._content is not None and (self._content / path).is_file()

    def poster(self, path: str) -> str | None:
        """Return the still picture of a video, or None."""
        return next((one for one in posters_of(path) if self.has(one)), None)

    def of(self, article: Article) -> Iterator[str]:
        """Return what a text shows, each with its size: what its page depends on besides its words."""
        for link in article.links:
            if link.is_picture:
                path = f"{article.lang}/{link.path}"
                shown = self.poster(path) or "" if is_video(path) else path
                has_captions = is_video(path) and self.has(captions_of(path))
                yield f"{path} {shown} {self.size(shown)} {has_captions}"

    def _size(self, path: str) -> Size | None:
        if self._content is None or not path:
            return None
        try:
            with (self._content / path).open("rb") as file:
                return read_size(file.read(MOST_READ))
        except OSError:
            return None


NO_PICTURES: Final = Pictures(None)


def dress_pictures(rendered: str, page_url: str, pictures: Pictures, *, t: Words, text_lang: str) -> str:
    """Return a text whose pictures and videos are as the theme wants them."""
    linked = [found.span() for found in _LINKED.finditer(rendered)] if "<img" in rendered else []
    seen = 0

    def dress(found: re.Match[str]) -> str:
        nonlocal seen
        told = {one["name"]: one["value"] for one in _ATTRIBUTE.finditer(found["attributes"])}
        address = html.unescape(told.get("src", ""))
        if not address or urlsplit(address).scheme:
            return found[0]
        path = unquote(urljoin(f"/{page_url}", address)).removeprefix("/")
        seen += 1
        if is_video(path):
            return _video(path, address, told.get("alt", ""), pictures, t=t, lang=text_lang)
        size = pictures.size(path)
        image = _image(told, size, is_first=seen == 1)
        is_linked = any(start <= found.start() < end for start, end in linked)
        if is_linked or size is None or size.width <= LEAST_ZOOMED:
            return image
        close = html.escape(t("article.close"))
        return f'<a class="zoom" href="{told["src"]}" data-close="{close}">{image}</a>'

    return _IMAGE.sub(dress, rendered)


def _image(told: dict[str, str], size: Size | None, *, is_first: bool) -> str:
    attributes = dict(told)
    if size is not None and "width" not in told:
        attributes |= {"width": str(size.width), "height": str(size.height)}
    # What is in view at once is wanted at once.
    if not is_first:
        attributes["loading"] = "lazy"
    attributes["decoding"] = "async"
    written = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f"<img {written}>"


def _video(path: str, address: str, alt: str, pictures: Pictures, *, t: Words, lang: str) -> str:
    """Return a player of our own: nothing is loaded before it is started, and no script is needed."""
    poster = pictures.poster(path)
    size = pictures.size(poster) if poster else None
    attributes = f'aria-label="{alt}"'
    if poster:
        attributes += f' poster="{_beside(address, poster)}"'
    if size:
        attributes += f' width="{size.width}" height="{size.height}"'
    track = ""
    if pictures.has(captions_of(path)):
        source = _beside(address, captions_of(path))
        label = html.escape(own_name(lang))
        track = f'<track kind="captions" src="{source}" srclang="{lang}" label="{label}" default>'
    whole = html.escape(address)
    offer = t("article.video", what=html.unescape(alt))
    return (
        f'<video controls preload="none" playsinline {attributes} src="{whole}">{track}'
        f'<a href="{whole}">{html.escape(offer)}</a></video>'
    )


def _beside(address: str, path: str) -> str:
    return html.escape(posixpath.join(posixpath.dirname(address), quote(posixpath.basename(path))))
