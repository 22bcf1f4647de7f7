"""Look up an order: number and a second field, compared here, paced, bounded, and recorded as a step.

Whoever gets one of both wrong learns nothing: the words, the status and the time are those of an order that
does not exist. More than the state takes a code that goes to the mailbox, or the telephone, of the order.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from portal.connectors.desks.outcomes import DeskError
from portal.connectors.shops.shop import Shop
from portal.domain.events import EventName
from portal.domain.order_matching import find_match, plain_second
from portal.domain.order_numbers import plain_order_number
from portal.domain.orders import Details, Order, SecondField
from portal.errors import FieldError, InvalidForm, TooMany, Unavailable
from portal.services.budgets import Budget
from portal.services.contacting import mailable, other_way
from portal.services.doors import Doors
from portal.services.making_events import make_event
from portal.services.one_time_codes import is_right_code, offer_code
from portal.services.pacing import Pace
from portal.services.text_messages import dialable
from portal.services.visitors import Visitor

log = logging.getLogger(__name__)

KIND = "order"
TOPIC = "order-status"
MOST_NUMBER, MOST_SECOND = 40, 254
_OF_NUMBER, _WITHIN_S = 10, 15 * 60
_AT_ONCE = 4
"""Of all threads so many fourths, at most, may wait for an order."""


@dataclass(frozen=True, slots=True, repr=False)
class Question:
    """What was typed; no repr, for it is personal."""

    number: str
    second: str
    by: SecondField = SecondField.EMAIL


@dataclass(frozen=True, slots=True)
class Offer:
    """A code was sent, if there is such an order; the id goes back with the code."""

    code_id: str


class LookUps:
    """The look-up of one service: its shop, its pace and its limits."""

    def __init__(self, doors: Doors, shop: Shop, pace: Pace | None = None, *, has_sms: bool = False) -> None:
        self._doors, self.shop = doors, shop
        self.has_sms = has_sms and SecondField.PHONE in shop.seconds
        """Whether who names the telephone number gets the code there."""
        self._pace = pace or Pace(shop.pace_s, at_once=doors.settings.threads // _AT_ONCE)
        self._of_address = Budget(doors.settings.look_ups_per_hour, seconds=3600)
        self._of_number = Budget(_OF_NUMBER, seconds=_WITHIN_S)

    def find(self, visitor: Visitor, asked: Question, *, lang: str) -> Order | None:
        """Return the order without its details, or None; raises InvalidForm, TooMany, Unavailable."""
        self._check(asked, lang)
        self._spend(visitor, asked, lang)
        with self._paced(lang):
            found = self._match(asked, lang) if asked.by is SecondField.EMAIL else None
            self._record(visitor, lang, is_found=found is not None)
        return replace(found, details=Details()) if found else None

    def offer(self, visitor: Visitor, asked: Question, *, lang: str) -> Offer:
        """Send a code to the order's own address or number, if there is such an order.

        Nobody is told whether.
        """
        self._check(asked, lang)
        self._spend(visitor, asked, lang)
        with self._paced(lang):
            found = self._match(asked, lang)
            known = found.seconds if found else {}
            is_text = self.has_sms and asked.by is SecondField.PHONE
            phone = dialable(known.get(SecondField.PHONE, "")) if is_text else ""
            address = mailable(known.get(SecondField.EMAIL, ""))
            code_id = offer_code(self._doors, _subject(asked), lang=lang, email=address, phone=phone)
        return Offer(code_id)

    def open(self, visitor: Visitor, asked: Question, code_id: str, typed: str, *, lang: str) -> Order | None:
        """Return the order with its details if the code is right, else None."""
        self._check(asked, lang)
        self._spend(visitor, asked, lang)
        with self._paced(lang):
            is_right = is_right_code(self._doors, code_id, typed, _subject(asked))
            found = self._match(asked, lang) if is_right else None
            if asked.by is not SecondField.EMAIL:
                self._record(visitor, lang, is_found=found is not None)
        return found

    @contextmanager
    def _paced(self, lang: str) -> Iterator[None]:
        try:
            with self._pace.hold():
                yield
        except TooMany as error:
            raise _too_many(self._doors, lang, error) from None

    def _match(self, asked: Question, lang: str) -> Order | None:
        try:
            found = find_match(
                self.shop.find(asked.number),
                asked.number,
                asked.second,
                by=asked.by,
                key=self._doors.secret,
                prefix=self.shop.prefix,
            )
            return self.shop.complete(found) if found else None
        except DeskError as error:
            log.warning("the shop has no answer: %s", type(error).__name__)
            phone = other_way(self._doors)
            raise Unavailable(self._doors.words.get(lang, "order.down", phone=phone)) from None

    def _check(self, asked: Question, lang: str) -> None:
        say = self._doors.words.get
        errors = []
        if not plain_order_number(asked.number) or len(asked.number) > MOST_NUMBER:
            errors.append(FieldError("number", say(lang, "order.number.bad")))
        is_short = len(asked.second) <= MOST_SECOND
        if asked.by is SecondField.EMAIL:
            is_good = bool(mailable(asked.second)) and is_short
        else:
            is_good = bool(plain_second(asked.second, asked.by)) and is_short
        if not is_good:
            key = "form.email.bad" if asked.by is SecondField.EMAIL else f"order.{asked.by}.bad"
            errors.append(FieldError(asked.by.value, say(lang, key)))
        if asked.by not in self.shop.seconds:
            errors.append(FieldError("number", say(lang, "order.number.bad")))
        if errors:
            raise InvalidForm(tuple(errors))

    def _spend(self, visitor: Visitor, asked: Question, lang: str) -> None:
        now = self._doors.clock().timestamp()
        try:
            self._of_address.spend(visitor.network, now=now)
            self._of_number.spend(plain_order_number(asked.number, prefix=self.shop.prefix), now=now)
        except TooMany as error:
            raise _too_many(self._doors, lang, error) from None

    def _record(self, visitor: Visitor, lang: str, *, is_found: bool) -> None:
        doors = self._doors
        event = make_event(
            visitor,
            EventName.LOOKUP,
            at=doors.clock().timestamp(),
            locale=lang,
            kind=KIND,
            n_results=int(is_found),
            topic=TOPIC if TOPIC in doors.shop.topics else None,
            surface="orders",
        )
        doors.recorder.record(visitor, event)


def _too_many(doors: Doors, lang: str, error: TooMany) -> TooMany:
    text = doors.words.get(lang, "order.toomany", phone=other_way(doors))
    return TooMany(text, retry_after_s=error.retry_after_s)


def _subject(asked: Question) -> str:
    return "|".join((plain_order_number(asked.number), asked.by, plain_second(asked.second, asked.by)))
