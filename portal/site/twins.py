"""The Markdown twin of an article: the same text, with the shop's values, for programs that read Markdown."""

import posixpath
import re

from portal.articles import Edition
from portal.site.guides import unmark_choices
from portal.site.pages import SitePlan
from portal.site.parts import LanguageParts
from portal.site.text import write_body
from portal.site.urls import absolute

_LINK = re.compile(r"(\]\()([^)\s]+?\.md)((?:#[^)\s]*)?\))")
_WITHIN = re.compile(r"\]\((#[^)\s]+)\)")
_ATTRIBUTES = re.compile(r"^(#{2,6} .*?)[ \t]*\{[^}\n]*\}[ \t]*$", re.MULTILINE)
_BOX = re.compile(
    r"^!!! \w+(?: +\"(?P<title>[^\"\n]*)\")?[ \t]*\n(?P<text>(?: {4}.*(?:\n|\Z)|[ \t]*\n)*)", re.MULTILINE
)
_BLANK = re.compile(r"\n{3,}")


def twin_url(edition: Edition) -> str:
    """Return the address of an article's twin within the site."""
    return f"{edition.url.removesuffix('/')}.md"


def write_twin(edition: Edition, plan: SitePlan, parts: LanguageParts, *, site_url: str) -> str:
    """Return the twin; links between articles lead from twin to twin, others to the page."""
    article = edition.article
    body = write_body(edition, plan)
    folder = posixpath.dirname(article.path)

    def lead(found: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, found[2]))
        if path in plan.editions[edition.lang]:
            return found[0]
        page = path.removesuffix(".md").removesuffix("index").rstrip("/")
        return f"{found[1]}{absolute(f'{edition.lang}/{page}/', site_url)}{found[3]}"

    contact = f"[{parts.t('contact.write')}]({absolute(f'{edition.lang}/contact/', site_url)})"
    body = unmark_choices(body, contact=contact)
    text = _LINK.sub(lead, body)
    # Headings have no names of their own in Markdown: only the page can be opened at a place.
    if "](#" in text:
        own = absolute(edition.url, site_url)
        text = _WITHIN.sub(lambda found: f"]({own}{found[1]})", text)
    if "!!!" in text:
        text = _BOX.sub(_quote, text)
    if "{" in text:
        text = _ATTRIBUTES.sub(r"\1", text)
    text = _BLANK.sub("\n\n", text).strip()
    head = f"# {parts.title(edition)}\n\n> {parts.summary(edition)}"
    return f"{head}\n\n{text}\n\n{absolute(edition.url, site_url)}\n"


def _quote(box: re.Match[str]) -> str:
    """Return a box as a quotation, which every reader of Markdown knows."""
    lines = [line.removeprefix("    ") for line in box["text"].strip("\n").split("\n")]
    if box["title"]:
        lines = [f"**{box['title']}**", "", *lines]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"
