"""What one failed try means for the next: a clear no ends it, silence is tried again."""

import math

import pytest

from portal.connectors.desks.outcomes import NotReached, Refused, Throttled, Unsure
from portal.connectors.mail import MailFailed
from portal.errors import NotStored
from portal.services.doors import Doors
from portal.services.reaching import NotTaken, reaching
from portal.store.outbox import Outgoing

AGE_S = 60.0
SETTLES_S = 900.0


@pytest.fixture
def outgoing(doors: Doors) -> Outgoing:
    """Something that waits for a minute."""
    return Outgoing("o_1", "card", None, "guru", "{}", 2, doors.clock().timestamp() - AGE_S)


def fail(doors: Doors, outgoing: Outgoing, error: Exception, *, patience_s: float = math.inf) -> NotTaken:
    """Return what becomes of an error."""
    with (
        pytest.raises(NotTaken) as caught,
        reaching(doors, outgoing, "guru", patience_s=patience_s, settles_s=SETTLES_S),
    ):
        raise error
    return caught.value


@pytest.mark.parametrize("error", [Refused("no"), MailFailed("no", is_final=True)])
def test_a_clear_no_ends_it(doors: Doors, outgoing: Outgoing, error: Exception) -> None:
    why = fail(doors, outgoing, error)
    assert (why.reason, why.wait_s) == ("no", None)


@pytest.mark.parametrize("error", [NotReached("away"), Throttled("away"), MailFailed("away")])
def test_what_did_not_arrive_is_tried_again_after_as_long_as_it_has_been_tried(
    doors: Doors, outgoing: Outgoing, error: Exception
) -> None:
    assert fail(doors, outgoing, error).wait_s == pytest.approx(AGE_S, abs=1)


def test_who_says_how_long_to_wait_is_obeyed(doors: Doors, outgoing: Outgoing) -> None:
    assert fail(doors, outgoing, Throttled("slow down", 7.0)).wait_s == 7.0


def test_what_may_have_arrived_waits_until_one_can_look(doors: Doors, outgoing: Outgoing) -> None:
    assert fail(doors, outgoing, Unsure("nobody knows")).wait_s == SETTLES_S


@pytest.mark.parametrize(
    "error", [NotReached("away"), Throttled("slow", 7.0), Unsure("?"), MailFailed("away")]
)
def test_patience_ends(doors: Doors, outgoing: Outgoing, error: Exception) -> None:
    assert fail(doors, outgoing, error, patience_s=AGE_S - 1).wait_s is None


def test_an_error_nobody_thought_of_is_named_without_its_words(doors: Doors, outgoing: Outgoing) -> None:
    why = fail(doors, outgoing, KeyError("anna@example.org"))
    assert (why.reason, why.wait_s) == ("KeyError in the adapter.", None)


def test_a_database_that_is_away_is_no_answer_of_the_door(doors: Doors, outgoing: Outgoing) -> None:
    with pytest.raises(NotStored), reaching(doors, outgoing, "guru"):
        raise NotStored
