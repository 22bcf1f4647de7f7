"""A page learns what it needs: a token, a code, and who can be reached now."""

from datetime import UTC, datetime

import pytest

from portal.domain.events import Signal
from portal.errors import Forbidden
from portal.services.doors import Doors
from portal.services.meeting import give_token, meet, require_token
from tests.services.parts import TurnedClock, visit

SATURDAY = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
BEFORE_NINE = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 23, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "lang", "text"),
    [
        (None, "en", "Available now, until 18:00"),
        (BEFORE_NINE, "en", "Closed now. Next: 9:00"),
        (SATURDAY, "en", "Closed now. Next: Mon 9:00"),
        (CHRISTMAS, "en", "Closed now. Next: Mon 9:00"),
        (SATURDAY, "ru", "пн 9:00"),
        (SATURDAY, "hu", "h 9:00"),
    ],
    ids=["open", "opens today", "weekend", "holidays", "Russian", "Hungarian"],
)
def test_it_says_when_somebody_can_be_called(
    sqlite_doors: Doors, clock: TurnedClock, now: datetime | None, lang: str, text: str
) -> None:
    clock.now = now or clock.now
    phone = next(
        one for one in meet(sqlite_doors, visit(sqlite_doors), lang=lang).channels if one.id == "phone"
    )
    assert text in phone.text
    assert phone.is_open is (now is None)


def test_the_form_is_never_called_closed(sqlite_doors: Doors, clock: TurnedClock) -> None:
    clock.now = SATURDAY
    form = next(
        one for one in meet(sqlite_doors, visit(sqlite_doors), lang="en").channels if one.id == "form"
    )
    assert form.text == "If you write now, we reply by 23 November 2026, 10:00 (Budapest time) at the latest"


def test_a_token_is_good_for_the_visitor_who_got_it(sqlite_doors: Doors, clock: TurnedClock) -> None:
    token = give_token(sqlite_doors, visit(sqlite_doors))
    require_token(sqlite_doors, visit(sqlite_doors), token)
    with pytest.raises(Forbidden):
        require_token(sqlite_doors, visit(sqlite_doors, address="203.0.113.8"), token)
    clock.turn(hours=13)
    with pytest.raises(Forbidden):
        require_token(sqlite_doors, visit(sqlite_doors), token)


@pytest.mark.parametrize("token", ["", "x", "1.2.3", "²²².a.b", "1795293555.aa.\u00e9", "\x00" * 10])
def test_a_made_up_token_is_refused(sqlite_doors: Doors, token: str) -> None:
    with pytest.raises(Forbidden):
        require_token(sqlite_doors, visit(sqlite_doors), token)


def test_who_asks_not_to_be_followed_can_vote_and_write_but_has_no_code(sqlite_doors: Doors) -> None:
    visitor = visit(sqlite_doors, signal=Signal.DNT)
    meeting = meet(sqlite_doors, visitor, lang="en")
    assert meeting.code is None
    require_token(sqlite_doors, visitor, meeting.token)
