"""Make collections of our own articles: asked what their authors expect, which is taken out of them.

    python -m benchmarks.search_authors FOLDER

Writes authors-en, authors-hu and authors-ru into FOLDER, as search_compare reads collections. Each
question and each keyword of an author is a question; articles come without any of them, so that it is
told what search makes of words that nobody has foreseen. They are short: half have one or two words.
"""

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from portal import clock
from portal.settings import load_settings
from portal.site.building import build_site
from portal.site.indexing import Order
from search import Document


@dataclass(frozen=True, slots=True)
class Taken:
    """What search gets of a build, instead of an index."""

    documents: list[Document] = field(default_factory=list)

    def begin(self, order: Order) -> None:
        self.documents.extend(order.documents.read(order.documents.places))

    def finish(self) -> None:
        """Return: there is no index to wait for."""


def own_articles() -> list[Document]:
    """Build the site of this folder's content into a folder of its own; give what search gets of it."""
    taken = Taken()
    with tempfile.TemporaryDirectory(prefix="own-") as folder:
        build_site(load_settings(var=Path(folder)), today=clock.today(), clean=True, index=taken)
    return taken.documents


def rows_of(article: Document) -> dict[str, str]:
    parts = [article.summary, *(f"## {one.heading}\n\n{one.text}" for one in article.sections)]
    body = "\n\n".join(parts)
    return {"id": article.id, "lang": article.lang, "title": article.title, "body": body}


def questions_of(articles: Iterable[Document]) -> Iterator[dict[str, object]]:
    """Give each wording once, with all articles that claim it."""
    answers: dict[str, list[str]] = {}
    for article in articles:
        for wording in (*article.questions, *article.keywords):
            answers.setdefault(wording, []).append(article.id)
    for wording, relevant in answers.items():
        yield {"text": wording, "relevant": relevant}


def write(path: Path, rows: Iterable[object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def main(folder: Path) -> None:
    articles = own_articles()
    for lang in sorted({article.lang for article in articles}):
        of_lang = [article for article in articles if article.lang == lang]
        write(folder / f"authors-{lang}" / "documents.jsonl", map(rows_of, of_lang))
        write(folder / f"authors-{lang}" / "queries.jsonl", questions_of(of_lang))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
