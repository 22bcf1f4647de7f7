"""Make one frozen report of a period; pages, CSV and JSON only write down what stands in it."""

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection

from portal.domain.events import EventName
from portal.domain.outcomes import Definition
from portal.services.doors import Doors
from portal.services.kept_counts import Asked, Kind, read_counts
from portal.services.reporting_articles import ArticleRow, CommentRow, make_articles, make_comments
from portal.services.reporting_contacts import ContactRow, OtherWay, make_contacts, topic_title
from portal.services.reporting_outcomes import Outcomes, make_outcomes
from portal.services.reporting_periods import Period
from portal.services.reporting_queries import Queries, count_empty, count_queries
from portal.store import comments, contacts, outbox, reports, reports_content, rollups
from portal.store.attachments import files_of
from portal.store.calls import calls_of
from portal.store.contacts import Contact
from portal.store.database import reading
from portal.store.legal_acts import acts_of
from portal.store.marks import last_of_other_ways, marks_of

MOST_CONTACTS = 50
MOST_FAILED = 50
MOST_COMMENTS = 200


@dataclass(frozen=True, slots=True)
class OutsideTopic:
    """A topic outside every figure: needs, messages, and the legal deadline that comes next."""

    topic: str | None
    title: str
    needs: int
    messages: int
    next_deadline_at: float | None


@dataclass(frozen=True, slots=True)
class NotLinked:
    """What people did whose browser asked not to be followed; nothing is concluded from it."""

    queries: int
    views: int
    messages: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What was not made by customers."""

    traffic: str
    events: int
    visits: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of the events of a period, as the store groups it."""

    made_at: float
    measured_since: float | None
    groups: tuple[reports.IssueGroup, ...]
    days: tuple[reports.DayGroup, ...]
    last_end: float | None
    not_linked: tuple[reports_content.EventGroup, ...]
    left_out: tuple[reports_content.TrafficGroup, ...]
    queries: Queries
    views: tuple[reports_content.ArticleViews, ...]
    votes: tuple[reports_content.VoteGroup, ...]
    versions: tuple[int, ...]
    restated: dict[str, int]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything about a period; `lang_filter` None means all languages.

    `failed` are messages of any time of which a letter was not delivered: they wait for somebody to act.
    """

    period: Period
    lang_filter: str | None
    made_at: float
    measured_since: float | None
    definition: Definition
    outcomes: Outcomes
    outside: tuple[OutsideTopic, ...]
    not_linked: NotLinked
    left_out: tuple[LeftOut, ...]
    queries: Queries
    articles: tuple[ArticleRow, ...]
    comments: tuple[CommentRow, ...]
    contacts: tuple[ContactRow, ...]
    failed: tuple[ContactRow, ...]
    other_ways: tuple[OtherWay, ...]
    contacts_in_all: int
    outbox: dict[str, int]
    versions: tuple[int, ...]
    """Of the definitions that made these figures."""
    restated: dict[str, int]
    """Needs that were told otherwise before, by what they became, of restatements in this period."""

    @property
    def recorded_on(self) -> date | None:
        """The day on which the record begins; before it nothing was counted, which is not a count of 0."""
        if self.measured_since is None:
            return None
        return datetime.fromtimestamp(self.measured_since, tz=self.period.zone).date()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was recorded since the beginning."""
        return self.measured_since is None and not self.contacts_in_all


def make_report(
    doors: Doors,
    period: Period,
    *,
    lang_filter: str | None,
    now: datetime,
    reader_lang: str | None = None,
    sees_people: bool = False,
    most_contacts: int = MOST_CONTACTS,
) -> Report:
    """Make the report of a period, told in `reader_lang`; customers' data only for those who may see them."""
    asked = Asked(doors, period, lang_filter, now.timestamp())
    with reading(doors.engine) as connection:
        reporter = _Reporter(
            connection=connection,
            counts=read_counts(connection, COUNTS, asked),
            doors=doors,
            period=period,
            scope=asked.scope,
            definition=doors.definition,
            now=now.timestamp(),
            lang=reader_lang or doors.settings.default_language,
            sees_people=sees_people,
        )
        return reporter.report(most_contacts=most_contacts)


def count_period(connection: Connection, asked: Asked) -> Counts:
    """Count the events of a period whose needs are gathered."""
    scope, definition = asked.scope, asked.doors.definition
    return Counts(
        made_at=asked.now,
        measured_since=reports_content.first_event_at(connection),
        groups=reports.group_issues(connection),
        days=reports.group_days(connection),
        last_end=reports.last_end_of_provisional(connection),
        not_linked=reports_content.count_not_linked(connection, scope),
        left_out=reports_content.count_left_out(connection, scope),
        queries=_queries(connection, scope, least_visits=asked.doors.settings.query_min_sessions),
        views=reports_content.count_views(connection, scope),
        votes=reports_content.count_votes(connection, scope),
        versions=_versions(connection, asked.period, definition),
        restated=rollups.count_restated(connection, since=asked.period.since, until=asked.period.until),
    )


COUNTS = Kind("counts", TypeAdapter(Counts), count_period)


