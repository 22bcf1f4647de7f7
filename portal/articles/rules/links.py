"""A link within the help centre leads to a page that is there and will be published."""

import posixpath
from collections.abc import Iterator, Mapping

from portal.articles.article import Article
from portal.articles.channels import FILES_OF_WAYS
from portal.articles.errors import nearest
from portal.articles.links import Link
from portal.articles.rules.context import Context, Linking
from portal.articles.rules.rule import ContentRule, Finding


def _find(context: Context) -> Iterator[Finding]:
    targets, originals = context.targets, context.originals
    for page in context.linking:
        for link in page.links:
            if not link.path or link.is_picture or link.path in FILES_OF_WAYS:
                continue
            if link.path not in targets and f"{page.lang}/{link.path}" not in context.files:
                yield _dead(page, link, targets)
            else:
                yield from _draft(page, link, originals)


def _draft(page: Linking, link: Link, originals: Mapping[str, Article]) -> Iterator[Finding]:
    target = originals.get(link.path)
    # A draft may name another draft: neither is published.
    if target is not None and target.meta.draft and not page.is_draft:
        message = f"`{link.target}` is a draft and will not be published."
        yield Finding(page.file, link.line, message, "Take the link out until it is.")


def _dead(page: Linking, link: Link, targets: set[str]) -> Finding:
    here = posixpath.dirname(page.path)
    if link.path.startswith("../"):
        hint = "A link stays within its language; the site links the translations itself."
    else:
        name = posixpath.basename(link.path)
        same_name = [path for path in sorted(targets) if path.endswith(f"/{name}")]
        hint = f"Did you mean `{posixpath.relpath(same_name[0], here)}`?" if same_name else ""
        if not hint:
            paths = {
                path.removeprefix(f"{here}/") if path.startswith(f"{here}/") else f"../{path}"
                for path in targets
            }
            hint = nearest(link.target, paths, otherwise="Write the path to the file.")
    return Finding(page.file, link.line, f"The link `{link.target}` leads nowhere.", hint)


RULE = ContentRule("links", "Links within the help centre lead somewhere.", _find, stops_build=True)
