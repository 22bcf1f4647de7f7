"""The room's door: what it names, and what it does not bring along."""

import subprocess
import sys

import portal.statistics

HEAVY = ("numpy", "scipy", "statsmodels", "pandas")


def loaded_by(module: str) -> set[str]:
    script = f"import sys, {module}; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_what_the_room_names_needs_the_standard_library_alone() -> None:
    assert loaded_by("portal.statistics") == set()


def test_the_web_process_never_imports_scipy() -> None:
    assert loaded_by("portal.web.app") <= {"numpy"}


def test_the_command_line_starts_without_scipy() -> None:
    assert loaded_by("portal.cli") <= {"numpy"}


def test_the_public_names_are_these() -> None:
    assert portal.statistics.__all__ == [
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
