"""Small makers of counts."""

from hypothesis import strategies as st

from portal.statistics import Arms, Rate


def make_arms(withheld: tuple[int, int], shown: tuple[int, int]) -> Arms:
    return Arms(Rate(*withheld), Rate(*shown))


def rates(least: int = 1, most: int = 4000) -> st.SearchStrategy[Rate]:
    return st.integers(least, most).flatmap(
        lambda whole: st.integers(0, whole).map(lambda part: Rate(part, whole))
    )


def arms(least: int = 1, most: int = 4000) -> st.SearchStrategy[Arms]:
    return st.builds(Arms, rates(least, most), rates(least, most))
