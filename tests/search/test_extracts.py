"""What is counted in each article by itself."""

from collections.abc import Sequence

import numpy as np

from search.analysis import get_analyzer
from search.documents import Document, Identity
from search.extracts import Extracts, Totals, join_totals
from search.reading import read_rows
from search.rows import Joining, Pick, Rows, in_order
from tests.search.makers import ENGLISH, make_document

SHOP = (
    *ENGLISH,
    make_document("late", "en", "A late parcel", "Parcels|A parcel that is late is a parcel we look for."),
    make_document("empty", "en", "Nothing"),
)


def rows_of(documents: Sequence[Document]) -> Rows:
    analyzer = get_analyzer("en")
    return in_order(read_rows(((Identity.of(one).digest, one) for one in documents), analyzer))


def extracts_of(rows: Rows) -> Extracts:
    # Words of one first letter share what stands for a stem here.
    return Extracts.of(rows, np.array([ord(word[0]) for word in rows.words], np.int64))


def told_by(totals: Totals) -> list[list[int]]:
    told = []
    for words, times in (totals.bodies, totals.content):
        told += [words.items.tolist(), words.lengths.tolist(), times.tolist()]
    return [*told, totals.parts_with.tolist(), totals.parts_begun.tolist()]


def test_joined_articles_tell_what_they_tell_together() -> None:
    some, others = rows_of(SHOP[::2]), rows_of(SHOP[1::2])
    picks = [Pick(number % 2, number // 2) for number in range(len(SHOP))]
    joining = Joining.of([some, others], picks)
    joined = join_totals(joining, [extracts_of(some), extracts_of(others)])
    assert joining.words == rows_of(SHOP).words
    assert told_by(joined) == told_by(extracts_of(rows_of(SHOP)).totals)


def test_articles_that_are_gone_tell_nothing() -> None:
    rows = rows_of(SHOP)
    picks = [Pick(0, number) for number in range(len(SHOP)) if number % 3]
    joining = Joining.of([rows], picks)
    left = rows_of([document for number, document in enumerate(SHOP) if number % 3])
    assert joining.words == left.words
    assert told_by(join_totals(joining, [extracts_of(rows)])) == told_by(extracts_of(left).totals)


def test_a_part_has_a_word_once_and_so_has_an_article() -> None:
    rows = rows_of([make_document("late", "en", "Late", "a|parcel parcels parcel", "b|parcel")])
    extracts = extracts_of(rows)
    assert rows.words == ["b", "late", "parcel", "parcels"]
    totals = extracts.totals
    assert totals.bodies.words.items.tolist() == [0, 2, 3]
    assert totals.bodies.times.tolist() == [1, 3, 1]
    assert totals.content.words.items.tolist() == [0, 1, 2, 3]
    assert rows.body.words.items.tolist() == [2, 3, 2, 0, 2]
    assert extracts.with_word.items.tolist() == [True, True, False, True, True]
    assert extracts.begins_stem.items.tolist() == [True, False, False, True, True]
    assert totals.parts_with.tolist() == [1, 0, 2, 1]
    assert totals.parts_begun.tolist() == [1, 0, 2, 0]
