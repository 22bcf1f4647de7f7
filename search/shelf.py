"""One language of an index: how it is written, and what is opened of it."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, Self

import numpy as np

from search.analysis import Analyzer, get_analyzer, normalise
from search.documents import Document, Passage, passages_of
from search.engines.protocol import BODY, HINTS, TITLE, Engine, OpenEngine
from search.grams import GramTable
from search.knowledge import Knowledge
from search.latent import Latent, write_latent
from search.learning import Lessons
from search.postings import Postings, write_postings
from search.ranking import weights_of
from search.remembering import Remembered
from search.repeats import find_repeats
from search.saturation import Averages
from search.sketches import is_like, sketch_of
from search.snippets import Snippet
from search.stored import ArticleTerms, Ints, Parts, StoredArticles, StoredWriter, pack_span
from search.synonyms import SynonymTable
from search.terms import TermReader
from search.vocabulary import Vocabulary, Words
from search.weighing import Grounds

_ENGINE: Final = "engine"
_WORDS: Final = "vocabulary.json"
_AVERAGES: Final = "averages.json"
_KNOWLEDGE: Final = "knowledge.json"
_MOST_SNIPPETS: Final = 2048


def build_shelf(
    documents: Sequence[Document],
    folder: Path,
    *,
    engine: Engine,
    knowledge: Knowledge,
    on_article: Callable[[], None],
) -> None:
    """Write the articles of one language: for the engine, for showing, and their vocabulary."""
    folder.mkdir(parents=True)
    analyzer = get_analyzer(documents[0].lang)
    reading = _Reading(analyzer)
    stored = StoredWriter(folder)
    lengths = _Lengths()
    words: list[Ints] = []
    titles: list[Ints] = []

    def articles() -> Iterator[Mapping[str, Sequence[str]]]:
        for document in documents:
            passages = passages_of(document)
            terms = reading.terms(document, passages)
            stored.add(document, passages, terms)
            lengths.add(terms)
            words.append(np.array([number for text in terms.content() for number in text.numbers], np.int64))
            titles.append(np.array(terms.title.numbers, np.int64))
            yield reading.engine_terms(terms)
            on_article()

    engine.build(folder / _ENGINE, articles())
    stored.close()
    write_latent(folder, words, titles=titles, grams=reading.grams())
    _write(folder / _WORDS, reading.vocabulary())
    averages = lengths.averages()
    _write(folder / _AVERAGES, asdict(averages))
    write_postings(folder, StoredArticles(folder), GramTable(reading.words, analyzer), averages)
    _write(folder / _KNOWLEDGE, _still_true(knowledge, documents).as_json())


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

    @classmethod
    def open(cls, folder: Path, *, lang: str, engine: Engine) -> Self:
        """Open what `build_shelf` wrote; its files have been checked before."""
        analyzer = get_analyzer(lang)
        words = json.loads((folder / _WORDS).read_bytes())
        knowledge = Knowledge.of(json.loads((folder / _KNOWLEDGE).read_bytes()))
        vocabulary, stored = Vocabulary(Words.of(words), analyzer), StoredArticles(folder)
        latent = Latent.open(folder, articles=len(stored))
        averages = Averages(**json.loads((folder / _AVERAGES).read_bytes()))
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
            engine=engine.open(folder / _ENGINE),
            reader=TermReader(vocabulary, analyzer, len(stored), SynonymTable(knowledge.synonyms, analyzer)),
            lessons=Lessons(knowledge.lessons, analyzer),
            snippets=Remembered(_MOST_SNIPPETS, size=lambda _: 1),
            numbers=_numbers(stored, {lesson.document_id for lesson in knowledge.lessons}),
            repeats=find_repeats(stored.title_keys(), likeness=latent.likeness),
        )


def _still_true(knowledge: Knowledge, documents: Sequence[Document]) -> Knowledge:
    """Leave out what was learned about articles that are gone or have changed a lot."""
    if not knowledge.lessons:
        return knowledge
    now = {document.id: sketch_of(document) for document in documents}
    lessons = tuple(
        lesson
        for lesson in knowledge.lessons
        if lesson.document_id in now and is_like(lesson.sketch, now[lesson.document_id])
    )
    return replace(knowledge, lessons=lessons)


def _numbers(stored: StoredArticles, taught: Set[str]) -> dict[str, int]:
    """Find the articles that lessons speak for; those that are gone are left out."""
    if not taught:
        return {}
    ids = {stored.article(number).id: number for number in range(len(stored))}
    return {identity: ids[identity] for identity in taught if identity in ids}


class _Reading:
    """Read articles word by word and number the words as they first appear."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._numbers: dict[str, int] = {}
        self.words: list[str] = []
        self._stems: list[str] = []
        self._df: Counter[int] = Counter()
        self._stem_df: Counter[str] = Counter()

    def terms(self, document: Document, passages: Sequence[Passage]) -> ArticleTerms:
        """Number the words of one article and count it for each of them."""
        body = [self._read_passage(passage) for passage in passages]
        terms = ArticleTerms(
            title=Parts.of([self._read(document.title)]),
            body=Parts.of((numbers for numbers, _ in body), (spans for _, spans in body)),
            questions=Parts.of(self._read(question) for question in document.questions),
            keywords=Parts.of([self._read(" ".join(document.keywords))]),
            wording=Parts.of(self._read_whole(text) for text in (document.title, *document.questions)),
        )
        words = {number for text in terms.all() for number in text.numbers}
        self._df.update(words)
        self._stem_df.update({self._stems[number] for number in words})
        return terms

    def _read(self, text: str) -> list[int]:
        """Read a text without its stop words."""
        words = (token.word for token in self._analyzer.tokens(normalise(text)))
        return [self._number(word) for word in words if not self._analyzer.is_stop(word)]

    def _read_whole(self, text: str) -> list[int]:
        """Read a text with its stop words: "where is my order" is not "how do I order"."""
        return [self._number(token.word) for token in self._analyzer.tokens(normalise(text))]

    def _read_passage(self, passage: Passage) -> tuple[list[int], list[int]]:
        """Read a passage without its stop words; tell where in the text under the heading each stands."""
        heading = self._read(passage.heading)
        tokens = [t for t in self._analyzer.tokens(passage.text) if not self._analyzer.is_stop(t.word)]
        numbers = [self._number(token.word) for token in tokens]
        spans = [pack_span(token.start, token.end) for token in tokens]
        return [*heading, *numbers], [*[0] * len(heading), *spans]

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self.words)
            self.words.append(word)
            self._stems.append(self._analyzer.stem(word))
        return number

    def engine_terms(self, terms: ArticleTerms) -> dict[str, list[str]]:
        """Give the engine's fields: stems.

        Title and questions bring their stop words: a question may have no other words.
        """
        title, *questions = terms.wording.split()
        hints = [*(number for part in questions for number in part), *terms.keywords.numbers]
        return {
            TITLE: [self._stems[number] for number in title],
            BODY: [self._stems[number] for number in terms.body.numbers],
            HINTS: [self._stems[number] for number in hints],
        }

    def grams(self) -> list[list[int]]:
        """Number the runs of characters of each word as `Vocabulary` does."""
        numbers: dict[str, int] = {}
        return [
            [numbers.setdefault(gram, len(numbers)) for gram in self._analyzer.grams(word)]
            for word in self.words
        ]

    def vocabulary(self) -> dict[str, object]:
        """Give what is stored of the words."""
        return {
            "words": self.words,
            "stems": self._stems,
            "df": [self._df[number] for number in range(len(self._stems))],
            "stem_df": dict(self._stem_df),
        }


class _Lengths:
    """Add up how long texts are."""

    def __init__(self) -> None:
        self._words: Counter[str] = Counter()
        self._texts: Counter[str] = Counter()

    def add(self, terms: ArticleTerms) -> None:
        """Count one article."""
        self._count("title", terms.title.numbers)
        self._count("body", terms.body.numbers)
        self._count("keywords", terms.keywords.numbers)
        for passage in terms.body.split():
            self._count("passage", passage)
        for question in terms.questions.split():
            self._count("question", question)

    def _count(self, kind: str, numbers: Sequence[int]) -> None:
        if numbers:
            self._words[kind] += len(numbers)
            self._texts[kind] += 1

    def averages(self) -> Averages:
        """Give the mean lengths; a kind of text that never occurs has the length 1."""
        mean = {kind: self._words[kind] / self._texts[kind] for kind in self._texts}
        kinds = ("title", "body", "passage", "question", "keywords")
        return Averages(**{kind: mean.get(kind, 1.0) for kind in kinds})


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
