"""Look at what customers confirmed, and say or write what search would learn from it."""

from dataclasses import dataclass
from pathlib import Path

from portal.articles import DATA_FOLDER
from portal.knowledge.learned import Learned, LearnedFile, learned_file, read_learned, write_learned
from portal.services.doors import Doors
from portal.services.learning import OLDEST_S, Published, conclude
from portal.store.database import reading
from portal.store.learning import find_confirmations
from search import SearchIndex, open_index


@dataclass(frozen=True, slots=True)
class Taught:
    """What a language would learn, as text for review, and what is gone since the last time."""

    lang: str
    path: Path
    lessons: tuple[Learned, ...]
    forgotten: tuple[Learned, ...]
    text: str


def teach(doors: Doors) -> tuple[Taught, ...]:
    """Conclude what each language would learn now; raises SearchError without an index."""
    now = doors.clock().timestamp()
    with reading(doors.notes) as connection:
        said = find_confirmations(connection, since=now - OLDEST_S)
    folder = doors.settings.content_dir / DATA_FOLDER
    index = open_index(doors.settings.index_dir)
    taught = []
    for lang in doors.words.languages:
        known = read_learned(folder, lang)
        published = _published(doors, index, lang)
        lessons = conclude(
            said,
            published,
            lang=lang,
            now=now,
            min_sessions=doors.settings.learn_min_sessions,
            known=known,
        )
        meant = {(one.question, one.article_id) for one in lessons}
        taught.append(
            Taught(
                lang=lang,
                path=folder / learned_file(lang),
                lessons=lessons,
                forgotten=tuple(one for one in known.lessons if (one.question, one.article_id) not in meant),
                text=write_learned(lessons, _sketches(known, published)),
            )
        )
    return tuple(taught)


def _published(doors: Doors, index: SearchIndex, lang: str) -> dict[str, Published]:
    """Return the articles that can be searched, none in a language that cannot."""
    found = {}
    for article_id, sketch in index.sketches(lang).items() if lang in index.languages else ():
        if (article := doors.listing.find(article_id, langs=(lang,))) is not None:
            found[article_id] = Published(article.version, sketch)
    return found


def _sketches(known: LearnedFile, published: dict[str, Published]) -> dict[str, dict[str, str]]:
    """Add the versions of now to those that were known, so that small changes later lose nothing."""
    sketches = {name: dict(versions) for name, versions in known.sketches.items() if name in published}
    for article_id, one in published.items():
        sketches.setdefault(article_id, {})[one.version] = one.sketch
    return sketches
