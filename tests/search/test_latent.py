"""What is told in other words, but in like company."""

from pathlib import Path

import numpy as np
import pytest

from search.latent import Latent, write_latent

# The first words are of one subject, the others of another; every word is a run of its own.
WORDS_OF_A_SUBJECT = 40
GRAMS = [[number] for number in range(2 * WORDS_OF_A_SUBJECT)]


def articles(count: int) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    chance = np.random.default_rng(5)
    words = np.arange(WORDS_OF_A_SUBJECT)
    return [
        np.sort(chance.permutation(words)[:12]) + (number % 2) * WORDS_OF_A_SUBJECT for number in range(count)
    ]


def ask(latent: Latent, grams: list[int]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return latent.compare(latent.along(grams, [1.0] * len(grams)))


def test_an_article_without_the_word_is_alike_by_the_company_it_keeps(tmp_path: Path) -> None:
    made = articles(60)
    write_latent(tmp_path, made, titles=made, grams=GRAMS)
    alike = ask(Latent.open(tmp_path, articles=60), [0])
    without = [number for number, words in enumerate(made) if 0 not in words]
    kin = [alike[number] for number in without if number % 2 == 0]
    strangers = [alike[number] for number in without if number % 2]
    assert np.mean(kin) > 4 * np.mean(strangers)
    assert 0 <= alike.min() <= alike.max() <= 1 + 1e-3


def test_the_same_articles_have_the_same_structure(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        write_latent(tmp_path / name, articles(60), titles=articles(60), grams=GRAMS)
    assert (tmp_path / "first" / "latent.articles").read_bytes() == (
        tmp_path / "second" / "latent.articles"
    ).read_bytes()


@pytest.mark.parametrize("count", [1, 5, 23])
def test_a_collection_too_small_has_no_structure(tmp_path: Path, count: int) -> None:
    write_latent(tmp_path, articles(count), titles=articles(count), grams=GRAMS)
    assert not ask(Latent.open(tmp_path, articles=count), [0]).any()


def test_articles_without_words_and_questions_without_runs_are_alike_to_nothing(tmp_path: Path) -> None:
    made = [*articles(59), np.empty(0, np.int64)]
    write_latent(tmp_path, made, titles=made, grams=GRAMS)
    latent = Latent.open(tmp_path, articles=60)
    assert not ask(latent, []).any()
    assert np.isfinite(ask(latent, [0, 50])).all()


def test_a_title_is_placed_by_its_own_words(tmp_path: Path) -> None:
    made = articles(60)
    swapped = [made[number ^ 1] for number in range(60)]
    write_latent(tmp_path, made, titles=swapped, grams=GRAMS)
    latent = Latent.open(tmp_path, articles=60)
    alike = latent.compare_titles(latent.along([0], [1.0]), np.arange(60))
    assert alike[1::2].mean() > 4 * alike[::2].mean()
