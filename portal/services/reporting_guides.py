"""Guides that ask in a report: at which step visits go on, stop, or write to a person."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import Connection

from portal.articles.listing import ListedArticle
from portal.services.doors import Doors
from portal.services.kept_counts import Asked, Kind, read_counts
from portal.services.reporting_articles import title_of
from portal.services.reporting_export import Cell, Table
from portal.services.reporting_periods import Period
from portal.statistics import Rate
from portal.store.database import reading
from portal.store.guide_steps import GuideVisits, StepCount, count_guide_steps, count_guide_visits


@dataclass(frozen=True, slots=True)
class GuideCounts:
    """What is counted of guides, as the store groups it."""

    steps: tuple[StepCount, ...]
    visits: tuple[GuideVisits, ...]


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step: visits that saw it, went on, left there without writing, or wrote.

    `title` is its name where the guide has it no longer; nobody goes on from an end.
    """

    step: str
    title: str
    is_end: bool
    entered: int
    went_on: int
    left: int
    wrote: int

    @property
    def leaving(self) -> Rate:
        """The share of those who saw a question and left there without writing."""
        return Rate(self.left, self.entered)


@dataclass(frozen=True, slots=True)
class GuideReport:
    """One guide: its visits, how many came to an end, and its steps in their order."""

    article_id: str
    title: str
    url: str
    visits: int
    rows: tuple[StepRow, ...]

    @property
    def finished(self) -> Rate:
        """The share of visits whose last step was an end of the guide."""
        return Rate(sum(row.left + row.wrote for row in self.rows if row.is_end), self.visits)

    @property
    def wrote(self) -> Rate:
        """The share of visits that wrote to a person after their last step."""
        return Rate(sum(row.wrote for row in self.rows), self.visits)


def count_guides(connection: Connection, asked: Asked) -> GuideCounts:
    """Count the steps of a period."""
    return GuideCounts(
        count_guide_steps(connection, asked.scope), count_guide_visits(connection, asked.scope)
    )


GUIDES = Kind("guides", TypeAdapter(GuideCounts), count_guides, needs_gathering=False)


def make_guides(
    doors: Doors, period: Period, *, lang_filter: str | None, now: float, reader_lang: str
) -> tuple[GuideReport, ...]:
    """Return every guide that was used in a period, the most used first."""
    with reading(doors.engine) as connection:
        counts = read_counts(connection, GUIDES, Asked(doors, period, lang_filter, now))
    steps: dict[str, list[StepCount]] = {}
    for one in counts.steps:
        steps.setdefault(one.article_id, []).append(one)
    found = (_guide(doors, one, steps.get(one.article_id, []), reader_lang) for one in counts.visits)
    return tuple(sorted(found, key=lambda one: (-one.visits, one.article_id)))


def guide_table(guides: tuple[GuideReport, ...]) -> Table:
    """Return the steps of all guides as a table."""
    columns = ("article_id", "title", "step", "step_title", "is_end", "entered", "went_on", "left", "wrote")
    rows: list[tuple[Cell, ...]] = [
        (
            *(guide.article_id, guide.title, row.step, row.title, int(row.is_end)),
            *(row.entered, row.went_on, row.left, row.wrote),
        )
        for guide in guides
        for row in guide.rows
    ]
    return Table("guides", columns, tuple(rows))


def _guide(doors: Doors, visits: GuideVisits, counts: list[StepCount], lang: str) -> GuideReport:
    title, url = title_of(doors, visits.article_id, lang)
    guide = doors.find_article(visits.article_id, lang)
    return GuideReport(visits.article_id, title, url, visits.visits, tuple(_rows(guide, counts)))


def _rows(guide: ListedArticle | None, counts: list[StepCount]) -> Iterator[StepRow]:
    """Return the guide's steps in their order, those that nobody saw included; then those it had before."""
    counted = {one.step: one for one in counts}
    for step in guide.steps if guide else ():
        yield _row(counted.pop(step.id, None), step.id, title=step.title, is_end=not step.choices)
    for name, one in counted.items():
        yield _row(one, name, title=name, is_end=not one.went_on)


def _row(count: StepCount | None, step: str, *, title: str, is_end: bool) -> StepRow:
    if count is None:
        return StepRow(step, title, is_end, 0, 0, 0, 0)
    left = count.stopped - count.wrote
    return StepRow(step, title, is_end, count.entered, count.went_on, left, count.wrote)
