"""Write one language of an index: rows of articles, read anew or kept, and all that is drawn from them."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np

from search.analysis import Analyzer, get_analyzer
from search.counting import Counting, Counts, Stems, averages_of
from search.documents import Document, Identity
from search.engines.protocol import BODY, HINTS, TITLE, Engine
from search.extracts import Extracts, Totals, join_totals
from search.files import AVERAGES, ENGINE, KNOWLEDGE
from search.grams import GramTable
from search.knowledge import Knowledge
from search.latent import Seen, Structure, write_latent
from search.postings import write_postings
from search.reading import BEGINNING, read_rows
from search.rows import Joining, Pick, Rows, in_order
from search.sketches import is_like, sketch_of
from search.words import stems_of_words, write_words

Read = Callable[[Sequence[Identity]], Iterable[Document]]
"""What gives the documents of these identities, in their order."""


@dataclass(frozen=True, slots=True)
class Collected:
    """Hold articles with all that is drawn from each of them by itself, and the stem of each word."""

    rows: Rows
    stems: Mapping[str, str]
    extracts: Extracts

    @classmethod
    def of(cls, rows: Rows, stems: Mapping[str, str]) -> Self:
        """Draw from rows what their words, numbered as text, and these stems tell."""
        of_word = Stems.of([stems[word] for word in rows.words]).of_word
        return cls(rows, stems, Extracts.of(rows, of_word))


@dataclass(frozen=True, slots=True)
class Kept:
    """Hold what an index before knows of one language."""

    articles: Collected
    numbers: Mapping[bytes, int]
    """The number of each article by its digest."""
    structure: Structure
    grams: GramTable

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open what `build_shelf` wrote of a language; its files have been checked before."""
        stems = stems_of_words(folder)
        words = list(stems)
        rows, grams = Rows.open(folder, words), GramTable.open(folder, words)
        return cls(Collected.of(rows, stems), rows.numbers_by_digest(), Structure.open(folder, grams), grams)


def build_shelf(
    told: Sequence[Identity],
    folder: Path,
    *,
    read: Read,
    engine: Engine,
    knowledge: Knowledge,
    on_article: Callable[[], None],
    on_written: Callable[[], None],
    kept: Kept | None = None,
) -> None:
    """Write the articles of one language, those that `kept` knows as they are there.

    `read` is asked for those that are not known, and `on_written` is called whenever no file is half
    written. Whatever was kept, it is as if built from nothing.
    """
    folder.mkdir(parents=True)
    analyzer = get_analyzer(told[0].lang)
    picks, new = _pick(told, read, kept, analyzer, on_article)
    read_now = _collect(new, kept.articles.stems if kept else {}, analyzer)
    rows, stems, totals = _join(read_now, kept.articles, picks) if kept else _alone(read_now)
    counting = Counting(rows, totals)
    averages = averages_of(rows)
    grams = GramTable.of(rows.words, analyzer, before=kept.grams if kept else None)
    rows.write(folder)
    on_written()
    _write(folder / AVERAGES, asdict(averages))
    stem_df, bodies = counting.of_stems(stems)
    write_words(folder, rows.words, stems, texts=counting.texts, df=counting.df(), stem_df=stem_df)
    grams.write(folder)
    structure = kept.structure if kept else None
    _write_structure(folder, told, rows, counting, grams, picks=picks, before=structure)
    on_written()
    write_postings(folder, rows, counting, grams, averages)
    _write_engine(folder / ENGINE, engine, counting, stems, bodies)
    _write(folder / KNOWLEDGE, _still_true(knowledge, told, read).as_json())


def _pick(
    told: Sequence[Identity],
    read: Read,
    kept: Kept | None,
    analyzer: Analyzer,
    on_article: Callable[[], None],
) -> tuple[list[Pick], Rows]:
    """Say where the row of each article is found; read those that are nowhere."""
    known = kept.numbers if kept else {}
    picks: list[Pick] = []
    new: list[Identity] = []
    for one in told:
        if one.digest in known:
            picks.append(Pick(1, known[one.digest]))
            on_article()
        else:
            picks.append(Pick(0, len(new)))
            new.append(one)

    def reading() -> Iterator[tuple[bytes, Document]]:
        for one, document in zip(new, read(new), strict=True):
            yield one.digest, document
            on_article()

    return picks, read_rows(reading(), analyzer)


def _collect(new: Rows, known: Mapping[str, str], analyzer: Analyzer) -> Collected:
    """Draw from new articles what each tells; most stems are known."""
    rows, stems = in_order(new), {}
    for word in rows.words:
        stem = known.get(word)
        stems[word] = analyzer.stem(word) if stem is None else stem
    return Collected.of(rows, stems)


def _join(new: Collected, kept: Collected, picks: Sequence[Pick]) -> tuple[Rows, Stems, Totals]:
    """Join new articles, the first source of the picks, with those that are kept."""
    joining = Joining.of([new.rows, kept.rows], picks)
    stems = {**kept.stems, **new.stems}
    totals = join_totals(joining, [new.extracts, kept.extracts])
    return joining.rows(), Stems.of([stems[word] for word in joining.words]), totals


def _alone(new: Collected) -> tuple[Rows, Stems, Totals]:
    return new.rows, Stems.of([new.stems[word] for word in new.rows.words]), new.extracts.totals


def _write_structure(
    folder: Path,
    told: Sequence[Identity],
    rows: Rows,
    counting: Counting,
    grams: GramTable,
    *,
    picks: Sequence[Pick],
    before: Structure | None,
) -> None:
    articles, words = counting.articles, counting.words

    seen = Seen(
        content=counting.content,
        titles=lambda wanted: counting.title.only(wanted, articles).turned((len(wanted), words)),
        beginnings=lambda wanted: counting.beginnings(BEGINNING, wanted).turned((len(wanted), words)),
        ids=[one.id for one in told],
        digests=[digest.tobytes() for digest in rows.beginnings],
    )
    known = np.array([pick.row if pick.source else -1 for pick in picks])
    write_latent(folder, seen, grams, before=before, known=known)


def _write_engine(folder: Path, engine: Engine, counting: Counting, stems: Stems, bodies: Counts) -> None:
    """Give the engine its fields: stems.

    Title and questions bring their stop words: a question may have no other words.
    """
    titles, hints = (counts.of_stems(stems, counting.articles) for counts in counting.wordings())
    engine.build(folder, stems.stems, {TITLE: titles, BODY: bodies, HINTS: hints}, counting.articles)


def taught_of(told: Iterable[Identity], knowledge: Knowledge) -> list[Identity]:
    """Give the articles of a language that lessons are about."""
    taught = {lesson.document_id for lesson in knowledge.lessons}
    return [one for one in told if one.id in taught]


def _still_true(knowledge: Knowledge, told: Iterable[Identity], read: Read) -> Knowledge:
    """Leave out what was learned about articles that are gone or have changed a lot."""
    now = {document.id: sketch_of(document) for document in read(taught_of(told, knowledge))}
    lessons = tuple(
        lesson
        for lesson in knowledge.lessons
        if lesson.document_id in now and is_like(lesson.sketch, now[lesson.document_id])
    )
    return replace(knowledge, lessons=lessons)


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
