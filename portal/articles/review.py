"""When an article must be looked at again: soon, due, overdue."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from portal.articles.front_matter import FrontMatter

SOON: Final = timedelta(days=14)
"""So long before its day a review is announced."""
LONG: Final = timedelta(days=30)
"""So long after its day a review is overdue."""


class ReviewState(StrEnum):
    """How an article stands to its review date."""

    FRESH = "fresh"
    SOON = "soon"
    DUE = "due"
    OVERDUE = "overdue"


def review_state(meta: FrontMatter, today: date) -> ReviewState:
    """Tell how an article stands to its review date; on that very day it is still soon."""
    if today > meta.review_by + LONG:
        return ReviewState.OVERDUE
    if today > meta.review_by:
        return ReviewState.DUE
    return ReviewState.SOON if today + SOON >= meta.review_by else ReviewState.FRESH
