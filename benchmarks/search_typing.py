"""Measure what becomes of words as people type them: misspelled, on other keys, letter by letter.

    python -m benchmarks.search_typing COLLECTIONS TYPOS [typos | letters | keys ...]

COLLECTIONS is a folder as for search_compare; TYPOS has a file per language (hu.jsonl) with lines of
{"wrong", "right"}; its pairs count where the right words stand in the index and the wrong ones do not.
A pair is solved if the right form is offered (or searched) instead, is among the first three
corrections of its word, or a page that has every word of the right form is among the first three found.
"""

import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks.search_sets import Collection, read
from search import SearchIndex, build_index, open_index
from search.analysis import get_analyzer, normalise
from search.asking import plan_for
from search.evaluate import as_asked, evaluate
from search.query import read_query
from search.shelf import Shelf

SEED: Final = 20261121
WALKED: Final = 200
SHOWN: Final = 6
# Of each language so many pairs at most, taken at random.
MOST_PAIRS: Final = 2500
_KEYS: Final = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`")
_LATIN: Final = dict(zip("абвгдеёзийклмнопрстуфхцыэ", "abvgdeeziyklmnoprstufhcye", strict=True)) | {
    "ж": "zh", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ь": "", "ъ": "",
}  # fmt: skip


def with_indexes(folder: Path, langs: Sequence[str] = ()) -> Iterator[tuple[Collection, SearchIndex]]:
    for collection in read(folder):
        if not langs or collection.lang in langs:
            with tempfile.TemporaryDirectory() as path:
                build_index(collection.documents, Path(path) / "index")
                yield collection, open_index(Path(path) / "index")


def typos(collections: Path, pairs: Path) -> None:
    told = {path.stem: _pairs(path) for path in sorted(pairs.glob("*.jsonl"))}
    solved: dict[str, dict[tuple[str, str], bool]] = {lang: {} for lang in told}
    known = dict.fromkeys(told, 0)
    for collection, index in with_indexes(collections, list(told)):
        shelf = index.shelf(collection.lang)
        for wrong, right in told[collection.lang]:
            if not all(_has(shelf, word) for word in _words(shelf, right)):
                continue
            if _stands(shelf, wrong):
                known[collection.lang] += is_changed(index, shelf, wrong)
                continue
            found = is_solved(index, shelf, wrong, right)
            solved[collection.lang][wrong, right] = (
                solved[collection.lang].get((wrong, right), False) or found
            )
    print("| language | pairs | solved | known words that were changed |\n| --- | --- | --- | --- |")
    for lang, outcomes in solved.items():
        share = sum(outcomes.values()) / max(len(outcomes), 1)
        print(f"| {lang} | {len(outcomes)} | {share:.3f} | {known[lang]} |")
        print(f"  unsolved: {[pair for pair, is_ in outcomes.items() if not is_][:40]}", file=sys.stderr)


def _pairs(path: Path) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    pairs = sorted({(row["wrong"], row["right"]) for row in rows})
    random.Random(SEED).shuffle(pairs)  # noqa: S311  a sample, not a secret
    return pairs[:MOST_PAIRS]


def _words(shelf: Shelf, text: str) -> list[str]:
    return [token.word for token in shelf.analyzer.tokens(normalise(text))]


def _has(shelf: Shelf, word: str) -> bool:
    return shelf.vocabulary.find(word) is not None


def _stands(shelf: Shelf, text: str) -> bool:
    """Tell whether the index knows all words as they were typed."""
    return all(_has(shelf, word) or shelf.analyzer.is_stop(word) for word in _words(shelf, text))


def is_changed(index: SearchIndex, shelf: Shelf, text: str) -> bool:
    answer = index.search(text, lang=shelf.lang)
    return answer.corrected is not None or answer.did_you_mean is not None


def is_solved(index: SearchIndex, shelf: Shelf, wrong: str, right: str) -> bool:
    words = _words(shelf, right)
    answer = index.search(wrong, lang=shelf.lang)
    for text in (answer.corrected, answer.did_you_mean):
        if text is not None and _words(shelf, text) == words:
            return True
    plan = plan_for(shelf, read_query(wrong))
    offered = [_words(shelf, correction) for term in plan.terms for correction in term.corrections[:3]]
    if words in offered or (
        len(words) > 1 and all([word] in offered or _has(shelf, word) for word in words) and offered
    ):
        return True
    found = {hit.document_id for hit in answer.hits[:3]}
    return any(
        shelf.stored.article(number).id in found and _is_in(shelf, number, words)
        for number in range(len(shelf.stored))
    )


def _is_in(shelf: Shelf, article: int, words: Sequence[str]) -> bool:
    """Tell whether an article has all of some words, just as they are."""
    there = set[int]()
    for texts in (shelf.stored.short, shelf.stored.body):
        first, end = texts.parts_of(article)
        there.update(texts.numbers[texts.span_of(first)[0] : texts.span_of(end - 1)[1]].tolist())
    return all(shelf.vocabulary.find(word) in there for word in words)


def keys(collections: Path, _pairs: Path) -> None:
    """Ask the questions as they are, and without accents, on other keys, in Latin letters."""
    as_it_is: tuple[str, Callable[[str], str]] = ("as it is", str)
    ways: dict[str, list[tuple[str, Callable[[str], str]]]] = {
        "hu": [("without accents", get_analyzer("hu").fold)],
        "ru": [
            ("on Latin keys", lambda text: text.lower().translate(_KEYS)),
            ("in Latin letters", lambda text: "".join(_LATIN.get(letter, letter) for letter in text.lower())),
        ],
    }
    print("| collection | typed | success@1 | success@5 | mrr@10 |\n| --- | --- | --- | --- | --- |")
    for collection, index in with_indexes(collections, list(ways)):
        for name, way in [as_it_is, *ways[collection.lang]]:
            questions = [replace(one, text=way(one.text)) for one in collection.questions]
            found = evaluate(index, questions, lang=collection.lang).figures()
            cells = " | ".join(f"{found[key]:.3f}" for key in ("success@1", "success@5", "mrr@10"))
            print(f"| {collection.name} | {name} | {cells} |", flush=True)


def letters(collections: Path, _pairs: Path) -> None:
    """Walk every beginning of questions; count those whose first article comes back more than once."""
    walked: dict[str, list[bool]] = {}
    for collection, index in with_indexes(collections):
        asked = [one for one in collection.questions if len(one.text) <= 60]
        random.Random(SEED).shuffle(asked)  # noqa: S311  a sample, not a secret
        share = WALKED // SETS_OF[collection.lang]
        walked.setdefault(collection.lang, []).extend(
            flickers(index, as_asked(one.text), collection.lang) for one in asked[:share]
        )
    print("| language | questions | come back more than once |\n| --- | --- | --- |")
    for lang, found in walked.items():
        print(f"| {lang} | {len(found)} | {100 * sum(found) / len(found):.1f} % |")


SETS_OF: Final = {"en": 5, "ru": 2, "hu": 1}


def flickers(index: SearchIndex, text: str, lang: str) -> bool:
    """Tell whether the first article of the full question comes back more than once while it is typed."""
    full = index.search(text, lang=lang, limit=1).hits
    if not full:
        return False
    shown = [
        full[0].document_id
        in {hit.document_id for hit in index.search(text[:end], lang=lang, limit=SHOWN, prefix=True).hits}
        for end in range(1, len(text) + 1)
        if text[:end].strip()
    ]
    appearances = sum(now and not before for before, now in zip([False, *shown], shown, strict=False))
    return appearances > 2


MEASURES: Final = {"typos": typos, "keys": keys, "letters": letters}


def main(collections: Path, pairs: Path, names: Sequence[str]) -> None:
    for name in names or MEASURES:
        MEASURES[name](collections, pairs)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
