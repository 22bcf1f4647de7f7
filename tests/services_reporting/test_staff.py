"""Staff and their sign-ins are the same on both databases."""

from collections.abc import Iterator

import pytest

from portal.errors import InvalidForm, NotFound, TooMany
from portal.services import staff
from portal.services.doors import Doors
from tests.services.parts import TurnedClock, cheap_passwords, rows


@pytest.fixture(scope="module", autouse=True)
def passwords_cost_nothing() -> Iterator[None]:
    with cheap_passwords():
        yield


def test_a_sign_in_lives_for_twelve_hours(doors: Doors, clock: TurnedClock) -> None:
    password = staff.ensure_first_administrator(doors)
    assert password is not None
    token = staff.sign_in(doors, "admin", password, address="a")
    member = staff.find_signed_in(doors, token)
    assert member is not None
    assert (member.login, member.role, member.sees_people) == ("admin", staff.Role.ADMINISTRATOR, True)
    clock.turn(hours=12, seconds=1)
    assert staff.find_signed_in(doors, token) is None


def test_an_old_sign_in_is_deleted_at_the_next_one(doors: Doors, clock: TurnedClock) -> None:
    password = staff.add_member(doors, "anna", role=staff.Role.READER)
    staff.sign_in(doors, "anna", password, address="a")
    clock.turn(days=1)
    staff.sign_in(doors, "anna", password, address="a")
    assert rows(doors, "select count(*) from staff_session") == [(1,)]


def test_signing_out_and_a_new_password_end_sign_ins(doors: Doors) -> None:
    password = staff.add_member(doors, "anna", role=staff.Role.READER)
    one, two = (staff.sign_in(doors, "anna", password, address="a") for _ in range(2))
    assert one is not None
    staff.sign_out(doors, one)
    assert staff.find_signed_in(doors, one) is None
    assert staff.find_signed_in(doors, two) is not None
    staff.renew_password(doors, "anna")
    assert staff.find_signed_in(doors, two) is None


def test_logins_are_unique_and_visible(doors: Doors) -> None:
    staff.add_member(doors, "anna", role=staff.Role.READER)
    for login in ("anna", "", " ", "a\nb", "x" * 81):
        with pytest.raises(InvalidForm):
            staff.add_member(doors, login, role=staff.Role.READER)
    with pytest.raises(NotFound, match="portal staff list"):
        staff.renew_password(doors, "bela")
    assert [member.login for member in staff.list_members(doors)] == ["anna"]


@pytest.mark.parametrize("token", [None, "", "nonsense", "é"])
def test_a_token_that_is_none_signs_nobody_in(doors: Doors, token: str | None) -> None:
    assert staff.find_signed_in(doors, token) is None


def test_one_address_that_tries_too_often_does_not_stop_another(doors: Doors) -> None:
    password = staff.add_member(doors, "anna", role=staff.Role.READER)
    for _ in range(10):
        assert staff.sign_in(doors, "anna", "wrong", address="bad") is None
    with pytest.raises(TooMany):
        staff.sign_in(doors, "anna", password, address="bad")
    assert staff.sign_in(doors, "anna", password, address="good")
