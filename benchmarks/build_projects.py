"""Make help centres of any size out of a folder of Markdown files, to measure builds with.

The text of the pages stays; what other programs would stumble over is repaired: each page gets the
front matter that the portal demands, a place in a category, links that lead somewhere; pictures and HTML go.
"""

import hashlib
import json
import posixpath
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parents[1]
PAGES_A_CATEGORY = 110
_FRONT_MATTER = re.compile(r"\A---\s*\n.*?^---\s*\n", re.DOTALL | re.MULTILINE)
_INCLUDE = re.compile(r"\[!INCLUDE ?\[[^\]]*\]\([^)]*\)\]", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?((?:[^()\s>]|\([^()]*\))*)>?[^()]*\)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]]+\]:.*$", re.MULTILINE)
_BLOCK = re.compile(r"^[ \t>*-]*:::.*$|:::", re.MULTILINE)
_TAG = re.compile(r"<(?=/?[A-Za-z!?])(?!https?:)")
_TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)
_WORD = re.compile(r"[A-Za-z][A-Za-z ,'-]{20,}")

DATA: Mapping[str, str] = {
    "shop.yml": "company:\n  name: Benchmark\n",
    "topics.yml": "- {id: anything, category: contact, title: {en: Anything}, nature: information,\n"
    "   priority: normal, suggest: true, ask: [], route: desk}\n",
    "channels.yml": "time_zone: Europe/Budapest\nchannels:\n"
    "  - {id: form, kind: form, hours: {mon-fri: '9:00-17:00'}, languages: [en],\n"
    "     promise: {value: 1, unit: working_days, from: message}}\nholidays: []\nworking_saturdays: []\n",
    "notices.yml": "[]\n",
    "home.yml": "needs: []\npopular: []\n",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One page of the collection and its place in the help centre."""

    file: str
    path: str
    text: str


def make_project(folder: Path, corpus: Path, *, pages: int) -> Path:
    """Write a project of so many pages that `portal build` takes; a small collection is repeated."""
    content = folder / "content"
    shutil.rmtree(folder, ignore_errors=True)
    sources = list(read_corpus(corpus, pages=pages))
    places = {source.file: source.path for source in sources}
    for number, source in enumerate(sources):
        file = content / "en" / source.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_article(source, places, number), encoding="utf-8")
    categories = sorted({posixpath.dirname(source.path) for source in sources})
    write_data(content / "_data", categories)
    shutil.copytree(ROOT / "themes", folder / "themes")
    for words in (folder / "themes/helpcenter/words").glob("*.yml"):
        if words.stem != "en":
            words.unlink()
    shutil.copy(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    return folder


def read_corpus(corpus: Path, *, pages: int) -> Iterator[Source]:
    """Read the collection, over and over until there are enough pages."""
    files = sorted(file for file in corpus.rglob("*.md") if file.name != "README.md")
    texts = [(file.relative_to(corpus).as_posix(), file.read_text("utf-8", "replace")) for file in files]
    count = max(1, round(pages / PAGES_A_CATEGORY))
    for number in range(pages):
        name, text = texts[number % len(texts)]
        repeated = f"again-{number // len(texts)}/" * (number >= len(texts)) + name
        slug = re.sub(r"[^a-z0-9]+", "-", repeated.removesuffix(".md").lower()).strip("-")[-60:].strip("-")
        digest = hashlib.sha256(repeated.encode()).hexdigest()
        category = int(digest[:8], 16) % count
        yield Source(repeated, f"group-{category:03d}/{slug}-{digest[:6]}.md", text)


def write_data(folder: Path, categories: list[str]) -> None:
    """Write the data files of a shop that says nothing about itself."""
    folder.mkdir(parents=True)
    for name, text in DATA.items():
        (folder / name).write_text(text, encoding="utf-8")
    rows = [
        {"id": id_, "icon": "bag", "title": {"en": id_.replace("-", " ")}, "summary": {"en": "Pages."}}
        for id_ in [*categories, "contact"]
    ]
    (folder / "categories.yml").write_text(json.dumps(rows), encoding="utf-8")


def _article(source: Source, places: Mapping[str, str], number: int) -> str:
    body = _COMMENT.sub("", _FRONT_MATTER.sub("", source.text.replace("\r\n", "\n"), count=1))
    body = _BLOCK.sub("", body)
    title = _TITLE.search(body)
    body = _TAG.sub("&lt;", _TITLE.sub("", body, count=1)).replace("{{", "").replace("{%", "")
    body = _IMAGE.sub(r"\1", _INCLUDE.sub("Business Central", body))
    body = _LINK.sub(lambda found: _link(found, source, places), _REFERENCE.sub("", body))
    name = posixpath.basename(source.path).removesuffix(".md")
    heading = _LINK.sub(r"\1", title[1] if title else name).strip().strip(".# ")[:200]
    said = _WORD.search(body)
    head = {
        "id": name,
        "title": heading or name,
        "summary": f"{said[0].strip()[:200] if said else name}.",
        "kind": "article",
        "topic": "anything",
        "questions": [f"how do I {heading.lower()}", f"{heading} help"],
        "owner": "nobody",
        "order": number,
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items()]
    dates = ["checked_on: 2026-11-03", "review_by: 2027-05-01"]
    return "\n".join(["---", *lines, *dates, "---", "", body.strip(), ""])


def _link(found: re.Match[str], source: Source, places: Mapping[str, str]) -> str:
    label, target = found[1], urlsplit(found[2])
    if target.scheme in {"http", "https", "mailto"}:
        return found[0]
    if found[2].startswith("/"):
        return f"[{label}](https://example.com{target.path})"
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source.file), unquote(target.path)))
    if path not in places:
        return label
    return f"[{label}]({posixpath.relpath(places[path], posixpath.dirname(source.path))})"
