"""Find weights of evidence that serve all collections of a language at once, and tell what they are worth.

    python -m benchmarks.search_tune FOLDER [--lang LANG] [--cache FOLDER]
        [--intents MAP QUERIES INDEX]

FOLDER is as for search_compare. The evidence of every candidate is collected once (and kept in the
cache); then weights are found in seconds: those under which the right articles are likeliest to be
chosen (a softmax over the candidates of each question), drawn towards common weights that were found
on all languages. Steps at random that better success@5 and mrr@10 themselves reach a little more on
the questions they are taken on, and less on others. With --intents our own articles are among the
English collections; they alone have questions and keywords of authors.

Half of the questions of each collection find weights for the other half, several times over: that is
the figure to believe ("held out"). The weights printed last are from all questions; put them into
search/ranking.py by hand.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import yaml
from scipy.optimize import minimize

from benchmarks.search_evidence import Array, Collected, collect, collect_from
from benchmarks.search_sets import read
from search import open_index
from search.evaluate import read_questions
from search.ranking import Evidence, Weights, weights_of

FOLDS: Final = 2
REPETITIONS: Final = 3
SEED: Final = 20261121
# What pulls weights towards the common ones, in the units of the softmax's loss.
PULL: Final = 0.03
# Evidence with less of a say than this is too rare to be weighed: it keeps the common weight.
LEAST_SAY: Final = 0.005
# The weights of a language are written so that they add up to this, each times the spread of its evidence.
SCALE: Final = 10.0


def softmax(weights: Array, sets: Sequence[Collected], spread: Array, common: Array) -> tuple[float, Array]:
    """Give how unlikely the right articles are, plus the pull towards common weights, and the gradient."""
    loss, gradient = 0.0, np.zeros_like(weights)
    for one in sets:
        scores = one.evidence @ weights
        starts = np.flatnonzero(np.diff(one.question, prepend=-1))
        counts = np.diff(np.append(starts, len(scores)))
        chances = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), counts))
        right = np.where(one.is_right, chances, 0.0)
        all_chances, right_chances = np.add.reduceat(chances, starts), np.add.reduceat(right, starts)
        has_right = right_chances > 0
        loss -= float(np.log(right_chances[has_right] / all_chances[has_right]).sum()) / one.questions
        told = np.repeat(np.where(has_right, 1.0, 0.0), counts)
        of_right = right / np.repeat(np.where(has_right, right_chances, 1.0), counts)
        of_all = chances / np.repeat(all_chances, counts)
        gradient -= ((of_right - told * of_all) @ one.evidence) / one.questions
    away = (weights - common) * spread
    loss, gradient = loss / len(sets), gradient / len(sets)
    return loss + PULL * float(away @ away), gradient + 2 * PULL * away * spread


def spread_of(sets: Sequence[Collected]) -> Array:
    """Tell how much each kind of evidence differs between the candidates of a question."""
    spreads = []
    for one in sets:
        starts = np.flatnonzero(np.diff(one.question, prepend=-1))
        counts = np.diff(np.append(starts, len(one.question)))
        means = np.add.reduceat(one.evidence, starts) / counts[:, None]
        spreads.append(np.sqrt(np.mean((one.evidence - np.repeat(means, counts, axis=0)) ** 2, axis=0)))
    return np.asarray(np.mean(spreads, axis=0), np.float64)


def tune(sets: Sequence[Collected], common: Array) -> Array:
    """Find the weights under which the right articles are likeliest to be chosen."""
    spread = spread_of(sets)
    matters = common * spread >= LEAST_SAY * float(common @ spread)
    bounds = [(0.0, None) if free else (weight, weight) for weight, free in zip(common, matters, strict=True)]
    found = minimize(softmax, common, args=(sets, spread, common), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x)


def held_out(sets: Sequence[Collected], common: Array) -> dict[str, Array]:
    """Give what weights from one half of the questions reach on the other, the mean of all ways."""
    chance = np.random.default_rng(SEED)
    figures: dict[str, list[Array]] = {one.name: [] for one in sets}
    for _ in range(REPETITIONS):
        folds = [chance.permutation(one.questions) % FOLDS for one in sets]
        for fold in range(FOLDS):
            weights = tune([o.only(f != fold) for o, f in zip(sets, folds, strict=True)], common)
            for one, part in zip(sets, folds, strict=True):
                figures[one.name].append(one.only(part == fold).figures(weights))
    return {name: np.mean(found, axis=0) for name, found in figures.items()}


def show(title: str, figures: Mapping[str, Array]) -> None:
    print(f"{title}:")
    for name, found in figures.items():
        print(f"  {name:24}", *(f"{figure:.3f}" for figure in found))


def own_articles(intents: Path, queries: Path, index: Path) -> Collected:
    """Collect from our own articles, asked by the map of intents to articles."""
    articles = {intent: frozenset(ids) for intent, ids in yaml.safe_load(intents.read_text("utf-8")).items()}
    questions = [replace(one, relevant=articles[one.intent]) for one in read_questions(queries, lang="en")]
    return collect_from(open_index(index).shelf("en"), "own-en", questions[::4])


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Find weights of evidence.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lang", help="only this language")
    parser.add_argument("--cache", type=Path, help="where to keep evidence")
    parser.add_argument("--intents", type=Path, nargs=3, metavar=("MAP", "QUERIES", "INDEX"))
    return parser.parse_args()


def main() -> None:
    given = read_arguments()
    by_lang: dict[str, list[Collected]] = {}
    for collection in read(given.folder):
        by_lang.setdefault(collection.lang, []).append(collect(collection, given.cache))
    if given.intents:
        by_lang["en"].append(own_articles(*given.intents))
    everything = [one for sets in by_lang.values() for one in sets]
    common = tune(everything, np.array(Weights().parts()) / SCALE)
    print("common:", as_source(common, everything))
    for lang, sets in by_lang.items():
        if given.lang in (None, lang):
            now = np.array(weights_of(lang).parts())
            show(f"{lang} as it is", {one.name: one.figures(now) for one in sets})
            show(f"{lang} held out", held_out(sets, common))
            found = tune(sets, common)
            show(f"{lang} from all questions", {one.name: one.figures(found) for one in sets})
            print(as_source(found, sets))


def as_source(weights: Array, sets: Sequence[Collected]) -> str:
    weights = weights * SCALE / float(weights @ spread_of(sets))
    return ", ".join(f"{name}={weight:.3g}" for name, weight in zip(Evidence._fields, weights, strict=True))


if __name__ == "__main__":
    main()
