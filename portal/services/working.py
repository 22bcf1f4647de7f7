"""The worker: what is due leaves the house, what is old is deleted; nothing stops it but being told to."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from portal.connectors.mail import MailSender, open_mail
from portal.services.closing import close_months
from portal.services.counting_ahead import count_ahead, count_wished
from portal.services.counting_days import count_days
from portal.services.delivering import CARD, NOTICE, DeskWay, Round, deliver_due
from portal.services.desk_delivery import DeskDelivery
from portal.services.desk_news import ask_desks
from portal.services.doors import Doors
from portal.services.experimenting import store_comparison
from portal.services.gaps import refresh_gaps
from portal.services.gaps_articles import judge_articles
from portal.services.integrations import Integrations, read_integrations
from portal.services.keeping import Deleted, delete_old
from portal.services.knowledge_tools import read_tools
from portal.services.notifiers import read_notifiers
from portal.services.notifying import NoticeDelivery, queue_digests
from portal.services.proposing import CardDelivery, queue_cards
from portal.services.recomputing import Recomputed, conclude_marked, conclude_recent
from portal.services.spiking import watch_topics
from portal.services.text_messages import SmsDelivery, read_sms
from portal.services.weekly import queue_weekly, write_outgoing
from portal.store.one_time_codes import SMS
from portal.traces import trace

log = logging.getLogger(__name__)

PAUSE_S = 2.0
PAUSE_AFTER_ERROR_S = 30.0
CLEANING_EVERY = timedelta(hours=6)
CLEANING_S = 3.0
CONCLUDING_EVERY = timedelta(hours=1)
COUNTING_EVERY = timedelta(hours=1)
ASKING_EVERY = timedelta(minutes=2)


class Worker:
    """Delivers the outbox and keeps the retention times, in rounds."""

    def __init__(
        self,
        doors: Doors,
        sender: MailSender | None = None,
        integrations: Integrations | None = None,
        rebuild: Callable[[], object] | None = None,
    ) -> None:
        self._rebuild = rebuild
        self._doors = doors
        self._sender = sender or open_mail(doors.settings)
        self._write = partial(write_outgoing, doors)
        self.integrations = integrations or read_integrations(doors.settings, doors.clock)
        self._desks = DeskDelivery(doors, self.integrations, self._sender, self._write)
        self.channels = read_notifiers(doors.settings, doors.clock)
        self.tools = read_tools(doors.settings, doors.clock)
        self.ways: dict[str, DeskWay] = {
            NOTICE: NoticeDelivery(doors, self.channels),
            CARD: CardDelivery(doors, self.tools),
            SMS: SmsDelivery(doors, read_sms(doors.settings, doors.clock)),
        }
        self._cleaned_at: datetime | None = None
        self._concluded_at: datetime | None = None
        self._counted_at: datetime | None = None
        self._asked_at: datetime | None = None

    def deliver(self) -> Round:
        """Send what is due now, a bounded number of messages; raises NotStored."""
        doors = self._doors
        topics = doors.shop.topics.values()
        return deliver_due(
            doors.engine,
            self._sender,
            self._write,
            clock=doors.clock,
            desks=self._desks,
            ways=self.ways,
            first_topics=tuple(topic.id for topic in topics if topic.priority == "urgent"),
        )

    def deliver_all(self) -> Round:
        """Send everything that is due now."""
        rounds = [self.deliver()]
        while rounds[-1].total:
            rounds.append(self.deliver())
        return Round(
            sum(one.delivered for one in rounds),
            sum(one.postponed for one in rounds),
            sum(one.failed for one in rounds),
        )

    def clean(self, *, seconds: float | None = CLEANING_S) -> Deleted | None:
        """Delete what is past its time, some times a day; None if it was not time yet.

        What does not go within so many seconds goes on in the next round, so that no message waits for it.
        """
        now = self._doors.clock()
        if self._cleaned_at is not None and now - self._cleaned_at < CLEANING_EVERY:
            return None
        deleted = delete_old(self._doors, seconds=seconds)
        if deleted.is_finished:
            self._cleaned_at = now
        return deleted

    def conclude(self) -> Recomputed | None:
        """Keep what became of recent needs, once an hour; None if it was not time yet."""
        now = self._doors.clock()
        if self._concluded_at is not None and now - self._concluded_at < CONCLUDING_EVERY:
            return None
        done = conclude_recent(self._doors).plus(conclude_marked(self._doors))
        count_days(self._doors)
        watch_topics(self._doors)
        store_comparison(self._doors)
        for month in close_months(self._doors):
            log.info("closed the month: %s", month)
        self._concluded_at = now
        return done

    def count(self) -> int | None:
        """Count open gaps, judge articles, count ahead what pages ask, queue the weekly report and cards.

        Once an hour, and when a new day begins, for then pages ask of other days; else None.
        """
        now, zone = self._doors.clock(), self._doors.shop.calendar.zone
        if (
            self._counted_at is not None
            and now - self._counted_at < COUNTING_EVERY
            and now.astimezone(zone).date() == self._counted_at.astimezone(zone).date()
        ):
            return None
        open_gaps = refresh_gaps(self._doors)
        judge_articles(self._doors)
        count_ahead(self._doors, between=self._hurry)
        queue_weekly(self._doors)
        for tool in self.tools.values():
            if tool.options.push_gaps:
                queue_cards(self._doors, tool)
        self._counted_at = now
        return open_gaps

    def ask(self) -> int | None:
        """Ask help desks how tickets stand, and gather what the team hears, every two minutes, else None."""
        now = self._doors.clock()
        if self._asked_at is not None and now - self._asked_at < ASKING_EVERY:
            return None
        changed = ask_desks(self._doors, self.integrations)
        queue_digests(self._doors, self.channels)
        self._asked_at = now
        return changed

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop; a message that is being sent is finished first."""
        pause = 0.0
        while not stop.wait(pause):
            pause = self._round()

    def _hurry(self) -> None:
        """Do what nobody should wait for while a large shop is counted."""
        count_wished(self._doors)
        self.deliver()

    def _round(self) -> float:
        """Work once and return how long to pause."""
        try:
            if self._rebuild is not None:
                self._rebuild()
            # Before anything is deleted, what it tells is counted.
            self.conclude()
            self.count()
            count_wished(self._doors)
            cleaned = self.clean()
            self.ask()
            is_busy = self.deliver().total or (cleaned is not None and not cleaned.is_finished)
            return 0.0 if is_busy else PAUSE_S
        except Exception as error:  # noqa: BLE001  the worker must outlive whatever it meets
            log.error("a round failed; going on in %.0f s: %s", PAUSE_AFTER_ERROR_S, trace(error))
            return PAUSE_AFTER_ERROR_S
