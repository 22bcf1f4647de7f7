"""Bars by day: the heights are the counts, whatever the numbers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.services.reporting_outcomes import DayCounts
from portal.web.dashboard.chart import HEIGHT, WIDTH, draw_days, scale_top

counts = st.integers(0, 5_000)


@given(st.lists(st.tuples(counts, counts, counts, counts), min_size=1, max_size=400))
def test_every_bar_stays_within_the_chart_and_stacks_without_gaps(days: list[tuple[int, ...]]) -> None:
    start = date(2026, 1, 1)
    chart = draw_days([DayCounts(*day, day=start + timedelta(days=n)) for n, day in enumerate(days)])
    for bar, day in zip(chart.bars, days, strict=True):
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH + 0.1
        assert len(bar.pieces) == sum(count > 0 for count in day)
        floor = chart.base
        for piece in bar.pieces:
            assert piece.y + piece.height == pytest.approx(floor, abs=0.05)
            floor = piece.y
        assert 0 <= floor <= HEIGHT


@pytest.mark.parametrize(
    ("most", "top"), [(0, 2), (1, 2), (3, 4), (9, 10), (11, 12), (17, 20), (143, 160), (5000, 6000)]
)
def test_the_scale_ends_with_a_round_even_number(most: int, top: int) -> None:
    assert scale_top(most) == top
