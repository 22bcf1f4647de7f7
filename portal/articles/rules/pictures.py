"""A picture in a text is there."""

import posixpath
from collections.abc import Iterator

from portal.articles.errors import nearest
from portal.articles.rules.context import Context
from portal.articles.rules.rule import ContentRule, Finding


def _find(context: Context) -> Iterator[Finding]:
    for page in context.linking:
        for link in page.links:
            if link.is_picture and f"{page.lang}/{link.path}" not in context.files:
                near = nearest(f"{page.lang}/{link.path}", context.files)
                hint = near or f"Put the file into content/{page.lang}/{posixpath.dirname(link.path)}/."
                yield Finding(page.file, link.line, f"The picture `{link.target}` is not there.", hint)


RULE = ContentRule("pictures", "Pictures are there.", _find, stops_build=True)
