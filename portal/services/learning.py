"""Conclude from confirmed answers what search may learn: clusters of like questions, and how sure they are.

Nobody teaches alone. A cluster needs several visitors, a visitor counts once for it, and one who confirms
the same article for many different questions is not believed. What was said long ago counts less.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.knowledge.learned import Learned, LearnedFile
from portal.store.learning import Confirmation
from search import cluster_questions, is_like

DAY_S = 86_400.0
HALF_LIFE_S = 180 * DAY_S
"""After so long, a confirmation counts half."""
OLDEST_S = 400 * DAY_S
_LEAST_WEIGHT = 0.4
_MOST_CLUSTERS = 3
"""Of one article that a visitor may confirm in one day; real people have few needs."""
_DOUBT = 1.0
"""So many denials are assumed beforehand: three confirmations make 0.75, ten 0.91."""


@dataclass(frozen=True, slots=True)
class Published:
    """What stands on the site now: the version of an article and its sketch."""

    version: str
    sketch: str


@dataclass(slots=True)
class _Cluster:
    """What was said to like questions about one article."""

    yes: dict[str, Confirmation]
    no: dict[str, Confirmation]


def conclude(
    confirmations: Sequence[Confirmation],
    published: Mapping[str, Published],
    *,
    lang: str,
    now: float,
    min_sessions: int,
    known: LearnedFile,
) -> tuple[Learned, ...]:
    """Return what one language may learn, the surest first.

    `known` is what was learned before; it knows what earlier versions of articles were like.
    """
    said = [one for one in confirmations if one.locale == lang and _is_same_article(one, published, known)]
    numbers = cluster_questions([one.q_redacted for one in said], lang)
    clusters: dict[tuple[int, str], _Cluster] = defaultdict(lambda: _Cluster({}, {}))
    for number, one in zip(numbers, said, strict=True):
        cluster = clusters[number, one.article_id]
        (cluster.yes if one.is_yes else cluster.no)[one.vid] = one
    doubted = _find_doubted(clusters)
    learned = [
        _learn(cluster, article_id, published[article_id], now)
        for (_, article_id), cluster in clusters.items()
        if len(_without(cluster.yes, article_id, doubted)) >= min_sessions
        for cluster in [_Cluster(_without(cluster.yes, article_id, doubted), cluster.no)]
    ]
    kept = (one for one in learned if one.weight >= _LEAST_WEIGHT)
    return tuple(sorted(kept, key=lambda one: (-one.weight, one.article_id, one.question)))


def _is_same_article(said: Confirmation, published: Mapping[str, Published], known: LearnedFile) -> bool:
    """Tell whether what was confirmed then is still about what the article says now."""
    now = published.get(said.article_id)
    if now is None:
        return False
    if said.article_v is None or said.article_v == now.version:
        return True
    then = known.sketches.get(said.article_id, {}).get(said.article_v)
    return then is not None and is_like(then, now.sketch)


def _find_doubted(clusters: Mapping[tuple[int, str], _Cluster]) -> frozenset[tuple[str, str]]:
    """Return the visitors who confirm one article for too many different questions, with that article."""
    numbers: dict[tuple[str, str], int] = defaultdict(int)
    for (_, article_id), cluster in clusters.items():
        for vid in cluster.yes:
            numbers[vid, article_id] += 1
    return frozenset(one for one, number in numbers.items() if number > _MOST_CLUSTERS)


def _without(
    said: Mapping[str, Confirmation], article_id: str, doubted: frozenset[tuple[str, str]]
) -> dict[str, Confirmation]:
    return {vid: one for vid, one in said.items() if (vid, article_id) not in doubted}


def _learn(cluster: _Cluster, article_id: str, published: Published, now: float) -> Learned:
    yes, no = _decayed(cluster.yes.values(), now), _decayed(cluster.no.values(), now)
    # What most people typed stands for the cluster; of equals the shortest.
    texts = [one.q_redacted for one in cluster.yes.values()]
    question = min(texts, key=lambda text: (-texts.count(text), len(text), text))
    return Learned(
        question=question,
        article_id=article_id,
        weight=round(yes / (yes + no + _DOUBT), 2),
        sessions=len(cluster.yes),
        version=published.version,
    )


def _decayed(said: Iterable[Confirmation], now: float) -> float:
    return sum(_ages(said, now))


def _ages(said: Iterable[Confirmation], now: float) -> Iterator[float]:
    for one in said:
        yield 0.5 ** (max(0.0, now - one.ts) / HALF_LIFE_S)
