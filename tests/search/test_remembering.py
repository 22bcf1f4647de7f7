"""What was worked out is kept as long as there is room."""

from search.remembering import Remembered


def remembered(most: int) -> Remembered[str, str]:
    return Remembered(most, size=len)


def test_it_keeps_what_was_asked_for_last() -> None:
    known = remembered(6)
    known.keep("a", "xxx")
    known.keep("b", "xxx")
    assert known.find("a") == "xxx"
    known.keep("c", "xxx")
    assert (known.find("a"), known.find("b"), known.find("c")) == ("xxx", None, "xxx")


def test_a_value_that_is_kept_again_takes_the_room_of_one() -> None:
    known = remembered(6)
    for _ in range(5):
        known.keep("a", "xxx")
    known.keep("b", "xxx")
    assert (known.find("a"), known.find("b")) == ("xxx", "xxx")


def test_what_has_no_room_at_all_is_not_kept() -> None:
    known = remembered(2)
    known.keep("a", "xxx")
    assert known.find("a") is None
