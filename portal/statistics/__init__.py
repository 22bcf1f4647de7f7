"""Statistics: pure functions over counts; each names the paper it comes from."""

from portal.statistics.intervals import Interval, Rate, wilson

__all__ = ["Interval", "Rate", "wilson"]
