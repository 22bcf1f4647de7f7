"""Other searches as they come: two fields, the stemmer of the language, the title twice.

Each is made of a collection and gives what answers a text with the ids of its best ten documents.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import snowballstemmer
import tantivy
from whoosh import index
from whoosh.analysis import LanguageAnalyzer
from whoosh.fields import STORED, TEXT, Schema
from whoosh.query import Or, Term

from benchmarks.search_sets import Collection

Ask = Callable[[str], list[str]]
_TITLE: Final = 2.0
_HITS: Final = 10
_WORD: Final = re.compile(r"\w+")
_STEMMERS: Final = {"en": "english", "hu": "hungarian", "ru": "russian"}


def texts(collection: Collection) -> Iterator[tuple[str, str, str]]:
    """Give id, title and body of each document."""
    for document in collection.documents:
        body = "\n".join(f"{part.heading}\n{part.text}" for part in document.sections)
        yield document.id, document.title, body


def whoosh(collection: Collection, folder: Path) -> Ask:
    """Use Whoosh's own analyzer of the language."""
    analyzer = LanguageAnalyzer(collection.lang)
    schema = Schema(id=STORED, title=TEXT(analyzer=analyzer), body=TEXT(analyzer=analyzer))
    folder.mkdir()
    made = index.create_in(str(folder), schema)
    writer = made.writer(limitmb=256)
    for identity, title, body in texts(collection):
        writer.add_document(id=identity, title=title, body=body)
    writer.commit()
    searcher = made.searcher()

    def ask(text: str) -> list[str]:
        words = sorted({token.text for token in analyzer(text)})
        terms = [Term("title", word, boost=_TITLE) for word in words]
        terms += [Term("body", word) for word in words]
        return [hit["id"] for hit in searcher.search(Or(terms), limit=_HITS)] if terms else []

    return ask


def tantivy_stems(collection: Collection, folder: Path) -> Ask:
    """Use Tantivy's stemmer of the language."""
    filters = (tantivy.Filter.lowercase(), tantivy.Filter.stemmer(_STEMMERS[collection.lang]))
    building = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for one in filters:
        building = building.filter(one)
    analyzer = building.build()
    schema_builder = tantivy.SchemaBuilder()
    schema_builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for field in ("title", "body"):
        schema_builder.add_text_field(field, tokenizer_name="stems")
    schema = schema_builder.build()
    folder.mkdir()
    made = tantivy.Index(schema, path=str(folder))
    made.register_tokenizer("stems", analyzer)
    writer = made.writer(num_threads=1)
    for identity, title, body in texts(collection):
        writer.add_document(tantivy.Document(id=identity, title=title, body=body))
    writer.commit()
    writer.wait_merging_threads()
    made.reload()
    searcher = made.searcher()

    def ask(text: str) -> list[str]:
        words = sorted(set(analyzer.analyze(text)))
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(_term(schema, field, word), boost))
            for word in words
            for field, boost in (("title", _TITLE), ("body", 1.0))
        ]
        if not clauses:
            return []
        found = searcher.search(tantivy.Query.boolean_query(clauses), limit=_HITS).hits
        return [searcher.doc(address)["id"][0] for _, address in found]

    return ask


def _term(schema: tantivy.Schema, field: str, word: str) -> tantivy.Query:
    return tantivy.Query.term_query(schema, field, word, "freq")


def fts5(collection: Collection, folder: Path) -> Ask:
    """Use SQLite's FTS5 on words stemmed by Snowball."""
    stemmer = snowballstemmer.stemmer(_STEMMERS[collection.lang])
    known: dict[str, str] = {}

    def stems(text: str) -> list[str]:
        words = _WORD.findall(text.lower())
        for word in words:
            if word not in known:
                known[word] = stemmer.stemWord(word)
        return [known[word] for word in words]

    folder.mkdir()
    database = sqlite3.connect(folder / "fts.db")
    database.execute("CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, title, body)")
    rows = (
        (identity, " ".join(stems(title)), " ".join(stems(body)))
        for identity, title, body in texts(collection)
    )
    database.executemany("INSERT INTO texts VALUES (?, ?, ?)", rows)
    database.commit()
    asked = f"SELECT id FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, 0, {_TITLE}, 1.0) LIMIT {_HITS}"

    def ask(text: str) -> list[str]:
        words = sorted(set(stems(text)))
        query = " OR ".join(f'"{word}"' for word in words)
        return [identity for (identity,) in database.execute(asked, (query,))] if words else []

    return ask


RIVALS: Final[Mapping[str, Callable[[Collection, Path], Ask]]] = MappingProxyType(
    {"Whoosh": whoosh, "Tantivy": tantivy_stems, "FTS5": fts5}
)
