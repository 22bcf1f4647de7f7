"""Refuse what a text must not bring into the help centre: scripts, frames, other hosts' pictures."""

import re
from collections.abc import Iterator

from portal.articles.errors import ArticleError, listed
from portal.articles.links import strip_code, strip_comments

_ALLOWED = frozenset(
    {"abbr", "b", "bdi", "br", "code", "details", "div", "em", "i", "kbd", "li", "mark", "ol", "p", "q", "s"}
    | {"small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
_TAG = re.compile(r"</?(?P<name>[a-z][a-z0-9-]*)(?=[\s/>])(?P<attributes>[^<>]*)", re.IGNORECASE)
_HANDLER = re.compile(r"(?<![\w-])(?P<name>on[a-z]+|style|srcdoc)\s*=", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\{:?(?P<inside>[^{}\n]*)\}")
_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?(?P<target>[^()\s>]+)")
_NAMED_PICTURE = re.compile(r"!\[(?P<label>[^\]]*)\](?:\[(?P<name>[^\]]*)\])?(?!\()")
_NAME = re.compile(r"^ {0,3}\[(?P<name>[^\]]+)\]:\s*<?(?P<target>[^\s>]+)", re.MULTILINE)
_TARGET = re.compile(r"(?:\]\(\s*|^ {0,3}\[[^\]]+\]:\s*)<?(?P<target>[^()\s>]+)", re.MULTILINE)
_OTHER_HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_SCRIPTS = ("javascript", "vbscript", "data")
_SCRIPT = re.compile(rf"^(?:{'|'.join(_SCRIPTS)}):", re.IGNORECASE)

_Finding = tuple[int, str, str]


def find_forbidden(body: str, file: str, *, first_line: int = 1) -> list[ArticleError]:
    """Return what of a text is not taken, each with its line and what to write instead."""
    text = strip_code(strip_comments(body))
    found = sorted((*_tags(text), *_handlers(text), *_pictures(text), *_scripts(text)))
    return [
        ArticleError(file, first_line + text.count("\n", 0, at), message, hint, rule="forbidden")
        for at, message, hint in found
    ]


def _tags(text: str) -> Iterator[_Finding]:
    for tag in _TAG.finditer(text):
        if tag["name"].lower() not in _ALLOWED:
            hint = f"Write Markdown. {listed(_ALLOWED, most=len(_ALLOWED))}"
            yield tag.start(), f"HTML with `<{tag['name']}>` is not taken.", hint
        for one in _HANDLER.finditer(tag["attributes"]):
            yield _handler(tag.start(), one["name"])


def _handlers(text: str) -> Iterator[_Finding]:
    for block in _ATTRIBUTES.finditer(text):
        for one in _HANDLER.finditer(block["inside"]):
            yield _handler(block.start(), one["name"])


def _handler(at: int, name: str) -> _Finding:
    return at, f"The attribute `{name}` is not taken.", "Leave it out; articles hold no scripts and styles."


def _pictures(text: str) -> Iterator[_Finding]:
    if "![" not in text:
        return
    named = {one["name"].casefold(): one["target"] for one in _NAME.finditer(text)}
    targets = [(one.start(), one["target"]) for one in _PICTURE.finditer(text)]
    for one in _NAMED_PICTURE.finditer(text):
        target = named.get((one["name"] or one["label"]).casefold())
        targets += [(one.start(), target)] if target else []
    for at, target in targets:
        if _OTHER_HOST.match(target):
            hint = "Put the file beside the article: another host would learn who reads this."
            yield at, f"The picture `{target}` stands on another host.", hint


def _scripts(text: str) -> Iterator[_Finding]:
    # Few texts have such words, which are found far sooner than targets.
    small = text.lower()
    if not any(f"{scheme}:" in small for scheme in _SCRIPTS):
        return
    for one in _TARGET.finditer(text):
        if _SCRIPT.match(one["target"]):
            yield one.start(), f"The link `{one['target']}` is a script.", "Link to a page."
