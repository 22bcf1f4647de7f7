"""Which words of the index each word of a question speaks with, so that none is heard twice."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Final, NamedTuple

from search.query import Plan
from search.terms import Term

# Words that begin with the same letters, this many, are mostly kin.
BEGINNING: Final = 5


class Claim(NamedTuple):
    """Hold what one word of a question speaks with.

    `words` are words of the index, by number, with a strength; `exact` are those of them that were typed;
    `grams` the runs of characters that no word before it has, with their weights; `beginning` is empty where
    kin are told of by another word.
    """

    term: Term
    words: Mapping[int, float]
    exact: tuple[int, ...]
    grams: Mapping[str, float]
    beginning: str
    key: Hashable
    """What says the same in every question, as long as the claim is kept."""


def claims_of(plan: Plan, fold: Callable[[str], str]) -> list[Claim]:
    """Let each word speak by itself, or, where words have something in common, share it."""
    return _alone(plan) or list(_together(plan, fold))


def _alone(plan: Plan) -> list[Claim]:
    terms = plan.terms
    if sum([len(term.grams) for term in terms]) != len(plan.grams):
        return []
    heard = set(plan.small_words).union(*[term.matches for term in terms])
    if sum([len(term.matches) for term in terms]) + len(plan.small_words) != len(heard):
        return []
    return [
        Claim(
            term,
            term.matches,
            (term.same,) if term.same is not None and term.same in term.matches else (),
            term.grams,
            term.word[:BEGINNING] if len(term.word) >= BEGINNING else "",
            # A word that is read again is the very same term.
            id(term),
        )
        for term in terms
    ]


def _together(plan: Plan, fold: Callable[[str], str]) -> Iterator[Claim]:
    seen, begun = set[str](), set[str]()
    sames = [term.same for term in plan.terms]
    for term, words in _without_overlap(plan):
        folded = fold(term.word[:BEGINNING])
        beginning = term.word[:BEGINNING] if len(term.word) >= BEGINNING and folded not in begun else ""
        exact = tuple([number for number in sames if number is not None and number in words])
        grams = {gram: weight for gram, weight in term.grams.items() if gram not in seen}
        key = (id(term), tuple(words.items()), exact, tuple(grams), beginning)
        yield Claim(term, words, exact, grams, beginning, key)
        seen.update(term.grams)
        begun.add(folded)


def _without_overlap(plan: Plan) -> Iterator[tuple[Term, dict[int, float]]]:
    """Give each word of the index to one term alone: the surest, the first of several."""
    claims: dict[int, tuple[float, int]] = {}
    for place, term in enumerate(plan.terms):
        for number, strength in term.matches.items():
            if number not in claims or strength > claims[number][0]:
                claims[number] = (strength, place)
    for place, term in enumerate(plan.terms):
        yield (
            term,
            {
                number: strength
                for number, strength in term.matches.items()
                if claims[number][1] == place and number not in plan.small_words
            },
        )