def _queries(connection: Connection, scope: reports.Scope, *, least_visits: int) -> Queries:
    rows, rare = count_queries(reports.query_uses(connection), least_visits=least_visits)
    empty, rare_empty = count_empty(reports.empty_queries(connection, scope), least_visits=least_visits)
    asked, asked_empty = reports.count_searches(connection, scope)
    return Queries(rows, rare, empty, rare_empty, asked, asked_empty, least_visits)


def _versions(connection: Connection, period: Period, definition: Definition) -> tuple[int, ...]:
    since, until = period.since, period.until
    versions = set(rollups.versions_between(connection, since=since, until=until))
    if rollups.closed_until(connection, since=since, until=until) < until:
        versions.add(definition.version)
    return tuple(sorted(versions))


@dataclass(frozen=True, slots=True)
class _Reporter:
    """One reading of the database: every part of the report sees the same moment."""

    connection: Connection
    counts: Counts
    doors: Doors
    period: Period
    scope: reports.Scope
    definition: Definition
    now: float
    lang: str
    sees_people: bool

    def report(self, *, most_contacts: int) -> Report:
        return Report(
            period=self.period,
            lang_filter=self.scope.locale,
            made_at=self.counts.made_at,
            measured_since=self.counts.measured_since,
            definition=self.definition,
            outcomes=self.outcomes(),
            outside=self.outside(),
            not_linked=self.not_linked(),
            left_out=self.left_out(),
            queries=self.counts.queries,
            articles=self.articles(),
            comments=self.comments(),
            contacts=self.contacts(most_contacts),
            failed=self.failed(),
            other_ways=self.other_ways(),
            contacts_in_all=reports_content.count_contacts(self.connection, self.scope),
            outbox=outbox.count_by_state(self.connection),
            versions=self.counts.versions,
            restated=self.counts.restated,
        )

    def outcomes(self) -> Outcomes:
        return make_outcomes(
            self.counts.groups,
            self.counts.days,
            self.period.dates,
            last_end=self.counts.last_end,
            recontact_s=self.definition.recontact_s,
        )

    def outside(self) -> tuple[OutsideTopic, ...]:
        needs: dict[str | None, int] = {}
        for group in self.counts.groups:
            if not group.is_counted:
                needs[group.topic] = needs.get(group.topic, 0) + group.n
        found = reports_content.count_outside_contacts(self.connection, self.scope, now=self.now)
        written = {row.topic: row for row in found}
        rows = [
            OutsideTopic(
                topic=topic,
                title=topic_title(self.doors, topic, self.lang),
                needs=needs.get(topic, 0),
                messages=written[topic].n if topic in written else 0,
                next_deadline_at=written[topic].next_deadline_at if topic in written else None,
            )
            for topic in needs.keys() | written.keys()
        ]
        return tuple(sorted(rows, key=lambda row: (-row.needs, -row.messages, row.topic or "")))

    def not_linked(self) -> NotLinked:
        counts = {group.ev: group.n for group in self.counts.not_linked}
        return NotLinked(
            queries=counts.get(EventName.SEARCH, 0),
            views=counts.get(EventName.ARTICLE_VIEW, 0),
            messages=counts.get(EventName.CONTACT_CREATED, 0),
        )

    def left_out(self) -> tuple[LeftOut, ...]:
        return tuple(LeftOut(group.traffic, group.events, group.visits) for group in self.counts.left_out)

    def articles(self) -> tuple[ArticleRow, ...]:
        return make_articles(self.doors, self.counts.views, self.counts.votes, lang=self.lang)

    def comments(self) -> tuple[CommentRow, ...]:
        found = comments.comments_between(
            self.connection,
            since=self.scope.since,
            until=self.scope.until,
            locale=self.scope.locale,
            limit=MOST_COMMENTS,
        )
        return make_comments(self.doors, found, lang=self.lang)

    def contacts(self, limit: int) -> tuple[ContactRow, ...]:
        found = contacts.last_contacts(
            self.connection,
            since=self.scope.since,
            until=self.scope.until,
            locale=self.scope.locale,
            limit=limit,
        )
        return self.told(found)

    def failed(self) -> tuple[ContactRow, ...]:
        ids = reports_content.failed_contacts(self.connection, limit=MOST_FAILED)
        found = (contacts.find_by_id(self.connection, contact_id) for contact_id in ids)
        return self.told(tuple(contact for contact in found if contact is not None))

    def told(self, found: tuple[Contact, ...]) -> tuple[ContactRow, ...]:
        ids = tuple(contact.contact_id for contact in found)
        return make_contacts(
            self.doors,
            found,
            reports_content.deliveries_of(self.connection, ids),
            marks=marks_of(self.connection, ids),
            files=files_of(self.connection, ids),
            calls=calls_of(self.connection, ids),
            acts=acts_of(self.connection, ids),
            lang=self.lang,
            sees_people=self.sees_people,
        )

    def other_ways(self) -> tuple[OtherWay, ...]:
        found = last_of_other_ways(
            self.connection,
            since=self.scope.since,
            until=self.scope.until,
            locale=self.scope.locale,
            limit=MOST_CONTACTS,
        )
        return tuple(OtherWay(one, topic_title(self.doors, one.topic, self.lang)) for one in found)
