"""Statistics: pure functions over counts; each names the paper it comes from.

What is named here needs the standard library alone, so that the web process may import it. `clusters`,
`helpfulness`, `savings`, `spikes` and `simulation` need the extra `statistics` and are imported by name, in
the worker and the command line only.
"""

from portal.statistics.assignment_health import AssignmentHealth, Split, check_assignment
from portal.statistics.difference import avoided_per_person
from portal.statistics.estimates import Arms, Estimate
from portal.statistics.intervals import Interval, PerHundred, Rate, wilson
from portal.statistics.linking import Followed, linkable_rates, weighted_difference, weighted_rate
from portal.statistics.mix import at_mix
from portal.statistics.planning import Expected, Proposal, Remaining, Traffic, propose, remaining
from portal.statistics.ratio import causal_rate
from portal.statistics.running import running_difference, running_weighted_difference
from portal.statistics.strata import (
    stratified_difference,
    stratified_rate,
    stratified_weighted_difference,
)

__all__ = [
    "Arms",
    "AssignmentHealth",
    "Estimate",
    "Expected",
    "Followed",
    "Interval",
    "PerHundred",
    "Proposal",
    "Rate",
    "Remaining",
    "Split",
    "Traffic",
    "at_mix",
    "avoided_per_person",
    "causal_rate",
    "check_assignment",
    "linkable_rates",
    "propose",
    "remaining",
    "running_difference",
    "running_weighted_difference",
    "stratified_difference",
    "stratified_rate",
    "stratified_weighted_difference",
    "weighted_difference",
    "weighted_rate",
    "wilson",
]
