"""The Markdown of an article as it is rendered: values in, notes and dead links out."""

import posixpath
import re
from functools import partial
from urllib.parse import urlsplit

from portal.articles import Edition, substitute
from portal.articles.blocks import assemble
from portal.articles.channels import FILES_OF_WAYS
from portal.articles.links import change_targets, drop_links, resolve, strip_comments
from portal.site.pages import SitePlan

# A line that begins with a Hungarian date: Markdown would take its year for the number of an item.
_YEAR_FIRST = re.compile(r"^([ >*+-]*\d{4})\.(?= [a-zé])", re.MULTILINE)


def write_body(edition: Edition, plan: SitePlan) -> str:
    """Return an article's text; links to what is off on this day become plain words."""
    article, library = edition.article, plan.library
    whole = assemble(article.body, library.snippets.get(article.lang, {}), library.data.market)
    body = substitute(
        strip_comments(whole),
        plan.library.data,
        article.lang,
        article.file,
        first_line=article.body_line,
    )

    def is_off(path: str) -> bool:
        if path in FILES_OF_WAYS:
            return f"{edition.lang}/{path}" not in plan.pages
        return path in plan.library.originals and path not in plan.editions[edition.lang]

    if edition.is_fallback:
        body = change_targets(body, partial(_in_its_language, edition))
    # What an article itself links to is known; values and shared pieces may bring links of their own.
    if body == article.body and not any(is_off(link.path) for link in article.links):
        return _YEAR_FIRST.sub(r"\1\.", body)
    return _YEAR_FIRST.sub(r"\1\.", drop_links(body, article.path, is_off))


def _in_its_language(edition: Edition, target: str) -> str:
    """Lead a stand-in to the pictures and files of its own language; pages stay in the reader's."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path or parts.path.endswith(".md"):
        return target
    path = edition.article.path
    file = f"{edition.article.lang}/{resolve(parts.path, path)}"
    return posixpath.relpath(file, f"{edition.lang}/{posixpath.dirname(path)}")
