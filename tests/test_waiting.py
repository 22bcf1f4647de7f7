"""Where nobody may wait, what would have to be waited for is not begun."""

import pytest

from portal.waiting import MustWait, about_to_wait, nobody_waits


def test_waiting_is_allowed_but_where_it_is_not() -> None:
    about_to_wait()
    with nobody_waits(), pytest.raises(MustWait):
        about_to_wait()
    about_to_wait()


def test_it_is_allowed_again_after_an_error() -> None:
    with pytest.raises(MustWait), nobody_waits():
        about_to_wait()
    about_to_wait()
