"""The articles for staff that a build leaves for the dashboard, whole: they stand nowhere else."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

STAFF_FILE = "articles.json"
STAFF_INDEX = "index"
STAFF_PICTURES = "files"
STAFF_ADDRESS = "/dashboard/answers"
"""Where the dashboard shows them: /dashboard/answers/en/refund-exceptions."""


@dataclass(frozen=True, slots=True)
class StaffArticle:
    """One article for staff, as one language shows it."""

    id: str
    lang: str
    text_lang: str
    """The language of its text: another one where the translation is missing."""
    title: str
    summary: str
    html: str
    answer: str
    """What may be sent to a customer, as plain text: its quotes, or all of it where there are none."""
    category: str
    topic: str
    owner: str
    checked_on: str
    review_by: str
    related: tuple[str, ...]
    """Public articles, by id, that answer the customer."""


def staff_address(lang: str, id_: str) -> str:
    """Return where the dashboard shows an article."""
    return f"{STAFF_ADDRESS}/{lang}/{id_}"


def write_staff_articles(file: Path, articles: Iterable[StaffArticle]) -> None:
    """Write all articles beside their place and move them there whole; only their owner may read the file."""
    rows = [asdict(article) for article in articles]
    part = file.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(file)


def read_staff_articles(file: Path) -> Mapping[tuple[str, str], StaffArticle]:
    """Read them, by language and id; raise OSError or ValueError if they are not there or not whole."""
    rows = json.loads(file.read_text(encoding="utf-8"))
    articles = (StaffArticle(**{**row, "related": tuple(row["related"])}) for row in rows)
    return {(article.lang, article.id): article for article in articles}
