"""Simulated customers whose counterfactuals are known, so that a formula can be held against the truth.

Needs the extra `statistics`; for `portal simulate`, the tests and the benchmarks.
"""
