"""One language of an index: what is opened of it. How it is written tells shelving.py."""

import json
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from search.analysis import Analyzer, get_analyzer
from search.engines.protocol import Engine, OpenEngine
from search.files import AVERAGES, ENGINE, KNOWLEDGE
from search.grams import GramTable
from search.knowledge import Knowledge
from search.latent import Latent
from search.learning import Lessons
from search.postings import Postings
from search.ranking import weights_of
from search.remembering import Remembered
from search.repeats import find_repeats
from search.saturation import Averages
from search.snippets import Snippet
from search.stored import StoredArticles
from search.synonyms import SynonymTable
from search.terms import TermReader
from search.vocabulary import Vocabulary
from search.weighing import Grounds
from search.words import Words

_MOST_SNIPPETS: Final = 2048


@dataclass(frozen=True, slots=True)
class Shelf:
    """Hold everything that is open of one language."""

    lang: str
    analyzer: Analyzer
    vocabulary: Vocabulary
    stored: StoredArticles
    grounds: Grounds
    engine: OpenEngine
    reader: TermReader
    """What reads the words of a question."""
    lessons: Lessons
    snippets: Remembered[object, Snippet]
    """Snippets cut out lately."""
    numbers: Mapping[str, int]
    """The numbers of the articles that lessons speak for."""
    repeats: Mapping[int, int]
    """Which articles repeat others."""
    outdated: frozenset[int]
    """Articles whose review is overdue."""

    @classmethod
    def open(cls, folder: Path, *, lang: str, engine: Engine) -> Self:
        """Open what `build_shelf` (shelving.py) wrote; its files have been checked before."""
        analyzer = get_analyzer(lang)
        words = Words.open(folder)
        knowledge = Knowledge.of(json.loads((folder / KNOWLEDGE).read_bytes()))
        vocabulary = Vocabulary(words, analyzer, GramTable.open(folder, words.words))
        stored = StoredArticles(folder)
        latent = Latent.open(folder, articles=len(stored))
        averages = Averages(**json.loads((folder / AVERAGES).read_bytes()))
        return cls(
            lang=lang,
            analyzer=analyzer,
            vocabulary=vocabulary,
            stored=stored,
            grounds=Grounds.of(
                vocabulary,
                stored,
                Postings.open(folder),
                latent,
                averages,
                analyzer,
                weights_of(lang),
            ),
            engine=engine.open(folder / ENGINE),
            reader=TermReader(vocabulary, analyzer, SynonymTable(knowledge.synonyms, analyzer)),
            lessons=Lessons(knowledge.lessons, analyzer),
            snippets=Remembered(_MOST_SNIPPETS, size=lambda _: 1),
            numbers=_numbers(stored, {lesson.document_id for lesson in knowledge.lessons}),
            repeats=find_repeats(stored.title_keys(), likeness=latent.likeness),
            outdated=frozenset(_numbers(stored, set(knowledge.outdated)).values()),
        )


def _numbers(stored: StoredArticles, named: Set[str]) -> dict[str, int]:
    """Find the articles that knowledge names; those that are gone are left out."""
    if not named:
        return {}
    ids = {stored.article(number).id: number for number in range(len(stored))}
    return {identity: ids[identity] for identity in named if identity in ids}
