"""Run the rules of `portal check` on a small content."""

from datetime import date
from pathlib import Path
from typing import Any

from portal.articles.reading import read_content
from portal.articles.rules.context import Context
from portal.articles.rules.registry import look_at_all
from portal.articles.rules.rule import Problem
from portal.domain.personal import find_personal
from tests.articles.making import WORDS

TODAY = date(2026, 11, 21)


def problems_in(content: Path, *, today: date = TODAY, **more: Any) -> list[Problem]:
    """Return what all rules find; `more` is what a context holds besides the content."""
    reading = read_content(content, WORDS)
    assert reading.data is not None, reading.errors
    context = Context(
        articles=reading.articles,
        data=reading.data,
        files=reading.files,
        unread=reading.unread,
        snippets=reading.snippets,
        today=today,
        find_personal=find_personal,
        **more,
    )
    return look_at_all(context)
