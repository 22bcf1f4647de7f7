"""Of two articles that say the same under the same title, the second stands behind."""

from search.repeats import find_repeats, repeats_behind

TITLES = (b"refund", b"parcel", b"refund", b"refund", b"", b"")


def test_articles_of_one_title_that_are_like_each_other_repeat_the_first_of_them() -> None:
    assert find_repeats(TITLES, likeness=lambda *_: 1.0) == {0: 0, 2: 0, 3: 0}


def test_the_same_title_over_another_text_is_another_answer() -> None:
    found = find_repeats(TITLES, likeness=lambda one, other: 1.0 if one == other or other == 2 else 0.3)
    assert found == {0: 0, 2: 0}


def test_a_repetition_comes_after_the_first_five_answers() -> None:
    numbers = [0, 2, 5, 6, 7, 8, 9, 10]
    order = repeats_behind(numbers, {0: 0, 2: 0})
    assert [numbers[place] for place in order] == [0, 5, 6, 7, 8, 2]


def test_every_article_keeps_a_place() -> None:
    assert sorted(repeats_behind([2, 0, 3], {0: 0, 2: 0, 3: 0})) == [0, 1, 2]
    assert repeats_behind([4, 1], {}) == [0, 1]
