"""How helpful an article is, judged by few votes and by what is known of all articles."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special, stats

from portal.statistics.estimates import Estimate
from portal.statistics.intervals import Rate

# Fewer articles with votes do not tell how articles differ.
LEAST_ARTICLES = 5

# In between: from hardly anything known beforehand to articles that are all alike.
_LOG_WEIGHTS = (-2.0, 8.0)
_LOGITS = (-6.0, 6.0)


@dataclass(frozen=True, slots=True)
class Prior:
    """What all articles say of one that has no votes yet: a beta distribution, in votes."""

    helpful: float
    unhelpful: float

    @property
    def mean(self) -> float:
        """The expected share of "helpful"."""
        return self.helpful / (self.helpful + self.unhelpful)


def fit_prior(votes: Sequence[Rate]) -> Prior | None:
    """Return the likeliest prior of these articles' votes; None with fewer than five articles voted on.

    H. Robbins, "An empirical Bayes approach to statistics", Third Berkeley Symposium 1 (1956) 157-163; the
    beta-binomial by maximum likelihood: D. A. Griffiths, Biometrics 29 (1973) 637-648.
    A vote that says "clear, but I do not agree with the rule" is no vote on the article: leave it out.
    """
    voted = [rate for rate in votes if rate.whole]
    if len(voted) < LEAST_ARTICLES:
        return None
    helpful = np.array([rate.part for rate in voted])
    whole = np.array([rate.whole for rate in voted])

    def surprise(at: NDArray[np.float64]) -> float:
        prior = _prior(at)
        return -float(stats.betabinom.logpmf(helpful, whole, prior.helpful, prior.unhelpful).sum())

    start = [float(special.logit((helpful.sum() + 1) / (whole.sum() + 2))), 2.0]
    found = optimize.minimize(surprise, start, method="L-BFGS-B", bounds=[_LOGITS, _LOG_WEIGHTS])
    return _prior(found.x)


def judge(votes: Rate, prior: Prior, *, confidence: float = 0.95) -> Estimate:
    """Return the posterior mean of an article's helpfulness and its credible interval, between 0 and 1.

    Rank by `value`: few votes are then neither praise nor blame. Without votes it is the prior.
    """
    helpful = prior.helpful + votes.part
    unhelpful = prior.unhelpful + votes.whole - votes.part
    ends = stats.beta.ppf([(1 - confidence) / 2, (1 + confidence) / 2], helpful, unhelpful)
    return Estimate(helpful / (helpful + unhelpful), float(ends[0]), float(ends[1]), confidence)


def _prior(at: NDArray[np.float64]) -> Prior:
    mean, weight = float(special.expit(at[0])), float(np.exp(at[1]))
    return Prior(mean * weight, (1 - mean) * weight)
