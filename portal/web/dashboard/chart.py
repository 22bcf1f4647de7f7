"""Lay out stacked bars by day: pure geometry, drawn by a template as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.services.reporting_outcomes import DayCounts

WIDTH, HEIGHT = 960, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 4, 20, 28
_ORDER = ("confirmed", "implicit", "unknown", "escalated")
_MOST_LABELS = 8
_MOST_SUMS = 31


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a bar."""

    outcome: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One day; `has_label` tells whether its date is written below, `sum_y` where its sum is (None: not)."""

    day: date
    counts: DayCounts
    x: float
    width: float
    pieces: tuple[Piece, ...]
    has_label: bool
    sum_y: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the scale."""

    value: int
    y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole chart in the units of its view box."""

    width: int
    height: int
    left: int
    base: float
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]


def draw_days(days: Sequence[DayCounts]) -> Chart:
    """Return the bars of the days, the tallest filling the height."""
    top = scale_top(max((day.whole for day in days), default=0))
    room = HEIGHT - _TOP - _BOTTOM
    base = float(HEIGHT - _BOTTOM)
    step = (WIDTH - _LEFT - _RIGHT) / max(len(days), 1)
    every = -(-len(days) // _MOST_LABELS)
    bars = tuple(
        Bar(
            day=day.day,
            counts=day,
            x=round(_LEFT + number * step + step * 0.1, 2),
            width=round(min(step * 0.8, 48.0), 2),
            pieces=_stack(day, base, room / top),
            has_label=number % every == 0,
            sum_y=round(base - day.whole * room / top - 4, 2)
            if day.whole and len(days) <= _MOST_SUMS
            else None,
        )
        for number, day in enumerate(days)
    )
    lines = tuple(Line(value, round(base - value * room / top, 2)) for value in sorted({0, top // 2, top}))
    return Chart(WIDTH, HEIGHT, _LEFT, base, bars, lines)


def scale_top(most: int) -> int:
    """Return an even, round number that is at least this one.

    >>> scale_top(143)
    160
    """
    size = 1
    while True:
        for factor in (2, 4, 6, 8, 10, 12, 14, 16):
            if factor * size >= most:
                return factor * size
        size *= 10


def _stack(day: DayCounts, base: float, unit: float) -> tuple[Piece, ...]:
    pieces = []
    y = base
    for outcome in _ORDER:
        height = getattr(day, outcome) * unit
        if height:
            y -= height
            pieces.append(Piece(outcome, round(y, 2), round(height, 2)))
    return tuple(pieces)
