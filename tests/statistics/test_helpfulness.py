"""Articles with few votes are judged by what is known of all articles."""

import numpy as np
import pytest
from scipy import integrate, stats

from portal.statistics import Rate, wilson
from portal.statistics.helpfulness import Prior, fit_prior, judge

PRIOR = Prior(helpful=7, unhelpful=3)


def make_votes(seed: int, articles: int) -> tuple[list[Rate], list[float]]:
    """Return votes on articles, few on most and many on some, and how helpful each truly is."""
    rng = np.random.default_rng(seed)
    truth = rng.beta(7, 3, articles)
    voters = np.clip(np.exp(rng.normal(2.3, 1.4, articles)).astype(int), 1, 400)
    helpful = rng.binomial(voters, truth)
    return [Rate(int(part), int(whole)) for part, whole in zip(helpful, voters, strict=True)], truth.tolist()


def test_the_prior_that_made_the_votes_is_found_again() -> None:
    votes, _truth = make_votes(1, 2000)
    found = fit_prior(votes)
    assert found
    assert found.mean == pytest.approx(0.7, abs=0.02)
    assert found.helpful + found.unhelpful == pytest.approx(10, rel=0.15)


def test_no_prior_nearby_is_likelier() -> None:
    votes, _truth = make_votes(2, 300)
    found = fit_prior(votes)
    assert found

    def likelihood(prior: Prior) -> float:
        return sum(
            float(stats.betabinom.logpmf(one.part, one.whole, prior.helpful, prior.unhelpful))
            for one in votes
        )

    best = likelihood(found)
    for helpful in (0.97, 1.0, 1.03):
        for unhelpful in (0.97, 1.0, 1.03):
            assert likelihood(Prior(found.helpful * helpful, found.unhelpful * unhelpful)) <= best + 1e-3


def test_a_judgement_is_the_posterior_of_bayes_rule() -> None:
    found = judge(Rate(19, 20), PRIOR)

    def weight(share: float) -> float:
        return float(stats.beta.pdf(share, 7, 3) * stats.binom.pmf(19, 20, share))

    whole, _error = integrate.quad(weight, 0, 1)
    mean, _error = integrate.quad(lambda share: share * weight(share), 0, 1)
    below, _error = integrate.quad(weight, 0, found.low)
    above, _error = integrate.quad(weight, found.high, 1)
    assert found.value == pytest.approx(mean / whole)
    assert (below / whole, above / whole) == pytest.approx((0.025, 0.025), abs=1e-6)


def test_two_votes_are_not_more_than_two_hundred() -> None:
    assert judge(Rate(2, 2), PRIOR).value == pytest.approx(0.75)
    assert judge(Rate(190, 200), PRIOR).value == pytest.approx(197 / 210)


def test_credible_intervals_contain_the_truth_and_the_worst_are_found() -> None:
    covered: list[bool] = []
    ours: list[float] = []
    raw: list[float] = []
    lower: list[float] = []
    for seed in range(20):
        votes, truth = make_votes(100 + seed, 300)
        prior = fit_prior(votes)
        assert prior
        judged = [judge(one, prior) for one in votes]
        covered += [one.low <= true <= one.high for one, true in zip(judged, truth, strict=True)]
        for scores, worst in (
            ([one.value for one in judged], ours),
            ([one.part / one.whole for one in votes], raw),
            ([wilson(one.part, one.whole).low for one in votes], lower),
        ):
            worst.append(float(np.mean([truth[place] for place in np.argsort(scores, kind="stable")[:20]])))
    assert 0.93 < np.mean(covered) < 0.96
    assert np.mean(ours) < np.mean(raw) - 0.05
    assert np.mean(ours) < np.mean(lower) - 0.05


def test_an_article_without_votes_is_judged_by_all_others() -> None:
    found = judge(Rate(0, 0), PRIOR)
    assert found.value == pytest.approx(PRIOR.mean)
    assert found.high - found.low > 0.4


@pytest.mark.parametrize("votes", [[], [Rate(3, 4)] * 4, [Rate(3, 4)] * 4 + [Rate(0, 0)] * 20])
def test_a_handful_of_articles_makes_no_prior(votes: list[Rate]) -> None:
    assert fit_prior(votes) is None


def test_articles_that_are_all_alike_are_believed_to_be() -> None:
    found = fit_prior([Rate(70, 100)] * 40)
    assert found
    assert judge(Rate(0, 2), found).value == pytest.approx(0.7, abs=0.02)


@pytest.mark.parametrize("part", [0, 5])
def test_unanimous_votes_still_leave_doubt(part: int) -> None:
    found = fit_prior([Rate(part, 5)] * 10)
    assert found
    judged = judge(Rate(part, 5), found)
    assert 0 < judged.value < 1
