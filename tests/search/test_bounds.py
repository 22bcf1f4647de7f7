"""No text makes search work out of proportion: what is counted is calls, not seconds."""

import sys
from types import FrameType

import pytest

from search import QueryError, SearchIndex
from search.asking import plan_for
from search.query import MOST_WORDS, read_query

# Of a text four times as long, so many times the work, and what it costs to begin.
TIMES, BEGINNING = 6, 2500

STRANGE = {
    "one-letter": "a",
    "two-letters": "ab",
    "one-word-again": "refund ",
    "no-word-twice": "ab1 cd2 ef3 gh4 ij5 kl6 mn7 op8 ",
    "combining-marks": "e\u0301\u0302\u0303\u0304",
    "right-to-left": "\u202eشحن الطلب ",
    "surrogates": "\ud83d\udc4d",
    "joined-signs": "👩‍👩‍👧 ",
    "keys-of-another-keyboard": "ghbdtn ",
    "hyphens-and-apostrophes": "e-'’-",
    "digits": "104-2391 ",
    "signs": "()*\"':;~",
    "cyrillic-run": "ё",
    "long-words": "x" * 39 + " ",
}


def count_calls(index: SearchIndex, text: str, lang: str) -> int:
    """Count every call that a question leads to, of ours and of what we call."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        index.search(text, lang=lang)
    except QueryError:
        pass
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("piece", STRANGE.values(), ids=STRANGE.keys())
@pytest.mark.parametrize("lang", ["en", "ru", "hu"])
def test_work_grows_no_faster_than_a_text(index: SearchIndex, piece: str, lang: str) -> None:
    # The short one comes first: what it reads is known afterwards.
    short, long = (count_calls(index, (piece * 256)[:length], lang) for length in (64, 256))
    assert long <= TIMES * short + BEGINNING


@pytest.mark.parametrize("piece", STRANGE.values(), ids=STRANGE.keys())
def test_ten_thousand_characters_are_refused_before_any_work(index: SearchIndex, piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    assert count_calls(index, text, "en") < BEGINNING
    assert index.similar(text, lang="en").total <= 5


@pytest.mark.parametrize("piece", STRANGE.values(), ids=STRANGE.keys())
def test_a_plan_is_bounded_whatever_the_text(index: SearchIndex, piece: str) -> None:
    shelf = index.shelf("en")
    plan = plan_for(shelf, read_query(f"a {(piece * 256)[:254]}"))
    assert len(plan.terms) <= MOST_WORDS
    assert len(plan.grams) <= 40 * MOST_WORDS
    assert sum(len(term.stems) for term in plan.terms) <= 24 * MOST_WORDS
