"""How search served the people of a period: top, failing and abandoned questions, places opened, languages.

Wordings with the same words (forms, order, small words and synonyms aside) are one question. A question is
shown from the threshold of visits on, all its wordings together; what single people typed is not.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Connection

from portal.services.doors import Doors
from portal.services.gaps_rules import ReaderOf, Tally, name_question, tally, visits_of
from portal.services.kept_counts import Asked, Kind, read_counts
from portal.services.reporting_periods import Period
from portal.statistics import Rate
from portal.store import reports, reports_content, reports_search
from portal.store.database import reading
from portal.store.reports_search import SearchUse
from search import known_languages

MOST_PLACES = 10

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what it is called, in how many visits and how often it was asked, how its needs fared."""

    locale: str
    text: str
    visits: int
    times: int
    opened: Rate
    needs: Tally

    @property
    def failed(self) -> Rate:
        """Needs that failed, of all that asked."""
        return Rate(self.needs.failed, self.needs.asked)

    @property
    def abandoned(self) -> Rate:
        """Needs in which nothing was opened, nothing asked anew, and nobody written to."""
        return Rate(self.needs.unopened, self.needs.asked)


@dataclass(frozen=True, slots=True)
class Rare:
    """The questions that too few visits asked, summed up."""

    questions: int
    times: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the list: of the searches that had so many results, in how many it was the first opened."""

    position: int
    opened: Rate


@dataclass(frozen=True, slots=True)
class Spoken:
    """How search fares in one language."""

    locale: str
    times: int
    opened: Rate
    empty: Rate
    needs: Tally


@dataclass(frozen=True, slots=True)
class SearchCounts:
    """How search fared; `questions` are the most asked first."""

    made_at: float
    times: int
    opened: Rate
    empty: Rate
    needs: Tally
    questions: tuple[Question, ...]
    rare: Rare
    places: tuple[Place, ...]
    languages: tuple[Spoken, ...]
    least_visits: int
    measured_since: float | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was recorded since the beginning."""
        return self.measured_since is None

    def failing(self) -> tuple[Question, ...]:
        """Return the questions that failed, most failed needs first."""
        found = [one for one in self.questions if one.needs.failed]
        return tuple(sorted(found, key=lambda one: -one.needs.failed))

    def abandoned(self) -> tuple[Question, ...]:
        """Return the questions after which nothing was opened, most first."""
        found = [one for one in self.questions if one.needs.unopened]
        return tuple(sorted(found, key=lambda one: -one.needs.unopened))


@dataclass(frozen=True, slots=True)
class SearchReport(SearchCounts):
    """The same, and of which period and language it is."""

    period: Period
    lang_filter: str | None


_COUNTS = TypeAdapter(SearchCounts)


def make_search_report(
    doors: Doors, period: Period, *, lang_filter: str | None, now: datetime, reader_of: ReaderOf
) -> SearchReport:
    """Count how search served people in a period."""
    asked = Asked(doors, period, lang_filter, now.timestamp())
    with reading(doors.engine) as connection:
        counts = read_counts(connection, search_kind(reader_of), asked)
    values = {field.name: getattr(counts, field.name) for field in fields(counts)}
    return SearchReport(**values, period=period, lang_filter=lang_filter)


def search_kind(reader_of: ReaderOf) -> Kind[SearchCounts]:
    """Return how search is counted with these readers of wordings."""

    def count(connection: Connection, asked: Asked) -> SearchCounts:
        return count_search(
            _known(reports_search.search_uses(connection)),
            measured_since=reports_content.first_event_at(connection),
            now=asked.now,
            least_visits=asked.doors.settings.query_min_sessions,
            reader_of=reader_of,
        )

    return Kind("search", _COUNTS, count)


def gather_uses(
    connection: Connection, doors: Doors, scope: reports.Scope, *, now: datetime
) -> tuple[SearchUse, ...]:
    """Return the recorded questions of a scope's counted needs, in languages that search knows."""
    reports.gather_issues(
        connection,
        scope,
        now=now.timestamp(),
        definition=doors.definition,
        outside=sorted(topic.id for topic in doors.shop.topics.values() if not topic.suggest),
        days=[(scope.since, scope.until)],
    )
    return _known(reports_search.search_uses(connection))


def _known(uses: Iterable[SearchUse]) -> tuple[SearchUse, ...]:
    known = known_languages()
    return tuple(use for use in uses if use.locale in known)


def count_search(
    uses: Sequence[SearchUse],
    *,
    measured_since: float | None,
    now: float,
    least_visits: int,
    reader_of: ReaderOf,
) -> SearchCounts:
    """Count uses; pure."""
    questions, rare = _questions(uses, least_visits=least_visits, reader_of=reader_of)
    return SearchCounts(
        made_at=now,
        times=len(uses),
        opened=_opened(uses),
        empty=_empty(uses),
        needs=tally(uses),
        questions=questions,
        rare=rare,
        places=_places(uses),
        languages=tuple(
            _spoken(locale, group) for locale, group in _grouped(uses, lambda use: use.locale).items()
        ),
        least_visits=least_visits,
        measured_since=measured_since,
    )


def _questions(
    uses: Sequence[SearchUse], *, least_visits: int, reader_of: ReaderOf
) -> tuple[tuple[Question, ...], Rare]:
    def key(use: SearchUse) -> tuple[str, frozenset[str]]:
        return use.locale, frozenset(reader_of(use.locale).stems(use.q_redacted))

    shown: list[Question] = []
    rare: list[Sequence[SearchUse]] = []
    for (locale, _), met in _grouped(uses, key).items():
        name = name_question(met, reader_of(locale), least_visits=least_visits)
        if name is None:
            rare.append(met)
        else:
            shown.append(Question(locale, name, visits_of(met), len(met), _opened(met), tally(met)))
    shown.sort(key=lambda one: (-one.visits, one.locale, one.text))
    return tuple(shown), Rare(len(rare), sum(len(met) for met in rare))


def _places(uses: Sequence[SearchUse]) -> tuple[Place, ...]:
    if not any(use.position for use in uses):
        return ()
    return tuple(
        Place(
            place,
            Rate(
                sum(use.position == place and use.n_results >= place for use in uses),
                sum(use.n_results >= place for use in uses),
            ),
        )
        for place in range(1, MOST_PLACES + 1)
    )


def _spoken(locale: str, uses: Sequence[SearchUse]) -> Spoken:
    return Spoken(locale, len(uses), _opened(uses), _empty(uses), tally(uses))


def _opened(uses: Sequence[SearchUse]) -> Rate:
    return Rate(sum(bool(use.is_opened) for use in uses), len(uses))


def _empty(uses: Sequence[SearchUse]) -> Rate:
    return Rate(sum(use.n_results == 0 for use in uses), len(uses))


def _grouped(uses: Iterable[SearchUse], key: Callable[[SearchUse], Key]) -> dict[Key, list[SearchUse]]:
    groups: dict[Key, list[SearchUse]] = {}
    for use in uses:
        groups.setdefault(key(use), []).append(use)
    return groups
