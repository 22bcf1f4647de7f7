"""The simulated customers are what is said of them, and show why silence is no success."""

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.statistics.simulation.comparing import compare_forms, compare_months, compare_worlds
from portal.statistics.simulation.limits import find_failures
from portal.statistics.simulation.people import USUAL, imagine_world, visit_form
from portal.statistics.simulation.study import FULL, SHORT, Row, carry_out, plan, sum_up


def chance(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_the_usual_world_has_the_effect_it_is_said_to_have() -> None:
    assert USUAL.contact_withheld == pytest.approx(0.70)
    assert USUAL.contact_shown == pytest.approx(0.59)
    forms = visit_form(USUAL, 400_000, withheld=0.5, rng=chance())
    assert forms.contacts[~forms.shown].mean() == pytest.approx(0.70, abs=0.005)
    assert forms.contacts[forms.shown].mean() == pytest.approx(0.59, abs=0.005)


def test_what_can_be_seen_never_exceeds_what_happened() -> None:
    for seed in range(20):
        forms = visit_form(imagine_world(chance(seed)), 2000, withheld=0.3, rng=chance(seed))
        assert not (forms.in_visit & forms.late).any()
        assert (forms.contacts == (forms.in_visit | forms.late)).all()
        assert not (forms.seen_in_a_day & ~forms.seen_in_a_week).any()
        assert not (forms.seen_in_a_week & ~forms.contacts).any()
        assert not (forms.opened & ~forms.shown).any()
        assert not (forms.said_solved & ~forms.opened).any()


def test_imagined_worlds_differ_and_add_up() -> None:
    worlds = [imagine_world(chance(seed)) for seed in range(60)]
    assert all(sum(kind.share for kind in world.kinds) == pytest.approx(1) for world in worlds)
    assert min(world.effect for world in worlds) < 0 < max(world.effect for world in worlds)


def test_formulas_that_take_silence_for_success_claim_several_times_the_truth() -> None:
    claims = {claim.formula: claim for claim in compare_months(range(40), chance(2))}
    for formula in (
        "visits minus contact forms, people only",
        "content seen, no contact within a day",
        "saw suggestions, did not send",
        "opened a suggestion, silent for a day",
    ):
        assert claims[formula].times_truth > 2.5
    assert claims["headline: comparison, 10 % withheld"].times_truth == pytest.approx(1, abs=0.15)


def test_the_comparison_alone_ranks_portals_and_tells_harm() -> None:
    worlds = compare_worlds(range(120), chance(3))
    *silent, headline = worlds
    assert headline.rank_correlation > 0.93
    assert all(world.rank_correlation < 0.8 for world in silent)
    assert abs(headline.median_error) < 0.02
    assert all(world.positive_where_harmful == 1 for world in silent)
    assert headline.positive_where_harmful is not None
    assert headline.positive_where_harmful < 0.2


def test_a_worse_form_looks_better_to_those_who_count_silence() -> None:
    usual, worse = compare_forms(200_000, chance(4))
    assert worse.not_sent > usual.not_sent + 0.1
    assert worse.causal < usual.causal - 0.01


def test_a_short_study_keeps_within_its_limits() -> None:
    tasks = plan(SHORT, runs=200, seed=5)
    rows = sum_up(SHORT, tasks, [carry_out(task, SHORT) for task in tasks])
    assert {row.table for row in rows} == {experiment.table for experiment in FULL}
    assert all(row.runs == 200 for row in rows)
    biases = [name for row in rows for name in find_failures([row], slack=0.045) if ": bias" not in name]
    assert not biases


def test_the_same_seed_gives_the_same_figures_however_tasks_are_shared_out() -> None:
    tasks = plan(SHORT[:1], runs=600, seed=5)
    assert [task.runs for task in tasks] == [250, 250, 100]
    once = sum_up(SHORT[:1], tasks, [carry_out(task, SHORT) for task in tasks])
    backwards = {id(task): carry_out(task, SHORT) for task in reversed(tasks)}
    assert sum_up(SHORT[:1], tasks, [backwards[id(task)] for task in tasks]) == once


GOOD = Row("closed period", "x", 20_000, {"bias": 0.001, "difference covered": 0.95, "rate covered": 0.951})


@pytest.mark.parametrize(
    ("row", "told"),
    [
        pytest.param(replace(GOOD, figures={"difference covered": 0.93}), "0.9300", id="covers too little"),
        pytest.param(replace(GOOD, figures={"rate covered": 0.97}), "0.9700", id="too wide"),
        pytest.param(replace(GOOD, figures={"bias": -0.006}), "-0.0060", id="biased"),
        pytest.param(Row("visitors who repeat", "x", 9, {"clustered covered": 0.92}), "0.9200", id="offices"),
        pytest.param(Row("90 daily looks", "x", 9, {"running ever wrong": 0.06}), "0.0600", id="looks"),
    ],
)
def test_a_figure_outside_its_limits_is_told(row: Row, told: str) -> None:
    assert [told in sentence for sentence in find_failures([row])] == [True]
    assert not list(find_failures([GOOD]))


def test_the_command_prints_every_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.cli.simulate._QUICK_RUNS", 20)
    monkeypatch.setattr("portal.cli.simulate._QUICK_MONTHS", 12)
    result = CliRunner().invoke(main, ["simulate", "--quick"])
    assert result.exit_code == 0, result.output
    for told in ("HelpDocs", "headline", "give up", *{row.table for row in SHORT}):
        assert told in result.output


def test_the_command_prints_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.cli.simulate._QUICK_RUNS", 20)
    monkeypatch.setattr("portal.cli.simulate._QUICK_MONTHS", 12)
    result = CliRunner().invoke(main, ["simulate", "--quick", "--json"])
    figures = json.loads(result.stdout)
    assert set(figures) == {"month", "worlds", "worse_form", "repeated"}
    assert figures["month"][0]["times_truth"] > 5
