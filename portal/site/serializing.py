"""Write a tree of elements as Markdown's own serializer would, in less time."""

from xml.etree.ElementTree import HTML_EMPTY, Element

from markdown import Markdown
from markdown.serializers import _escape_attrib_html, _escape_cdata, to_xhtml_string


def speed_up_writing(markdown: Markdown) -> None:
    """Let a Markdown write trees in this way, if it writes what MkDocs asks for."""
    if markdown.serializer is to_xhtml_string:
        markdown.serializer = write_xhtml


def write_xhtml(element: Element) -> str:
    """Return an element as text; what is no element of HTML is left to Markdown."""
    pieces: list[str] = []
    try:
        _write(element, pieces)
    except _UnusualError:
        written: str = to_xhtml_string(element)
        return written
    return "".join(pieces)


class _UnusualError(Exception):
    """A tree holds something else than elements with names and texts."""


def _write(element: Element, pieces: list[str]) -> None:
    tag: object = element.tag
    if not isinstance(tag, str):
        raise _UnusualError
    name = tag.lower()
    attributes = _attributes(element) if element.keys() else ""
    text, tail = element.text or "", element.tail or ""
    tail = _escape_cdata(tail) if tail else ""
    if name in HTML_EMPTY:
        pieces.append(f"<{tag}{attributes} />{tail}")
        return
    if text and name not in {"script", "style"}:
        text = _escape_cdata(text)
    if len(element):
        pieces.append(f"<{tag}{attributes}>{text}")
        for child in element:
            _write(child, pieces)
        pieces.append(f"</{tag}>{tail}")
    else:
        pieces.append(f"<{tag}{attributes}>{text}</{tag}>{tail}")


def _attributes(element: Element) -> str:
    written = ""
    attributes: list[tuple[object, object]] = sorted(element.items())
    for name, value in attributes:
        if not (isinstance(name, str) and (value is None or isinstance(value, str))):
            raise _UnusualError
        written += f" {name}" if value is None else f' {name}="{_escape_attrib_html(value)}"'
    return written
