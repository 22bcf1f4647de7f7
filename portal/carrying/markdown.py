"""HTML of other help centres to the Markdown that articles are written in."""

import re
from collections.abc import Callable
from typing import Final

from bs4 import BeautifulSoup, Comment, Tag
from markdownify import MarkdownConverter

_DROPPED: Final = (
    "script",
    "style",
    "noscript",
    "template",
    "link",
    "meta",
    "form",
    "input",
    "button",
    "svg",
)
_FRAMES: Final = ("iframe", "video", "audio", "object", "embed")
_MANY_LINES = re.compile(r"\n{3,}")
_LESS_THAN = re.compile(r"<(?=[A-Za-z/!?])")
Say = Callable[[str], None]


def to_markdown(
    html: str, *, link: Callable[[str], str | None], picture: Callable[[str, str], str | None], say: Say
) -> str:
    """Return the Markdown of an article's HTML.

    `link` gives the new target of a link, `picture` that of a picture, or None for what is not there;
    `say` is told what could not be carried.
    """
    soup = BeautifulSoup(html, "html.parser")
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in soup.find_all(_DROPPED):
        if tag.name == "form":
            say("A form was left out.")
        tag.decompose()
    for tag in soup.find_all(_FRAMES):
        _frame(soup, tag, say)
    _level_headings(soup)
    for tag in soup.find_all("img"):
        _picture(soup, tag, picture, say)
    for tag in soup.find_all("a"):
        href = str(tag.get("href") or "")
        if not href or href.lower().startswith(("javascript:", "data:", "vbscript:")):
            tag.unwrap()
            continue
        target = link(href)
        if target is None:
            tag.unwrap()
        else:
            tag["href"] = target
    converter = MarkdownConverter(heading_style="ATX", bullets="-", escape_underscores=False, autolinks=False)
    try:
        made = converter.convert_soup(soup)
    except RecursionError:
        say("Its HTML is nested too deeply to be understood; only its words came along.")
        made = soup.get_text("\n\n")
    # What looks like a tag or a value was text before, and stays text.
    made = _LESS_THAN.sub("&lt;", made).replace("{{", "{ {")
    return _MANY_LINES.sub("\n\n", "\n".join(line.rstrip() for line in made.split("\n"))).strip() + "\n"


def plain(html: str) -> str:
    """Return the words of an HTML text."""
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def _frame(soup: BeautifulSoup, tag: Tag, say: Say) -> None:
    """Make a link of a video or another page's frame: readers open it if they want to."""
    inner = tag.find("source")
    source = str(
        tag.get("src") or tag.get("data") or (inner.get("src") if isinstance(inner, Tag) else "") or ""
    )
    if source.startswith("//"):
        source = f"https:{source}"
    say(f"A {tag.name} became a link: {source or 'without an address'}.")
    if source.startswith(("https://", "http://")):
        anchor = soup.new_tag("a", href=source)
        anchor.string = source
        tag.replace_with(anchor)
    else:
        tag.decompose()


def _level_headings(soup: BeautifulSoup) -> None:
    """Let headings begin at the second level and leave none out; the title is the first."""
    before = 1
    for tag in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
        if not tag.get_text(strip=True):
            tag.decompose()
            continue
        level = min(max(2, int(tag.name[1])), before + 1)
        tag.name = f"h{level}"
        before = level
        for mark in tag.find_all(["strong", "b"]):
            mark.unwrap()


def _picture(soup: BeautifulSoup, tag: Tag, picture: Callable[[str, str], str | None], say: Say) -> None:
    source, text = str(tag.get("src") or ""), " ".join(str(tag.get("alt") or "").split())
    target = picture(source, text) if source else None
    if target is None:
        shown = source if len(source) <= 80 else f"{source[:77]}..."
        say(f"The picture {shown or 'without an address'} did not come with the export.")
        tag.replace_with(soup.new_string(f" {text} " if text else " "))
        return
    if not text:
        say(f"The picture {target} has no alternative text; write one.")
    tag["src"], tag["alt"] = target, text
    del tag["title"]
