"""What is told in other words, but in like company."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import ArrayLike

from search.analysis import get_analyzer
from search.counting import Counts
from search.grams import GramTable
from search.latent import Latent, Seen, Structure, Told, direction_of, write_latent
from search.lens import MOST_LEARNED_FROM, choose
from tests.search.makers import count_words

# The first words are of one subject, the others of another; every word is a run of its own.
WORDS_OF_A_SUBJECT = 40
WORDS = [f"{first}{second}" for first in "abcdefgh" for second in "abcdefghij"]
GRAMS = GramTable.of(WORDS, get_analyzer("en"))

Words = Sequence[ArrayLike]


def write(folder: Path, made: Words, titles: Words = (), **before: object) -> None:
    ids = ids_of(made)
    digests = [np.asarray(words).tobytes() for words in made]
    content, of_titles = (chosen_from(count_words(one), len(made)) for one in (made, titles or made))
    seen = Seen(content, of_titles, content, ids, digests)
    write_latent(folder, seen, GRAMS, **before)  # type: ignore[arg-type]  # as given


def chosen_from(counts: Counts, articles: int) -> Told:
    return lambda wanted: counts.only(wanted, articles)


def articles(count: int) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    chance = np.random.default_rng(5)
    words = np.arange(WORDS_OF_A_SUBJECT)
    return [
        np.sort(chance.permutation(words)[:12]) + (number % 2) * WORDS_OF_A_SUBJECT for number in range(count)
    ]


def ask(latent: Latent, grams: list[int]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return latent.compare(direction_of(latent.along(grams, [1.0] * len(grams))))


def test_an_article_without_the_word_is_alike_by_the_company_it_keeps(tmp_path: Path) -> None:
    made = articles(60)
    write(tmp_path, made)
    alike = ask(Latent.open(tmp_path, articles=60), [0])
    without = [number for number, words in enumerate(made) if 0 not in words]
    kin = [alike[number] for number in without if number % 2 == 0]
    strangers = [alike[number] for number in without if number % 2]
    assert np.mean(kin) > 4 * np.mean(strangers)
    assert 0 <= alike.min() <= alike.max() <= 1 + 1e-3


def test_the_same_articles_have_the_same_structure(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, articles(60))
    assert (tmp_path / "first" / "latent.articles").read_bytes() == (
        tmp_path / "second" / "latent.articles"
    ).read_bytes()


@pytest.mark.parametrize("count", [1, 5, 23])
def test_a_collection_too_small_has_no_structure(tmp_path: Path, count: int) -> None:
    write(tmp_path, articles(count))
    assert not ask(Latent.open(tmp_path, articles=count), [0]).any()


def test_articles_without_words_and_questions_without_runs_are_alike_to_nothing(tmp_path: Path) -> None:
    made = [*articles(59), np.empty(0, np.int64)]
    write(tmp_path, made)
    latent = Latent.open(tmp_path, articles=60)
    assert not ask(latent, []).any()
    assert np.isfinite(ask(latent, [0, 50])).all()


def test_a_title_is_placed_by_its_own_words(tmp_path: Path) -> None:
    made = articles(60)
    swapped = [made[number ^ 1] for number in range(60)]
    write(tmp_path, made, swapped)
    latent = Latent.open(tmp_path, articles=60)
    alike = latent.compare_titles(direction_of(latent.along([0], [1.0])), np.arange(60))
    assert alike[1::2].mean() > 4 * alike[::2].mean()


def test_what_was_learned_is_kept_as_long_as_what_it_was_learned_from_stays(tmp_path: Path) -> None:
    made = articles(MOST_LEARNED_FROM + 40)
    other = next(number for number in range(len(made)) if number not in choose(ids_of(made)))
    for name in ("before", "kept", "clean"):
        (tmp_path / name).mkdir()
    write(tmp_path / "before", made)
    made[other] = made[0]
    known = np.arange(len(made))
    known[other] = -1
    write(tmp_path / "kept", made, before=Structure.open(tmp_path / "before", GRAMS), known=known)
    write(tmp_path / "clean", made)
    for file in (tmp_path / "clean").iterdir():
        assert file.read_bytes() == (tmp_path / "kept" / file.name).read_bytes()


def test_few_others_are_learned_from_when_an_article_comes() -> None:
    before = [f"article-{number}" for number in range(3 * MOST_LEARNED_FROM)]
    after = ["a-new-one", *before]
    learned = [{ids[number] for number in choose(ids)} for ids in (before, after)]
    assert len(learned[0]) == len(learned[1]) == MOST_LEARNED_FROM
    assert len(learned[0] - learned[1]) <= 1


def ids_of(made: Words) -> list[str]:
    return [f"article-{number}" for number in range(len(made))]


def test_many_articles_are_compared_as_each_by_itself() -> None:
    chance = np.random.default_rng(7)
    articles = chance.normal(size=(501, 100)).astype(np.float32)
    titles = chance.normal(size=(501, 100)).astype(np.float32)
    asked = chance.normal(size=100).astype(np.float32)
    latent = Latent(np.empty((0, 100), np.float32), articles, titles)
    direction = asked / np.linalg.norm(asked)
    alike = [max(float(one @ direction), 0.0) for one in articles]
    assert latent.compare(direction_of(asked)) == pytest.approx(alike, abs=1e-4)
    some = np.array([3, 200, 500])
    alike = [max(float(one @ direction), 0.0) for one in titles[some]]
    assert latent.compare_titles(direction_of(asked), some) == pytest.approx(alike, abs=1e-4)
