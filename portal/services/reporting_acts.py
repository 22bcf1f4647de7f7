"""Who published what without git, and took it back: the acts of a period, the newest first."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from portal.services.doors import Doors
from portal.services.publishing import list_publications
from portal.services.reporting_periods import Period
from portal.store.publications import NOTICE, Publication


@dataclass(frozen=True, slots=True)
class Act:
    """One thing an editor did: a notice put up or an article taken off, or either taken back."""

    at: float
    who: str
    is_notice: bool
    is_undone: bool
    """Whether it was taken back by this act."""
    subject: str
    """The text of the notice, or the title of the article."""
    commit: str | None
    """Where it stands in git; None where it does not."""


def list_acts(doors: Doors, period: Period, *, lang: str) -> tuple[Act, ...]:
    """Return what was published and taken back in a period, in words of a language."""
    acts = [act for made in list_publications(doors) for act in _acts_of(doors, made, lang)]
    inside = [act for act in acts if period.since <= act.at < period.until]
    return tuple(sorted(inside, key=lambda act: act.at, reverse=True))


def _acts_of(doors: Doors, made: Publication, lang: str) -> Iterator[Act]:
    tell = partial(Act, is_notice=made.kind == NOTICE, subject=_subject(doors, made, lang))
    yield tell(made.made_at, made.made_by, is_undone=False, commit=made.made_commit)
    if made.undone_at is not None and made.undone_by is not None:
        yield tell(made.undone_at, made.undone_by, is_undone=True, commit=made.undone_commit)


def _subject(doors: Doors, made: Publication, lang: str) -> str:
    if made.kind == NOTICE:
        return str(json.loads(made.body)["text"].get(lang, made.subject))
    article = doors.find_article(made.subject, lang)
    return article.title if article else made.subject
