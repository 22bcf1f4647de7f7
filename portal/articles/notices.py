"""Notices: what everybody should know now."""

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from portal.articles.front_matter import Day, Identifier
from portal.articles.sources import Checked
from portal.articles.topics import Texts

_PIECE = re.compile(r"\[(?P<label>[^\]]+)\]\((?P<target>[^)\s]+)\)|\*\*(?P<strong>[^*]+)\*\*")


_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})


def _safe(texts: Texts) -> Texts:
    """Refuse links that would run something in the reader's browser."""
    for text in texts.values():
        for piece in _PIECE.finditer(text):
            if piece["target"] and urlsplit(piece["target"]).scheme.lower() not in _SCHEMES:
                raise ValueError(f"a link may not lead to `{piece['target']}`")
    return texts


class Notice(Checked):
    """One notice, shown from `from` until `until`, both days included."""

    id: Identifier
    start: Annotated[Day, Field(alias="from")]
    until: Day
    topics: tuple[Identifier, ...] = ()
    text: Annotated[Texts, AfterValidator(_safe)]

    def is_shown(self, today: date) -> bool:
        """Tell whether the notice is on."""
        return self.start <= today <= self.until

    def links(self, lang: str) -> tuple[str, ...]:
        """Return the targets of the links in the text of one language."""
        found = (piece["target"] for piece in _PIECE.finditer(self.text[lang]))
        return tuple(target for target in found if target)

    def html(self, lang: str, *, link: Callable[[str], str]) -> str:
        """Return the text as HTML; links and **strong words** are all it knows.

        `link` makes an address of a target such as `delivery/peak-season.md`; without one
        the label stays plain.
        """
        made, end = [], 0
        text = self.text[lang]
        for piece in _PIECE.finditer(text):
            made.append(html.escape(text[end : piece.start()], quote=False))
            if piece["strong"]:
                made.append(f"<strong>{html.escape(piece['strong'], quote=False)}</strong>")
            else:
                address = html.escape(link(piece["target"]))
                label = html.escape(piece["label"], quote=False)
                made.append(f'<a href="{address}">{label}</a>' if address else label)
            end = piece.end()
        return "".join([*made, html.escape(text[end:], quote=False)])
