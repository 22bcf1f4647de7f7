"""Find the links of a Markdown text with their lines, and leave out what is not published."""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE = re.compile(r"^(?P<fence>```+|~~~+).*?^(?P=fence)\s*$|(?<!\\)`[^`\n]+`", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(?P<image>!?)\[(?P<label>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^()\s]+)[^()]*\)")
# The same without the sign of a picture: a pattern that begins with a bracket is found far sooner.
_BRACKETS = re.compile(_LINK.pattern.removeprefix("(?P<image>!?)"))
_REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:\s*(?P<target>\S+)", re.MULTILINE)


class Link(NamedTuple):
    """One link to a file or a heading of the help centre; builds make thousands of them."""

    target: str
    """As it is written: `../returns/return-an-item.md#steps`."""
    path: str
    """The file within the language, or empty for a heading of the same page."""
    anchor: str
    line: int
    is_picture: bool = False


def strip_comments(text: str) -> str:
    """Take HTML comments out and keep the lines where they are."""
    return _COMMENT.sub(_blank, text) if "<!--" in text else text


def strip_code(text: str) -> str:
    """Take code out, which is shown as it is written, and keep the lines where they are."""
    return _CODE.sub(_blank, text) if "`" in text or "~~~" in text else text


def find_links(body: str, path: str, *, first_line: int = 1) -> list[Link]:
    """Return the links within the help centre; those to other sites, mail and phone are left out.

    `path` is the article's own file within its language, from which the targets are resolved.
    """
    text = strip_code(strip_comments(body))
    return sorted(_links(text, path, first_line), key=lambda link: link.line)


def drop_links(body: str, path: str, is_dropped: Callable[[str], bool]) -> str:
    """Turn links whose target file is dropped into their bare words."""

    def replace(found: re.Match[str]) -> str:
        target = _split(found["target"])
        if _is_picture(found) or target.scheme or target.netloc or not target.path:
            return found[0]
        return found["label"] if is_dropped(_resolve(target.path, path)) else found[0]

    return _BRACKETS.sub(replace, body)


def site_path(target: str, lang: str) -> str:
    """Return the page of a file: `orders/x.md#y` is `en/orders/x/#y`; other addresses stay."""
    if urlsplit(target).scheme:
        return target
    path, hash_, anchor = target.partition("#")
    page = path.removesuffix(".md").removesuffix("index")
    page = f"{page.rstrip('/')}/" if page else ""
    return f"{lang}/{page}{hash_}{anchor}"


def _split(target: str) -> SplitResult:
    """Return the parts of a target; no address at all, such as `http://[`, is a file that is not there."""
    try:
        return urlsplit(target)
    except ValueError:
        return SplitResult("", "", target, "", "")


def _links(text: str, path: str, first_line: int) -> Iterator[Link]:
    for pattern in (_BRACKETS, _REFERENCE):
        line, place = first_line, 0
        for found in pattern.finditer(text):
            line += text.count("\n", place, found.start())
            place = found.start()
            label = found.groupdict().get("label") or ""
            if "![" in label:  # a picture that is itself a link
                yield from _links(label, path, line)
            target = found["target"].strip("<>")
            parts = _split(target)
            if parts.scheme or parts.netloc or target.startswith("{{"):
                continue
            yield Link(
                target=target,
                path=_resolve(parts.path, path) if parts.path else "",
                anchor=unquote(parts.fragment),
                line=line,
                is_picture=pattern is _BRACKETS and _is_picture(found),
            )


def _is_picture(found: re.Match[str]) -> bool:
    return found.string.startswith("!", found.start() - 1, found.start())


def _resolve(target: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def change_targets(body: str, change: Callable[[str], str]) -> str:
    """Return the text with every link's target changed; code, comments and labels stay as they are."""
    silent = [found.span() for pattern in (_COMMENT, _CODE) for found in pattern.finditer(body)]

    def replace(found: re.Match[str]) -> str:
        if any(start <= found.start() < end for start, end in silent):
            return found[0]
        start, end = (place - found.start() for place in found.span("target"))
        before = found[0][:start]
        label = found.groupdict().get("label") or ""
        if "![" in label:  # a picture that is itself a link
            before = before.replace(label, change_targets(label, change))
        return before + change(found["target"]) + found[0][end:]

    return _REFERENCE.sub(replace, _LINK.sub(replace, body))


def resolve(target: str, path: str) -> str:
    """Return the file within the language that a link of the article at `path` means."""
    return _resolve(target, path)
